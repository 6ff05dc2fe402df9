from datetime import date
from typing import Any
from uuid import uuid4

from gamification.points.actions import add_rule
from lms.learning.actions import publish_activity, record
from lms.people.actions import set_setting

PATHS = {
    "new_hire": ["/stars/board/"],
    "manager": ["/stars/board/"],
    "administrator": ["/stars/board/corrections/"],
}


def filled(people: Any) -> dict[str, Any]:
    set_setting(key="feature.boards", value=True, by=None)
    add_rule(
        code=f"page-{uuid4().hex[:8]}",
        by=None,
        valid_from=date(2020, 1, 1),
        name_en="Exercise done",
        name_ru="Упражнение сделано",
        verb="answered",
        source="quiz",
        points=10,
        daily_cap=40,
    )
    for person in (people.agent, people.other_agent):
        what = publish_activity(uid=uuid4(), kind="quiz", titles={"en": "Delivery", "ru": "Доставка"}, seconds=60)
        record(person=person, verb="answered", activity=what, key=f"seen:{uuid4()}", source="quiz", score=0.9)
        record(person=person, verb="passed", activity=what, key=f"seen:{uuid4()}", source="quiz", score=0.9)
    return {}
