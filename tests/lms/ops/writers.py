"""Run as `python -m tests.lms.ops.writers PROCESSES EACH`: every process writes so many records of a person of its own.

One transaction each. EACH 0: until they are killed. Prints every key that is written.
"""

import multiprocessing
import os
import sys
from datetime import date
from itertools import count, islice
from uuid import uuid4

import django


def prepare(people: int) -> None:
    """People, skills and activities to write about."""
    from lms.learning.actions import publish_activity
    from lms.learning.models import Skill
    from lms.people.actions import create_person

    for n in range(people):
        create_person(username=f"writer{n}", given_name="Writer", started_on=date(2026, 1, 5), by=None)
    skills = [Skill.objects.create(slug=f"s{n}", name_en=f"Skill {n}", name_ru=f"Навык {n}") for n in range(3)]
    for n in range(4):
        publish_activity(uid=uuid4(), kind="lesson", titles={"en": f"Lesson {n}"}, skills=skills)


def write(who: str, number: int) -> None:
    from lms.learning.actions import record
    from lms.learning.models import Activity, Skill
    from lms.people.models import User

    person = User.objects.get(username=who)
    activities, skills = list(Activity.objects.order_by("pk")), list(Skill.objects.order_by("pk"))
    for turn in islice(count(), number or None):
        record(
            person=person,
            verb="completed",
            activity=activities[turn % len(activities)],
            key=f"{who}:{turn}",
            source="lesson",
            score=0.5,
            evidence={skills[turn % len(skills)]: 0.5},
        )
        os.write(1, f"{who}:{turn}\n".encode())  # at once and whole, however many write


def main(processes: int, each: int) -> int:
    """Forked, so that the machine's time goes into writing, not into eight imports of the program."""
    from django.db import connections

    prepare(processes)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=write, args=(f"writer{n}", each)) for n in range(processes)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sum(bool(writer.exitcode) for writer in writers)


if __name__ == "__main__":
    django.setup()
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
