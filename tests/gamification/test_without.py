"""Without gamification among the installed apps the project starts, its pages open, the library and the demo load.

Asked of a process of its own: installed apps are settled when one starts.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).parents[2]
WALK = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import NoReverseMatch, reverse

setup_test_environment()
call_command("check")
call_command("migrate", verbosity=0)
import fixtures.demo_company
from fixtures.rooms import rooms

HEAVY = {"fixtures.rooms.quality", "fixtures.rooms.minutes"}  # half a minute of tickets and cards, nothing of ours
fixtures.demo_company.rooms = lambda: [room for room in rooms() if room.__name__ not in HEAVY]
call_command("demo", "--language", "ru", "--json")
call_command("rebuild", "--check")
from lms.people.models import RoleGrant, User
from lms.urls import ROOMS

assert not [room for room in ROOMS if room.startswith("gamification")]
for name in ("board", "stars"):
    try:
        reverse(name)
    except NoReverseMatch:
        continue
    raise SystemExit(f"{name} is still there")
people = [User.objects.get(username=name) for name in ("olga.veresova", "marina.lugova")]
people.append(RoleGrant.objects.filter(role="administrator").first().person)
for person in people:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/", "/learn/", "/skills/", "/me/", "/me/data/", "/practice/", "/team/", "/people/", "/cms/"):
        response = client.get(path, follow=True)
        assert response.status_code in (200, 403, 404), (person.username, path, response.status_code)
    assert client.get("/").status_code == 200 and client.get("/stars/").status_code == 404
call_command("demo", "--remove")
print("well")
"""


def migrated(folder: Path) -> None:
    """The test's own database as a beginning, where it is a file: migrating takes most of the time."""
    if connection.vendor == "sqlite":
        source, target = str(connection.settings_dict["NAME"]), folder / "service-star.sqlite3"
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)


@pytest.mark.proof  # there the whole suite runs so, too
def test_the_rest_lives_without_gamification(tmp_path, db):
    migrated(tmp_path)
    environment = os.environ | {
        "WITHOUT_GAMIFICATION": "1",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "lms.settings.testing",
    }
    environment.pop("DATABASE_URL", None)
    run = subprocess.run(
        [sys.executable, "-c", WALK], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0 and run.stdout.rstrip().endswith("well"), run.stdout[-2000:] + run.stderr[-4000:]
