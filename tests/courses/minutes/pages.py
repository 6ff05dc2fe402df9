"""Pages of the minute that the browser walks through."""

from typing import Any

PATHS = {
    "new_hire": ["/minute/", "/minute/?card={minute_phrase}"],
    "manager": ["/minute/plan/", "/minute/plan/{minute_plan}/", "/minute/plan/write/"],
}


def filled(people: Any) -> dict[str, Any]:
    from courses.minutes.actions import plan_minutes
    from courses.minutes.models import MinuteCard
    from lms.learning.models import Activity
    from lms.people.queries import today_of

    cards = Activity.objects.filter(kind="minute", live=True).order_by("pk")
    phrase = MinuteCard.objects.filter(kind="phrase").first()
    if not phrase:
        return {}
    day = today_of(people.manager)
    plans = plan_minutes(team=people.team, picks=[(day, card) for card in cards[:2]], by=people.manager)
    return {"minute_phrase": phrase.translation_key, "minute_plan": plans[0].pk} if plans else {}
