"""A roleplay that a candidate plays by a link, without an account. What it is and how it is played is known to the room
it lives in; here it is an activity by its title, and a pass with what came of it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.learning import guests, queries
from lms.learning.kinds import activity_kinds
from lms.learning.models import Activity, GuestPass
from lms.people.models import User

from . import access
from .models import Candidate
from .room import ROOM


@dataclass(frozen=True)
class Given:
    """One link as pages show it. `result`: in words and tone, `url`: where it is read; nothing of both for whom it
    is not open yet."""

    guest: GuestPass
    result: tuple[str, str] | None = None
    url: str = ""

    @property
    def title(self) -> str:
        return self.guest.activity.title


def given(candidate: Candidate, *, readable: bool) -> list[Given]:
    """One query. `readable`: whether the person who looks may read what came of them."""
    return [_given(row, readable) for row in guests.passes_of(ROOM, candidate.uid)]


def _given(guest: GuestPass, readable: bool) -> Given:
    kind = activity_kinds.get(guest.activity.kind)
    if not readable or guest.score is None or kind is None or kind.guests is None:
        return Given(guest)
    return Given(guest, kind.guests.outcome(guest.score), kind.guests.result(guest))


def choices(first: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a candidate may be given, by language, the opening's `first`: each by its title in that language."""
    names = dict(settings.LANGUAGES)
    rows = queries.for_guests()
    groups = [(names[code], _titled(rows, code)) for code in sorted(names, key=lambda code: code != first)]
    return [(name, options) for name, options in groups if options]


def _titled(rows: list[Activity], language: str) -> list[tuple[str, str]]:
    titles = [(f"{language}:{row.uid}", getattr(row, f"title_{language}")) for row in rows]
    return sorted([pair for pair in titles if pair[1]], key=lambda pair: pair[1].casefold())


def page_of(guest: GuestPass, secret: str) -> str:
    """The address to send, with the site's own name."""
    kind: Any = activity_kinds[guest.activity.kind]
    return f"{settings.BASE_URL}{kind.guests.page(secret)}"


def may_read(person: User, guest: GuestPass) -> bool:
    found = access.candidate_of(guest)
    return found is not None and access.may_read_talks(person, found)


def _name(guest: GuestPass) -> str:
    found = access.candidate_of(guest)
    return found.name if found else ""


def _home(person: User, guest: GuestPass) -> str:
    return reverse("candidate" if access.is_hr(person) else "panel", args=[guest.subject])


def register() -> None:
    told = _("Your replies are read by those who decide about the place you applied for.")
    guests.register(guests.GuestRoom(ROOM, told, may_read, _name, _home))
