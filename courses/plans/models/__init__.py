from .person_plan import PersonPlan, PersonStep
from .plan import Plan
from .step import ActivityStep, PlanStep, TaskStep

__all__ = ["ActivityStep", "PersonPlan", "PersonStep", "Plan", "PlanStep", "TaskStep"]
