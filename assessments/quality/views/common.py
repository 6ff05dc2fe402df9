from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from assessments.quality import access, pages, queries
from assessments.quality.tabs import tabs as tabs_of
from lms.people.access import is_administrator
from lms.people.models import Membership, Team


def language() -> str:
    return (get_language() or "en")[:2]


def teams_of(request: HttpRequest) -> list[Team]:
    """Whose quality this person may open, asked for once a request."""
    if "_quality_teams" not in request.__dict__:
        person = request.user
        request.__dict__["_quality_teams"] = queries.teams_shown(person, access.sees_everything(person))
    return list(request.__dict__["_quality_teams"])


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    person = request.user
    return tabs_of(
        current,
        own=current == "own" or learns(person),
        teams=teams_of(request),
        everything=access.sees_everything(person),
        reviewer=access.reviews(person),
        administrator=is_administrator(person),
    )


def months(request: HttpRequest) -> tuple[tuple[date, date], list[dict[str, Any]]]:
    """The month asked for (in the first days of one, before there is much, the last) and those to choose from."""
    today = queries.company_today()
    first = _month(request.GET.get("month", ""), today)
    choice = [{"first": start, "current": start == first} for start, _end in pages.months_back(today)]
    return queries.month_of(first), choice


def _month(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        start = today.replace(day=1)
        return start if today.day > 7 else (start - timedelta(days=1)).replace(day=1)


def learns(person: Any) -> bool:
    """In a team, and not as its lead: somebody with tickets of their own. No query besides the person's standing."""
    return any(role != Membership.Role.MANAGER for role, _zone in person.standing)
