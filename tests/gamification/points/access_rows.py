from datetime import date
from typing import Any
from uuid import uuid4

from gamification.points.actions import add_rule
from gamification.points.models import PointEntry
from lms.learning.actions import publish_activity, record
from tests.access import ADMINS, NO_PK, Row, pk_of

ROWS = {
    "board": Row(),
    "name_on_board": Row(get=405, post=302),
    "point_corrections": Row(may=ADMINS, post=200),
    "take_points_back": Row(may=ADMINS, post=200, kwargs=pk_of("point_entry"), missing=NO_PK),
}


def _entry(objects: Any, person: Any, team: Any, other: bool) -> int:
    add_rule(
        code=f"rule-{person.pk}",
        by=None,
        valid_from=date(2020, 1, 1),
        name_en="Lesson done",
        name_ru="Урок пройден",
        verb="completed",
        source="lesson",
        points=10,
        daily_cap=40,
    )
    what = publish_activity(uid=uuid4(), kind="lesson", titles={"en": "Listen"}, seconds=60)
    record(person=person, verb="completed", activity=what, key=f"points:{person.pk}", source="lesson")
    return PointEntry.objects.filter(person=person).latest("pk").pk


THINGS = {"point_entry": _entry}
