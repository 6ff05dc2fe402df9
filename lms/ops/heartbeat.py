"""The last time the sweep ran: whether worker and beat are alive, seen from the web."""

from datetime import datetime, timedelta

import structlog
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

KEY = "ops:sweep"
logger = structlog.get_logger(__name__)
UNREACHABLE = (OSError, RedisError)  # what the cache raises when it is away


def beat(*, at: datetime) -> None:
    try:
        cache.set(KEY, at.isoformat(), timeout=None)
    except UNREACHABLE as error:
        logger.warning("heartbeat_lost", error=type(error).__name__)


def age(at: datetime | None = None) -> timedelta | None:
    """None: never seen."""
    last = cache.get(KEY)
    return (at or timezone.now()) - datetime.fromisoformat(last) if last else None
