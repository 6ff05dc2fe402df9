"""Who may play, who may read a talk (see `tests/access.py`)."""

from typing import Any

from lms.learning.models import Activity
from tests.access import NO_UID, Objects, Row, uid_of

from .conftest import SMALL, WELL, play, published, say, snapshot_of


def scenario(objects: Objects, person: Any, team: Any, other: bool) -> Any:
    return _activity().uid


def _activity() -> Activity:
    return Activity.objects.filter(kind="roleplay").first() or _made()


def _made() -> Activity:
    from lms.learning.models import Skill

    for slug in ("listen", "apologise", "solve", "thank"):
        Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug.capitalize(), "name_ru": slug})
    return published(SMALL)


def open_run(objects: Objects, person: Any, team: Any, other: bool) -> Any:
    return play(person, _activity(), "Cold indeed", official=True).uid


def official_run(objects: Objects, person: Any, team: Any, other: bool) -> Any:
    return play(person, _activity(), *WELL, official=True).uid


def guest_secret(objects: Objects, person: Any, team: Any, other: bool) -> str:
    return _given(objects)[1]


def guest_done(objects: Objects, person: Any, team: Any, other: bool) -> Any:
    """Given by hiring about a candidate whom HR does not rate."""
    from roleplays.actions import start_guest_run

    guest, _secret = _given(objects)
    run = start_guest_run(guest=guest, snapshot=snapshot_of(_activity()))
    for text in WELL:
        run = say(run, text)
    return guest.uid


def _given(objects: Objects) -> Any:
    """By the room that gives such links."""
    from lms.learning.actions import issue_pass
    from tests.assessments.interviews.conftest import a_candidate

    subject = a_candidate(objects.cast).uid
    return issue_pass(activity=_activity(), language="en", room="interviews", subject=subject, by=objects.cast.hr)


OWNER = frozenset({"new_hire"})
ROWS = {
    "roleplays": Row(),
    "roleplay": Row(kwargs=uid_of("scenario"), missing=NO_UID),
    "roleplay_paths": Row(
        may=frozenset({"manager", "other_manager", "administrator", "editor", "reviewer"}),
        kwargs=uid_of("scenario"),
        missing=NO_UID,
    ),
    "roleplay_start": Row(get=405, post=302, kwargs=uid_of("scenario"), missing=NO_UID),
    "roleplay_run": Row(may=OWNER, may_other=frozenset(), post=302, kwargs=uid_of("open_run"), missing=NO_UID),
    "roleplay_debrief": Row(
        may=OWNER | {"manager", "administrator"},
        may_other=frozenset({"other_manager", "administrator"}),
        kwargs=uid_of("official_run"),
        missing=NO_UID,
    ),
    "roleplay_again": Row(
        may=OWNER, may_other=frozenset(), get=405, post=302, kwargs=uid_of("official_run"), missing=NO_UID
    ),
    "roleplay_ask": Row(
        may=OWNER, may_other=frozenset(), get=405, post=302, kwargs=uid_of("official_run"), missing=NO_UID
    ),
    "roleplay_suggest": Row(
        may=OWNER, may_other=frozenset(), get=405, post=302, kwargs=uid_of("official_run"), missing=NO_UID
    ),
    "roleplay_note": Row(
        may=OWNER | {"manager", "administrator"},
        may_other=frozenset({"other_manager", "administrator"}),
        get=405,
        post=422,
        kwargs=uid_of("official_run"),
        missing=NO_UID,
    ),
    "roleplay_guest": Row(may=frozenset({"hr"}), kwargs=uid_of("guest_done"), missing=NO_UID),
    "guest_talk": Row(
        post=302,
        public=True,
        kwargs=lambda objects, other: {"token": objects.made[other]["guest_secret"]},
        missing={"token": "no-such-token"},
    ),
}
THINGS = {
    "scenario": scenario,
    "open_run": open_run,
    "official_run": official_run,
    "guest_secret": guest_secret,
    "guest_done": guest_done,
}
