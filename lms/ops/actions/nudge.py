from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import structlog
from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.exceptions import ChannelError, KombuError

logger = structlog.get_logger(__name__)
SILENCE = 10.0  # seconds without trying after a broker did not answer
_silent_until = 0.0


def nudge(task: str, *args: int | str) -> None:
    """Send a task by name once the transaction has committed. A lost nudge is harmless: the sweep finds the row."""
    transaction.on_commit(lambda: _send(task, args), robust=True)


def _send(task: str, args: tuple[int | str, ...]) -> None:
    global _silent_until
    if monotonic() < _silent_until:
        return
    try:
        with _connection() as connection:
            current_app.send_task(task, args=args, connection=connection, retry=False)
    except (KombuError, ChannelError, OSError) as error:
        _silent_until = monotonic() + SILENCE
        logger.warning("nudge_lost", task=task, error=type(error).__name__)


@contextmanager
def _connection() -> Iterator[Connection]:
    """One that gives up at once: Celery's own tries a dead broker for four seconds."""
    options = {**current_app.conf.broker_transport_options, "max_retries": 0}
    with current_app.connection_for_write(connect_timeout=2, transport_options=options) as connection:
        yield connection
