"""How often one connection may try something. Kept in the cache: a lost count costs nothing."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WINDOW = 60


def too_many(request: HttpRequest, action: str, most: int) -> bool:
    """Whether this address failed `most` times within the running minute."""
    return int(cache.get(_key(request, action), 0)) >= most


def count_failure(request: HttpRequest, action: str) -> None:
    """Only what failed counts: thirty colleagues behind one address all come in."""
    key = _key(request, action)
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two lines
        cache.set(key, 1, timeout=2 * WINDOW)


def _key(request: HttpRequest, action: str) -> str:
    address = get_adapter().get_client_ip(request)
    return f"limit:{action}:{address}:{int(time.time()) // WINDOW}"
