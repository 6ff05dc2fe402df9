"""A scenario held against the checker, with the skills of this company."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lms.learning.models import Skill

from .blocks import raw_body
from .engine import Report, check
from .engine.checking import MOST_STATES


def skills_by_name() -> dict[str, str]:
    """What a skill may be called, in small letters with е for ё, → its slug. One query."""
    rows = Skill.objects.filter(live=True).values_list("slug", "name_en", "name_ru")
    return {_plain(name): slug for slug, *names in rows for name in (slug, *names) if name}


def _plain(name: str) -> str:
    return name.casefold().replace("ё", "е")


def proved(scenario: Any, most: int = MOST_STATES) -> Report:
    """`scenario`: as it stands, also half typed. `most`: the states after which it is called too large."""
    return proved_body(raw_body(scenario.variables, scenario.body), most)


def proved_body(body: Mapping[str, Any], most: int = MOST_STATES) -> Report:
    return _proved(json.dumps(body, ensure_ascii=False), tuple(sorted(skills_by_name().items())), most)


@lru_cache(maxsize=16)
def _proved(body: str, skills: tuple[tuple[str, str], ...], most: int) -> Report:
    """On the way to being published the same talk is asked about three times."""
    return check(json.loads(body), dict(skills), most)
