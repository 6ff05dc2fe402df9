"""Killed in the middle of a reply: one talk, no reply lost that was said, none twice, one record."""

import signal
from typing import Any

import pytest

from tests.lms.ops.conftest import installation, template  # noqa: F401  (fixtures)
from tests.lms.ops.installation import Installation

pytestmark = [pytest.mark.proof, pytest.mark.django_db]

BEGIN = """
import sys
from datetime import date
from lms.learning.models import Skill
from lms.people.actions import create_person
from roleplays.actions import start_run
from tests.roleplays.conftest import SMALL, published, snapshot_of
for slug in ("listen", "apologise", "solve", "thank"):
    Skill.objects.create(slug=slug, name_en=slug.capitalize(), name_ru=slug)
person = create_person(username="anna", given_name="Anna", started_on=date(2026, 1, 5), by=None)
start_run(person=person, snapshot=snapshot_of(published(SMALL)))
"""
REPLY = """
import django, os, signal, sys
django.setup()
from roleplays.actions import running
from roleplays.models import Run
from roleplays.talks import talk_of
words, moment = sys.argv[1:]
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
if moment == "before it is written":
    Run.save = lambda *args, **kwargs: die()
if moment == "before it is certain":
    save = Run.save
    def after(self, *args, **kwargs):
        save(self, *args, **kwargs)
        die()
    Run.save = after
if moment == "with its record":
    real = running.record
    def recorded(**what):
        real(**what)
        die()
    running.record = recorded
run = Run.objects.get()
choice = next(item for item in talk_of(run).options if item.text.startswith(words))
running.reply(run=run, turn=len(run.steps), choice_uid=choice.uid)
"""


def say(company: Installation, words: str, moment: str = "") -> None:
    done = company.run("-c", REPLY, words, moment)
    assert done.returncode == (-signal.SIGKILL if moment else 0), done.stderr


def passed(company: Installation) -> int:
    return company.count("SELECT count(*) FROM learning_learningrecord WHERE verb = 'passed'")


def steps(company: Installation) -> Any:
    ((found,),) = company.rows("SELECT steps FROM roleplays_run")
    return found


def test_a_talk_that_is_killed_three_times(installation: Installation) -> None:  # noqa: F811
    installation.python(BEGIN)
    say(installation, "Cold indeed", "before it is written")
    say(installation, "Cold indeed", "before it is certain")
    assert steps(installation) in ("[]", [])
    say(installation, "Cold indeed")
    once = steps(installation)
    say(installation, "A hot one", "with its record")
    assert (steps(installation), passed(installation)) == (once, 0)
    say(installation, "A hot one")
    assert passed(installation) == 1
    assert installation.count("SELECT count(*) FROM roleplays_run WHERE score = 1 AND finished_at IS NOT NULL") == 1
    assert installation.count("SELECT count(*) FROM roleplays_run") == 1
    checked = installation.manage("rebuild", "--check")
    assert checked.returncode == 0, checked.stdout
