"""Several at the same time, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from lms.learning.actions import assign, record
from lms.learning.models import Assignment, LearningRecord, Mastery
from lms.learning.verbs import ANSWERED, STARTED

from .conftest import NOON
from .test_rebuild import run

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, work: Callable[[int], None]) -> None:
    """Each number in a thread; what goes wrong in one is raised here."""

    def alone(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        for ended in [threads.submit(alone, number) for number in range(count)]:
            ended.result(60)


def test_no_evidence_is_lost(cast, activity, empathy):
    def answer(number: int) -> None:
        for turn in range(10):
            record(
                person=cast.agent,
                verb=ANSWERED,
                activity=activity,
                key=f"{number}-{turn}",
                source="quiz",
                evidence={empathy: turn / 10},
                at=NOON,
            )

    at_once(6, answer)
    assert LearningRecord.objects.count() == 60
    assert Mastery.objects.get().pieces == 60
    assert run("--check")[0] == 0


def test_the_same_key_at_once_is_once(cast, activity, empathy):
    start = Barrier(4)

    def answer(number: int) -> None:
        start.wait(20)
        record(
            person=cast.agent,
            verb=ANSWERED,
            activity=activity,
            key="same",
            source="quiz",
            evidence={empathy: 1.0},
            at=NOON,
        )

    at_once(4, answer)
    assert Mastery.objects.get().pieces == 1


def test_something_else_written_first_is_no_deadlock(cast, make):
    """An enrolment and then its record, twice at once: both hold a share of the person's row."""
    activities = [make("One"), make("Two")]
    both_wrote = Barrier(2)

    def enrol(number: int) -> None:
        with transaction.atomic():
            Assignment.objects.create(person=cast.agent, activity=activities[number])
            if connection.vendor == "postgresql":  # SQLite lets in one writer at a time
                both_wrote.wait(20)
            record(
                person=cast.agent,
                verb=STARTED,
                activity=activities[number],
                key=f"started-{number}",
                source="lesson",
                at=NOON,
            )

    at_once(2, enrol)
    assert LearningRecord.objects.count() == 2


def test_the_same_wish_at_once_is_one(cast, activity):
    start = Barrier(4)

    def ask(number: int) -> None:
        start.wait(20)
        assign(activity=activity, person=cast.agent, by=cast.manager)

    at_once(4, ask)
    assert Assignment.objects.count() == 1


def test_rebuilding_while_records_come_in_loses_none(cast, make, empathy, solving):
    activities = [make(f"A{n}") for n in range(3)]

    def work(number: int) -> None:
        if number == 0:
            for _ in range(5):
                assert run()[0] == 0
            return
        for turn in range(8):
            record(
                person=(cast.agent, cast.new_hire, cast.other_agent)[number - 1],
                verb=ANSWERED,
                activity=activities[turn % 3],
                key=f"{number}-{turn}",
                source="quiz",
                evidence={empathy: 1.0, solving: 0.5},
                at=NOON,
            )

    at_once(4, work)
    assert run("--check") == (
        0,
        "activity state: equal to the facts\nmastery: equal to the facts\nfocus: equal to the facts\n",
    )
    assert LearningRecord.objects.count() == 24
