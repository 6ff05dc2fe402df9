"""A connection of each kind to an emulator, and one who drives both."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from assessments.quality.actions import add_connection, start_connection
from assessments.quality.fetching import fetch
from assessments.quality.models import Connection, Ticket

from .emulators import START, Case, Emulator, World, served
from .emulators.bitrix24 import Bitrix24
from .emulators.freshdesk import Freshdesk
from .emulators.omnidesk import Omnidesk
from .emulators.zendesk import Zendesk

SECRET = "c2lnbmluZy1zZWNyZXQtNDcxMQ=="
SYSTEMS: dict[str, tuple[type[Emulator], dict[str, bool]]] = {
    "zendesk": (Zendesk, {}),
    "freshdesk": (Freshdesk, {"rating_touches": False}),
    "bitrix24": (Bitrix24, {"rating_touches": False, "reopens": False}),
    "omnidesk": (Omnidesk, {}),
}


def typed(system: str, address: str) -> tuple[dict[str, str], dict[str, str]]:
    """(open settings, secrets)."""
    since = {"since": START.date().isoformat()}
    return {
        "zendesk": (
            {"address": address, "email": "boss@example.com", **since},
            {"api_token": "zendesk-key-4711", "hook_secret": SECRET},
        ),
        "freshdesk": ({"address": address, **since}, {"api_key": "freshdesk-key-4711"}),
        "bitrix24": (since, {"hook": f"{address}/rest/1/bitrixkey4711"}),
        "omnidesk": ({"address": address, "email": "boss@example.com", **since}, {"api_key": "omnidesk-key-4711"}),
    }[system]


@dataclass
class Desk:
    """`turn` looks once, at the world's own time."""

    world: World
    emulator: Any
    connection: Connection
    address: str

    def turn(self) -> str:
        Connection.objects.filter(pk=self.connection.pk).update(next_at=self.world.now)
        self.emulator.waited += 3600
        return fetch(self.connection.pk, now=lambda: self.world.now, pause=self.emulator.pause)

    def until_done(self, most: int = 400) -> None:
        for _ in range(most):
            if self.turn() == "done":
                return
        raise AssertionError("never done")

    def now(self) -> Connection:
        self.connection.refresh_from_db()
        return self.connection


@pytest.fixture
def desk(db: None) -> Iterator[Callable[..., Desk]]:
    with ExitStack() as stack:

        def make(system: str, seed: int = 7, started: bool = True) -> Desk:
            kind, options = SYSTEMS[system]
            world = World(seed, **options)
            emulator = kind(world, seed)
            address = stack.enter_context(served(emulator))
            open_, secret = typed(system, address)
            connection = add_connection(system=system, name=system, options=open_, secret=secret, by=None, at=world.now)
            if started:
                start_connection(connection=connection, by=None, at=world.now)
            return Desk(world, emulator, connection, address)

        yield make


def differences(desk: Desk) -> list[tuple[int, str, Any, Any]]:
    """(ticket, what, stored, true) wherever what is stored is not what happened."""
    stored = {int(row.external_id): row for row in Ticket.objects.filter(source=desk.connection.source)}
    found: list[tuple[int, str, Any, Any]] = []
    for number, case in desk.world.cases.items():
        row = stored.pop(number, None)
        if row is None:
            found.append((number, "missing", None, case))
            continue
        found += [(number, name, has, true) for name, has, true in _pairs(desk, case, row) if has != true]
    return found + [(number, "never happened", row, None) for number, row in stored.items()]


def _pairs(desk: Desk, case: Case, row: Ticket) -> list[tuple[str, Any, Any]]:
    pairs = [
        ("subject", row.subject, case.subject),
        ("updated_at", row.updated_at, case.updated),
        ("solved_at", row.solved_at, case.solved),
        ("agent", row.agent_ref, str(case.agent)),
        ("csat", row.csat, {"good": 1.0, "bad": 0.0}.get(case.rating)),
    ]
    if case.solved:
        pairs.append(("talk", len(row.messages), len(case.talk)))
    if desk.connection.system == "zendesk":
        pairs.append(("reopened", row.reopened, case.reopened))
    return pairs


def drive(desk: Desk, events: int, step: int = 200) -> None:
    """Things happen and are fetched, with every fault there is; then quiet, until all is here."""
    desk.emulator.faulty = True
    for number in range(0, events, step):
        desk.world.happen(step)
        desk.turn()
        if number == events // 2 // step * step and desk.connection.system == "zendesk":
            desk.emulator.generation += 1  # its cursors are no longer known
    desk.emulator.faulty = False
    desk.world.now += timedelta(minutes=10)
    desk.until_done()  # what was under way
    desk.until_done()  # and from the beginning once more
