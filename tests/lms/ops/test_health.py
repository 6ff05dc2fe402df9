"""Is it alive: 200 or 503 for anybody, details for those who look after it."""

import shutil
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from lms.ops import append_only, heartbeat
from lms.ops.tasks import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def beaten() -> None:
    heartbeat.beat(at=timezone.now())


def test_well(client: Any) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.parametrize("age", [None, timedelta(minutes=6)])
def test_a_worker_that_stopped_is_noticed(client: Any, age: timedelta | None) -> None:
    cache.delete(heartbeat.KEY) if age is None else heartbeat.beat(at=timezone.now() - age)
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (503, {"status": "trouble"})


def test_the_sweep_beats(client: Any) -> None:
    cache.delete(heartbeat.KEY)
    sweep()
    assert client.get("/health/").status_code == 200


def test_details_are_for_those_who_look_after_it(cast: Any, visit: Any, operators: list[Any]) -> None:
    cache.delete(heartbeat.KEY)
    client = visit(cast.administrator)
    assert "findings" not in client.get("/health/").json()
    operators.append(cast.administrator)
    found = client.get("/health/").json()["findings"]
    assert found["database"] == "ok" and "have not run yet" in found["worker and beat"]


def test_a_missing_guard_is_noticed(client: Any) -> None:
    name = append_only.trigger_name("people_companysetting", "UPDATE")
    on = ' ON "people_companysetting"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    assert client.get("/health/").status_code == 503


def test_a_full_disk_is_noticed(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000_000))
    assert client.get("/health/").status_code == 503


def test_the_command_says_each_part_and_fails_when_one_is_ill(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    call_command("health", stdout=out)
    assert out.getvalue().count(": ok") == 5
    cache.delete(heartbeat.KEY)
    with pytest.raises(CommandError, match="Not well: worker and beat"):
        call_command("health", stdout=StringIO())
