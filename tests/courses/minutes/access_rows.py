from datetime import date
from typing import Any

from tests.access import ANY_LEAD, LEADS_PERSON, NO_PK, Row, pk_of


def _plan(objects: Any, person: Any, team: Any, other: bool) -> int:
    from courses.minutes.actions import plan_minutes

    from .conftest import activity_of, add_card

    activity = activity_of(add_card(f"Card of {team.name}"))
    return plan_minutes(team=team, picks=[(date(2030, 1, 7), activity)], by=None)[0].pk


ROWS: dict[str, Row] = {
    "minute": Row(),
    "minute_answer": Row(get=405, post=302),
    "minute_plans": Row(may=ANY_LEAD),
    "minute_plan_add": Row(may=ANY_LEAD, get=302, post=302),
    "minute_write": Row(may=ANY_LEAD, post=200),
    "minute_plan_undo": Row(may=ANY_LEAD, get=405, post=404, kwargs=lambda objects, other: {"token": "forged"}),
    "minute_plan": Row(**LEADS_PERSON, kwargs=pk_of("minute plan"), missing=NO_PK),
    "minute_plan_withdraw": Row(**LEADS_PERSON, get=405, post=302, kwargs=pk_of("minute plan"), missing=NO_PK),
}
THINGS = {"minute plan": _plan}
