"""The Redis cache, forgiving: while Redis is away everything is simply not remembered, and nobody is stopped by it."""

from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any

import structlog
from django.core.cache.backends import redis as django_redis
from redis.exceptions import RedisError

logger = structlog.get_logger(__name__)
SILENCE = 10.0  # seconds without trying after Redis did not answer
TIMEOUT = 1.0
_silent_until = 0.0


def _forgiving(name: str, otherwise: Callable[..., Any]) -> Any:
    real = getattr(django_redis.RedisCacheClient, name)

    @wraps(real)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        global _silent_until
        if monotonic() >= _silent_until:
            try:
                return real(self, *args, **kwargs)
            except RedisError as error:
                _silent_until = monotonic() + SILENCE
                logger.warning("cache_away", error=type(error).__name__)
        return otherwise(*args, **kwargs)

    return method


def _no_such_key(key: str, *args: Any, **kwargs: Any) -> int:
    raise ValueError(f"Key '{key}' not found.")


class Client(django_redis.RedisCacheClient):
    add = _forgiving("add", lambda *args, **kwargs: True)
    get = _forgiving("get", lambda key, default=None: default)
    set = _forgiving("set", lambda *args, **kwargs: None)
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    get_many = _forgiving("get_many", lambda *args, **kwargs: {})
    has_key = _forgiving("has_key", lambda *args, **kwargs: False)
    incr = _forgiving("incr", _no_such_key)
    set_many = _forgiving("set_many", lambda *args, **kwargs: None)
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)
    clear = _forgiving("clear", lambda *args, **kwargs: False)


class RedisCache(django_redis.RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        quick = {"socket_connect_timeout": TIMEOUT, "socket_timeout": TIMEOUT}
        super().__init__(server, {**params, "OPTIONS": quick | params.get("OPTIONS", {})})
        self._class = Client
