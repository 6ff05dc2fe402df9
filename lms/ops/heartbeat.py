"""The last time the sweep ran: whether worker and beat are alive, seen from the web."""

from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.utils import timezone

KEY = "ops:sweep"
logger = structlog.get_logger(__name__)


def unreachable() -> tuple[type[Exception], ...]:
    """What the cache raises when it is away."""
    from redis.exceptions import RedisError

    return OSError, RedisError


def beat(*, at: datetime) -> None:
    try:
        cache.set(KEY, at.isoformat(), timeout=None)
    except unreachable() as error:
        logger.warning("heartbeat_lost", error=type(error).__name__)


def age(at: datetime | None = None) -> timedelta | None:
    """None: never seen."""
    last = cache.get(KEY)
    return (at or timezone.now()) - datetime.fromisoformat(last) if last else None
