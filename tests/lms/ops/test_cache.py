"""With Redis away nothing a person does fails: it is only not remembered."""

import os
import time
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache, caches
from django.test import override_settings

from lms.ops import cache as module

BACKEND = "lms.ops.cache.RedisCache"
CLOSED = "redis://127.0.0.1:8129/0"


@pytest.fixture(autouse=True)
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_silent_until", 0.0)


@override_settings(CACHES={"default": {"BACKEND": BACKEND, "LOCATION": CLOSED}})
def test_everything_is_a_miss() -> None:
    began = time.monotonic()
    for _ in range(50):
        cache.set("a", 1)
        assert cache.get("a", "nothing") == "nothing"
    assert cache.add("a", 1) is True
    assert cache.get_many(["a", "b"]) == {} and "a" not in cache
    assert not cache.touch("a") and not cache.delete("a")
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    cache.clear()
    assert cache.get_or_set("a", lambda: 5) == 5
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")
    assert time.monotonic() - began < 2


@pytest.mark.django_db
@override_settings(
    CACHES={"default": {"BACKEND": BACKEND, "LOCATION": CLOSED}},
    ACCOUNT_RATE_LIMITS={"login_failed": "10/m/ip,5/5m/key"},
)
def test_a_learner_signs_in_and_sees_today(cast: Any, client: Any) -> None:
    """Counting wrong passwords and finding Wagtail's pages both use the cache."""
    form = {"login": "boris", "password": "correct horse battery"}
    response = client.post("/accounts/login/", form, follow=True)
    assert response.status_code == 200 and response.wsgi_request.user == cast.agent
    for path in ("/", "/learn/", "/notifications/"):
        assert client.get(path).status_code == 200


@pytest.mark.services
def test_with_redis_it_remembers() -> None:
    url = os.environ.get("REDIS_URL")
    if not url:
        pytest.skip("REDIS_URL is not set: run “make test-services”")
    with override_settings(CACHES={"default": {"BACKEND": BACKEND, "LOCATION": url}}):
        key = uuid4().hex
        caches["default"].set(key, {"a": 1}, 30)
        assert cache.get(key) == {"a": 1} and cache.add(key, 2) is False
        cache.set(f"{key}:n", 1, 30)
        assert cache.incr(f"{key}:n") == 2
        cache.delete_many([key, f"{key}:n"])
        assert cache.get(key) is None
