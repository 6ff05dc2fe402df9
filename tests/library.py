"""The content library for tests: loading it takes seconds, so on SQLite the first worker loads it and all copy that."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings

from fixtures import library_loader
from tests import database

LOADED_AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday; what is made with it may not be older


def load_library() -> dict[str, int]:
    with time_machine.travel(LOADED_AT, tick=False):
        return library_loader.load_library()


@pytest.fixture(scope="module")
def loaded_library(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[tuple[dict[str, int], Path]]:
    """For a whole file of tests; gone after its last one. How many of each were added, and where the media are."""
    folder = tmp_path_factory.mktemp("library")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder, PRIVATE_ROOT=folder):
        if connection.vendor == "sqlite":
            yield put(), folder
            _replace_with(database.template())
        else:
            with transaction.atomic():
                yield load_library(), folder
                transaction.set_rollback(True)


def put() -> dict[str, int]:
    """The library into a database that other connections see, in place of what was there."""
    if connection.vendor == "postgresql":
        return load_library()
    with database.alone() as folder:
        kept = folder / "library"
        if not (kept / "added.json").exists():
            _keep(kept)
    _replace_with(kept / "database")
    shutil.copytree(kept / "media", django_settings.MEDIA_ROOT, dirs_exist_ok=True)
    found: dict[str, int] = json.loads((kept / "added.json").read_text())
    return found


def _keep(kept: Path) -> None:
    _replace_with(database.template())
    (kept / "media").mkdir(parents=True, exist_ok=True)
    with override_settings(MEDIA_ROOT=kept / "media", PRIVATE_ROOT=kept / "media"):
        added = load_library()
    connection.close()
    database.copy(Path(connection.settings_dict["NAME"]), kept / "database")
    (kept / "added.json").write_text(json.dumps(added))


def _replace_with(source: Path) -> None:
    connection.close()
    database.copy(source, Path(connection.settings_dict["NAME"]))
    ContentType.objects.clear_cache()
    cache.clear()
