"""Guests: people without an account who do one thing by a link. The room that gives the link says who reads what
came of it; the room whose thing it is (`kinds.GuestDoor`) shows it. Neither knows the other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.people.invitations import hash_of
from lms.people.models import User

from .models import GuestPass


@dataclass(frozen=True)
class GuestRoom:
    """One room that gives links. `told`: a sentence for the guest on who reads what they do. `may_read`: whether this
    person may read it now. `name_of`: who the guest is, for readers. `home`: where such a reader comes from."""

    name: str
    told: Any
    may_read: Callable[[User, GuestPass], bool]
    name_of: Callable[[GuestPass], str]
    home: Callable[[User, GuestPass], str]


guest_rooms: dict[str, GuestRoom] = {}


def register(room: GuestRoom) -> None:
    guest_rooms[room.name] = room


def may_read(person: User, guest: GuestPass) -> bool:
    """Nobody, when the room that gave the link is switched off."""
    room = guest_rooms.get(guest.room)
    return bool(room and room.may_read(person, guest))


def pass_behind(secret: str) -> GuestPass | None:
    """The one behind this secret, however it stands."""
    return GuestPass.objects.filter(secret_hash=hash_of(secret)).select_related("activity").first()


def passes_of(room: str, subject: UUID) -> list[GuestPass]:
    """All about one thing that were not taken back, the latest first, with their activities. One query."""
    rows = GuestPass.objects.filter(room=room, subject=subject, revoked_at__isnull=True)
    return list(rows.select_related("activity"))
