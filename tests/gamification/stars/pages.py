from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from gamification.stars import queries
from gamification.stars.actions import close_month, make_link, raise_concern, take_part, thank
from gamification.stars.models import MonthStanding
from lms.people.actions import set_setting

PATHS = {
    "new_hire": ["/stars/", "/stars/{star_month}/", "/thanks/{vote_token}/", "/thanks/{vote_token}/wrong/"],
    "manager": ["/team/", "/stars/card/{agent_uid}/"],
    "administrator": ["/stars/counting/", "/stars/{star_month}/"],
}


def filled(people: Any) -> dict[str, Any]:
    """A month counted whose circle is known, thanks with words, a concern waiting."""
    set_setting(key="feature.star", value=True, by=None)
    now = timezone.now()
    month = queries.month_before(now.date())
    then = datetime.combine(month, now.timetz()) + timedelta(days=9)
    for person in (people.agent, people.other_agent, people.new_hire):
        take_part(person=person, yes=True)
        for at in (now, then):
            once = uuid4().hex
            thank(person=person, form=once, browser=once, mark=once, words="Спокойно, по делу и без отговорок", at=at)
    close = close_month(month=month, by=people.administrator, seed=1)
    if not close.standings.exists():
        inputs = {"person": people.agent.pk, "good": 60, "rated": 66, "votes": 9, "tickets": 66, "learnt": 3}
        MonthStanding.objects.create(
            close=close,
            person=people.agent,
            p_half=0.91,
            p_top3=0.71,
            in_circle=True,
            inputs=inputs | {"reviews": [80.0]},
        )
    raise_concern(person=people.agent, form=uuid4().hex, words="Обещали перезвонить и не перезвонили")
    link = make_link(person=people.agent, by=people.agent)
    return {"star_month": f"{month:%Y-%m}", "vote_token": link.token, "agent_uid": people.agent.uid}
