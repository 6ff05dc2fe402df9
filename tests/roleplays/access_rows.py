"""Who may play, who may read a talk (see `tests/access.py`)."""

from typing import Any

from lms.learning.models import Activity
from tests.access import NO_UID, Objects, Row, uid_of

from .conftest import SMALL, WELL, play, published


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
}
THINGS = {"scenario": scenario, "open_run": open_run, "official_run": official_run}
