"""Kinds of job, letter and file that only these tests have, and installations of their own for real processes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lms.ops import kinds
from lms.ops.kinds import FileKind, JobKind, Letter, NotificationKind

from .installation import Installation, Template


class Bench:
    """What the test kinds did, and what they shall do."""

    def __init__(self) -> None:
        self.worked: list[int] = []
        self.stored: list[int] = []
        self.work: Callable[[Any, Any], Any] = lambda job, progress: {}
        self.letter: Letter | Exception | None = Letter("Hello", "Text")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Kinds “test.job” (three attempts), “test.letter” and “test.file” (its owner's)."""
    bench = Bench()

    def work(job: Any, progress: Any) -> Any:
        bench.worked.append(job.pk)
        return bench.work(job, progress)

    def store(job: Any, payload: Any) -> Any:
        bench.stored.append(job.pk)
        return payload

    def write(row: Any) -> Letter | None:
        if isinstance(bench.letter, Exception):
            raise bench.letter
        return bench.letter

    job = JobKind("test.job", "Yearly list", work, store, lease_seconds=20, attempts=3)
    letter = NotificationKind("test.letter", "Morning letter", write, {"due": "Something is due."})
    file = FileKind("test.file", lambda person, file: file.owner_id == person.pk)
    monkeypatch.setitem(kinds.job_kinds, job.name, job)
    monkeypatch.setitem(kinds.notification_kinds, letter.name, letter)
    monkeypatch.setitem(kinds.file_kinds, file.name, file)
    return bench


@pytest.fixture
def operators(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """People who look after the installation, in this test only."""
    people: list[Any] = []
    monkeypatch.setattr(kinds, "_OPERATORS", [lambda person: person in people])
    return people


@pytest.fixture
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "private"
    return settings.PRIVATE_ROOT


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Template]:
    """A copy of the migrated test database. Users are marked `django_db`, so that there is one, and so that they
    run before the tests that empty it."""
    made = Template(tmp_path_factory.mktemp("template"), connection)
    yield made
    made.remove()


@pytest.fixture
def installation(template: Template, tmp_path: Path) -> Iterator[Installation]:
    """A migrated, empty installation in a folder of its own; processes started in it end with the test."""
    made = template.copy(tmp_path / "data")
    yield made
    made.close()
