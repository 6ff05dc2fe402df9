from .giving import (
    PlanGone,
    give_on_joining,
    give_on_joining_at_once,
    give_plan,
    restore_plan,
    start_with,
    withdraw_plan,
)
from .publishing import publish_plan, unpublish_plan
from .steps import give_a_day, settle_plans, sign_off, take_a_day_back, take_back_sign_off

__all__ = [
    "PlanGone",
    "give_a_day",
    "give_on_joining",
    "give_on_joining_at_once",
    "give_plan",
    "publish_plan",
    "restore_plan",
    "settle_plans",
    "sign_off",
    "start_with",
    "take_a_day_back",
    "take_back_sign_off",
    "unpublish_plan",
    "withdraw_plan",
]
