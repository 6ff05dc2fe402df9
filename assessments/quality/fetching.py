"""One turn at one connection: a few pages fetched outside any transaction, each stored with its cursor."""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from django.utils import timezone

from .actions import fetching as actions
from .actions.fetching import Lost
from .connectors import CONNECTORS, Connector, Trouble
from .models import Connection
from .options import options
from .sealing import SealBroken, unseal

logger = structlog.get_logger(__name__)
TURN = 40.0  # seconds after which a turn ends with the page in hand
KEEP = 15.0  # seconds between two prolongations of the lease
Clock = Callable[[], datetime]


def fetch(pk: int, *, now: Clock = timezone.now, pause: Callable[[float], None] = time.sleep) -> str:
    """“done”: the end of the list was reached; “more”; “failed”; “lost”; or “not free”."""
    connection = actions.claim_connection(pk, at=now())
    if connection is None:
        return "not free"
    connector = CONNECTORS.get(connection.system)
    if connector is None or not connector.pulls:
        return "not free"
    try:
        last = _turn(connection, connector, now, pause)
    except Lost:
        return "lost"
    except SealBroken:
        return _failed(connection, Trouble("sealed"), now)
    except Trouble as trouble:
        return _failed(connection, trouble, now)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:  # not what was documented
        logger.warning("connection_odd", connection=connection.pk, error=type(error).__name__)
        return _failed(connection, Trouble("odd"), now)
    except Exception:
        logger.exception("connection_broke_here", connection=connection.pk)
        return _failed(connection, Trouble("unexpected"), now)
    seconds = connector.every if last else connector.rest
    actions.end_turn(connection=connection, seconds=seconds, delay=connector.hook_delay, at=now())
    return "done" if last else "more"


def settings_of(connection: Connection) -> dict[str, Any]:
    """What a connector is given. Raises SealBroken."""
    return {**connection.options, **unseal(connection.sealed)}


def _turn(connection: Connection, connector: Connector, now: Clock, pause: Callable[[float], None]) -> bool:
    settings, reading, end = settings_of(connection), options(), time.monotonic() + TURN
    ask = connector.ask(settings, between=_Keeper(connection, now), pause=pause)
    with closing(ask):
        for number, page in enumerate(connector.pull(settings, connection.cursor, ask), 1):
            read = connector.rows(page.items, reading)
            actions.take_page(
                connection=connection,
                rows=read.rows,
                problems=read.problems,
                cursor=page.cursor,
                last=page.last,
                at=now(),
            )
            if page.last:
                return True
            if number >= connector.pages_a_turn or time.monotonic() > end:
                return False
    return True


class _Keeper:
    """Called before every request: prolongs the lease now and then. Raises Lost."""

    def __init__(self, connection: Connection, now: Clock) -> None:
        self.keep = partial(actions.keep_connection, connection=connection)
        self.now, self.next = now, time.monotonic() + KEEP

    def __call__(self) -> None:
        if time.monotonic() >= self.next:
            self.keep(at=self.now())
            self.next = time.monotonic() + KEEP


def _failed(connection: Connection, trouble: Trouble, now: Clock) -> str:
    logger.warning("connection_failed", connection=connection.pk, code=trouble.code, status=trouble.status)
    actions.turn_failed(connection=connection, code=trouble.code, wait=trouble.wait, at=now())
    return "failed"
