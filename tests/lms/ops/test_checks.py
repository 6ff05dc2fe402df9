"""A bad configuration is refused in words with the cure."""

import sqlite3
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.core.checks import Error, Warning, registry

from lms.ops import checks


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "lms.settings.production")
    settings.BASE_URL = "https://learn.example.com"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def only(found: Any) -> Any:
    (message,) = found
    assert message.hint, "a refusal says the cure"
    return message


def test_all_are_known_to_the_check_command() -> None:
    assert set(checks.REGISTERED) <= registry.registry.registered_checks


def test_a_good_production_configuration_passes(production: Any) -> None:
    assert [message for check in checks.AT_START for message in check() if isinstance(message, Error)] == []


@pytest.mark.parametrize(("key", "words"), [("", "is missing"), ("short", "only 5 characters")])
def test_secret_key(settings: Any, key: str, words: str) -> None:
    settings.SECRET_KEY = key
    message = only(checks.secret_key())
    assert isinstance(message, Error) and words in message.msg and "SECRET_KEY=" in message.hint


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://learn.example.com", None),
        ("http://learn.example.com", Error),
        ("http://127.0.0.1:8000", Warning),
        ("http://localhost", Warning),
        ("learn.example.com", Error),
        ("ftp://learn.example.com", Error),
    ],
)
def test_base_url(production: Any, url: str, kind: type | None) -> None:
    production.BASE_URL = url
    found = checks.base_url()
    assert [type(message) for message in found] == ([kind] if kind else [])


def test_on_one_machine_the_address_is_nobodys_business(settings: Any) -> None:
    settings.BASE_URL = "http://127.0.0.1:8000"
    assert not checks.base_url() and not checks.mail()


def test_letters_that_reach_nobody(production: Any) -> None:
    production.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    message = only(checks.mail())
    assert isinstance(message, Warning) and "EMAIL_URL" in message.msg


def test_a_data_folder_that_cannot_be_written(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "data"
    assert "cannot be written" in only(checks.data_folder()).msg


def test_a_data_folder_is_made_and_left_empty(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    assert not checks.data_folder()
    assert list((tmp_path / "data").iterdir()) == []


@pytest.mark.parametrize(("url", "good"), [("redis://h/0", True), ("filesystem://", True), ("127.0.0.1:6379", False)])
def test_redis_address(settings: Any, url: str, good: bool) -> None:
    settings.CELERY_BROKER_URL = url
    assert (not checks.redis_address()) is good


def test_missing_pango_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_loads", lambda name: False)
    assert not checks.pdf_libraries(), "WeasyPrint itself has the last word"
    monkeypatch.setattr(checks, "_weasyprint_loads", lambda: False)
    message = only(checks.pdf_libraries())
    assert all(name in message.hint for name in ("libpango-1.0-0", "libpangoft2-1.0-0", "fonts-paratype"))


def test_a_missing_font_is_a_warning(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.TESTING = False
    lister = tmp_path / "fc-list"
    lister.write_text("#!/bin/sh\n")
    lister.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(only(checks.fonts()), Warning)


def test_an_old_sqlite(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 0))
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert "too old" in only(checks.sqlite_version()).msg


def test_missing_time_zones(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(checks, "ZoneInfo", missing)
    assert "tzdata" in only(checks.time_zones()).hint


@pytest.mark.parametrize("count", [0, 10_000])
def test_worker_processes(settings: Any, count: int) -> None:
    settings.CELERY_WORKER_CONCURRENCY = count
    assert "WORKER_PROCESSES" in only(checks.processes()).msg


def test_static_files_that_were_never_collected(production: Any, tmp_path: Path) -> None:
    production.STATIC_ROOT = tmp_path
    assert not checks.static_files(), "only the storage with a manifest needs it"
    production.STORAGES = {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert "collectstatic" in only(checks.static_files()).hint
    (tmp_path / "staticfiles.json").write_text("{}")
    assert not checks.static_files()
