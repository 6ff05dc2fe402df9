"""A broken installation refuses to serve and says why: the web server's module, the worker and `serve`."""

import pytest

from lms.ops.append_only import trigger_name

from .conftest import Template
from .installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WEB = ("-c", "import lms.wsgi")
GUARD = trigger_name("learning_learningrecord", "DELETE")


@pytest.fixture
def production(installation: Installation) -> Installation:
    installation.settings = "production"
    installation.extra = {"BASE_URL": "https://learn.example.com", "EMAIL_URL": "smtp://mail.example.com"}
    (installation.data / "static").mkdir()
    (installation.data / "static" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1", "hash": ""}')
    return installation


def drop_guard(installation: Installation) -> None:
    on = ' ON "learning_learningrecord"' if installation.database_url else ""
    installation.execute(f'DROP TRIGGER "{GUARD}"{on}')


def test_a_sound_installation_starts(production: Installation) -> None:
    done = production.run(*WEB)
    assert done.returncode == 0, done.stderr


def test_a_missing_guard_stops_web_worker_and_serve_and_is_named(production: Installation) -> None:
    drop_guard(production)
    for command in (
        WEB,
        ("-m", "celery", "-A", "lms.celery", "worker", "--concurrency=1"),
        ("manage.py", "serve", "--port", "8122"),
    ):
        done = production.run(*command)
        assert done.returncode != 0, command
        assert f"The append-only guard {GUARD} is missing" in done.stderr, command
        assert "manage.py migrate" in done.stderr


def test_an_asynchronous_server_checks_too(production: Installation) -> None:
    """Servers import the application inside their loop, where Django refuses database access."""
    drop_guard(production)
    inside = "import asyncio\nasync def start():\n import lms.asgi\nasyncio.run(start())"
    done = production.run("-c", inside)
    assert done.returncode != 0 and f"The append-only guard {GUARD} is missing" in done.stderr


def test_migrations_that_are_not_applied_are_named(production: Installation) -> None:
    production.execute("DELETE FROM django_migrations WHERE app = 'ops'")
    done = production.run(*WEB)
    assert done.returncode != 0
    assert "not applied, the first is ops 0001_initial" in done.stderr and "manage.py migrate" in done.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        pytest.param({"BASE_URL": "http://learn.example.com"}, "is not https", marks=pytest.mark.proof),
        ({"DATA_DIR": "/proc/none"}, "The data folder /proc/none cannot be written"),
        pytest.param(
            {"DATABASE_URL": "mysql://h/n"},
            "DATABASE_URL must begin with postgres:// or sqlite:///",
            marks=pytest.mark.proof,
        ),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:8129/none"}, "The database does not answer"),
    ],
)
def test_a_bad_configuration_is_refused_with_the_cure(
    production: Installation, change: dict[str, str], words: str
) -> None:
    production.extra |= change
    done = production.run(*WEB)
    assert done.returncode != 0 and words in done.stderr


def test_before_the_first_migration(template: Template, tmp_path) -> None:  # type: ignore[no-untyped-def]
    done = template.empty(tmp_path / "empty").manage("serve", "--port", "8122")
    assert done.returncode == 1
    assert "changes are not applied" in done.stderr and "Traceback" not in done.stderr
