"""Where ticket quality stands in the menu, and how its activity is opened."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import kinds, sources
from lms.ops.kinds import FileKind
from lms.ops.kinds import register as register_file
from lms.people import queries as people
from lms.people.models import RoleGrant
from lms.ui.navigation import Place
from lms.ui.navigation import register as register_places

SCORECARD = "scorecard"
SOURCE = "review"  # of evidence, in the learning record
RECORDING = "quality.recording"
FEATURE = "quality"
KEPT, SOON = 24 * 3600, 300  # seconds
EVERYBODYS = frozenset({RoleGrant.Role.QA, RoleGrant.Role.ADMINISTRATOR})


def _sees_others(request: HttpRequest) -> bool:
    person: Any = request.user
    return bool(EVERYBODYS & people.company_roles(person)) or people.is_manager(person)


def _for_others(request: HttpRequest) -> bool:
    return people.feature(FEATURE) and _sees_others(request)


def _for_oneself(request: HttpRequest) -> bool:
    """Once there is something of one's own: a first ticket or review. Asked for once in some minutes, not a page."""
    if not people.feature(FEATURE) or _sees_others(request):
        return False
    person: Any = request.user
    key = f"quality:own:{person.pk}"
    known = cache.get(key)
    if known is None:
        from .queries.scores import has_own

        known = has_own(person)
        cache.set(key, known, KEPT if known else SOON)
    return bool(known)


def _may_hear(person: Any, file: Any) -> bool:
    from . import access

    return access.may_hear(person, file.pk)


def register() -> None:
    register_file(FileKind(RECORDING, _may_hear))
    register_places(
        Place("quality", _("Quality"), "chart", "quality", "/quality/", 40, _for_others),
        Place("my quality", _("My quality"), "chart", "quality", "/quality/", 40, _for_oneself),
    )
    kinds.register(
        kinds.ActivityKind(
            SCORECARD,
            _("Checklist"),
            "list",
            lambda activity: reverse("quality"),
            done_by=frozenset(),
            assignable=False,
        )
    )
    sources.register(sources.Source(SOURCE, sources.WORK, _("Ticket reviews")))
