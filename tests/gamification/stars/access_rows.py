from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from gamification.stars.actions import make_link, raise_concern, thank
from gamification.stars.models import MonthClose, VoteLink
from tests.access import ADMINS, LEADS, LEADS_PERSON, NO_PK, NO_UID, OTHER_LEADS, Objects, Row, pk_of, uid_of

CARD = {"may": LEADS | {"new_hire"}, "may_other": OTHER_LEADS, "kwargs": uid_of("person"), "missing": NO_UID}
NO_TOKEN, NO_MONTH = {"token": "no-such-token"}, {"month": "1999-01"}


def _token(objects: Objects, other: bool) -> dict[str, Any]:
    return {"token": objects.made[other]["vote_token"]}


def _month(objects: Objects, other: bool) -> dict[str, Any]:
    return {"month": objects.made[other]["star_month"]}


ROWS = {
    "thanks": Row(get=200, post=400, public=True, kwargs=_token, missing=NO_TOKEN),
    "thanks_wrong": Row(get=200, post=400, public=True, kwargs=_token, missing=NO_TOKEN),
    "thanks_photo": Row(get=404, post=405, public=True, kwargs=_token, missing=NO_TOKEN),
    "stars": Row(),
    "star_part": Row(get=405, post=302),
    "star_terms": Row(may=ADMINS, post=200),
    "star_close": Row(may=ADMINS, get=405, post=302),
    "star_month": Row(kwargs=_month, missing=NO_MONTH),
    "star_reward": Row(may=frozenset({"new_hire"}), get=405, post=302, kwargs=_month, missing=NO_MONTH),
    "vote_card": Row(**CARD),
    "vote_link": Row(**CARD, get=405, post=302),
    "hide_words": Row(**LEADS_PERSON, get=405, post=302, kwargs=pk_of("vote"), missing=NO_PK),
    "concern": Row(**LEADS_PERSON, get=405, post=302, kwargs=pk_of("concern"), missing=NO_PK),
}


def _link(objects: Objects, person: Any, team: Any, other: bool) -> str:
    link = VoteLink.objects.filter(person=person, ended_at__isnull=True).first()
    return (link or make_link(person=person, by=None)).token


def _vote(objects: Objects, person: Any, team: Any, other: bool) -> int:
    once = uuid4().hex
    return thank(person=person, form=once, browser=once, mark=once, words="Kind").pk


def _concern(objects: Objects, person: Any, team: Any, other: bool) -> int:
    return raise_concern(person=person, form=uuid4().hex, words="Late").pk


def _star_month(objects: Objects, person: Any, team: Any, other: bool) -> str:
    """One month, closed, with the new hire as its star."""
    MonthClose.objects.get_or_create(
        month=date(2025, 10, 1),
        defaults={
            "seed": 1,
            "draws": 1,
            "months": 3,
            "weights": {"quality": 1, "votes": 0, "learning": 0},
            "star": objects.cast.new_hire,
            "closed_at": datetime(2025, 11, 3, tzinfo=UTC),
        },
    )
    return "2025-10"


THINGS = {"vote_token": _link, "vote": _vote, "concern": _concern, "star_month": _star_month}
