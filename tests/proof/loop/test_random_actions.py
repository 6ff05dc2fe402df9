"""Two thousand random actions, then every projection equals what the facts say; each corruption is named."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from assessments.quality.actions import take_rows
from assessments.quality.imports import AgentRow, TicketRow
from courses.minutes.actions import answer
from courses.minutes.models import MinuteCard
from fixtures.library_loader import load_library
from gamification.points.actions import change_by_hand
from lms.learning.actions import record
from lms.learning.models import Activity, LearningRecord, Skill
from lms.learning.queries import current_snapshot
from lms.learning.rebuilding import Projection, projections
from lms.learning.verbs import COMPLETED, FAILED, PASSED, REVIEWED, STARTED
from roleplays.actions import reply, start_run
from roleplays.queries import latest_snapshot
from roleplays.talks import talk_of

ACTIONS = 2000
START = datetime(2026, 9, 1, 8, tzinfo=UTC)


@pytest.fixture
def world(cast: Any, settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    load_library()
    return cast


class Life:
    """What may happen on any day, chosen by the dice."""

    def __init__(self, cast: Any, seed: int) -> None:
        self.dice = random.Random(seed)
        self.people = [cast.agent, cast.new_hire, cast.other_agent, cast.manager]
        self.by = cast.administrator
        self.skills = list(Skill.objects.filter(parent__isnull=False))
        self.activities = {kind: list(Activity.objects.filter(kind=kind)) for kind in ("quiz", "lesson", "roleplay")}
        self.card = Activity.objects.filter(kind="scorecard").first()
        self.minutes = list(Activity.objects.filter(kind="minute"))
        self.keys: list[tuple[str, Any]] = []
        self.at = START

    def step(self, number: int) -> None:
        self.at += timedelta(minutes=self.dice.randrange(1, 120))
        chances: list[Callable[[int], None]] = [self.minute] * 5 + [self.result] * 4 + [self.review] * 3
        self.dice.choice([*chances, self.correct, self.correct, self.talk, self.points, self.tickets])(number)

    def minute(self, number: int) -> None:
        snapshot = current_snapshot(self.dice.choice(self.minutes), self.dice.choice(("en", "ru")))
        option = self.dice.choice(snapshot.body["options"])
        answer(
            person=self.dice.choice(self.people),
            snapshot=snapshot,
            option=option["uid"],
            words=option["text"],
            certainty=self.dice.choice(("sure", "think", "guess")),
            seconds=self.dice.randrange(3, 90),
            at=self.at,
        )

    def result(self, number: int) -> None:
        kind = self.dice.choice(("quiz", "lesson"))
        self._note(f"r{number}", kind, self.dice.choice(self.activities[kind]), (STARTED, COMPLETED, PASSED, FAILED))

    def review(self, number: int) -> None:
        self._note(f"r{number}", "review", self.card, (REVIEWED,))

    def correct(self, number: int) -> None:
        if not self.keys:
            return
        replaced, person = self.keys.pop(self.dice.randrange(len(self.keys)))
        self._note(f"c{number}", "review", self.card, (REVIEWED,), person=person, replaces=replaced)

    def _note(self, key: str, source: str, activity: Any, verbs: tuple[str, ...], **fields: Any) -> None:
        person = fields.pop("person", None) or self.dice.choice(self.people)
        chosen = self.dice.sample(self.skills, self.dice.randrange(4))
        record(
            person=person,
            verb=self.dice.choice(verbs),
            activity=activity,
            key=key,
            source=source,
            score=self.dice.random(),
            evidence={skill: self.dice.random() for skill in chosen},
            at=self.at - timedelta(hours=self.dice.randrange(200)),
            **fields,
        )
        self.keys.append((key, person))

    def talk(self, number: int) -> None:
        scenario = self.dice.choice(self.activities["roleplay"])
        person, official = self.dice.choice(self.people), self.dice.random() < 0.5
        run = start_run(person=person, snapshot=latest_snapshot(scenario, "en"), official=official, at=self.at)
        for _ in range(self.dice.randrange(1, 40)):
            if run.done:
                return
            offered = talk_of(run).options
            run = reply(run=run, turn=len(run.steps), choice_uid=self.dice.choice(offered).uid, at=self.at)

    def tickets(self, number: int) -> None:
        """New ones, and old ones that changed, went to somebody else or were rated late."""
        rows = [self._ticket() for _ in range(self.dice.randrange(1, 6))]
        agents = {row.agent.ref: row.agent for row in rows if row.agent}
        take_rows(source="generic", rows=rows, agents=agents.values(), at=self.at)

    def _ticket(self) -> TicketRow:
        person, name = self.dice.choice(self.people), self.dice.randrange(400)
        created = START + timedelta(minutes=37 * name)
        took = self.dice.randrange(5, 4000) if self.dice.random() < 0.8 else None
        csat = self.dice.choice((None, None, 0.0, 0.75, 1.0))
        return TicketRow(
            external_id=f"T-{name}",
            place=1,
            created_at=created,
            updated_at=self.at,
            channel=self.dice.choice(("chat", "e-mail")),
            agent=AgentRow(f"mail:{person.pk}", person.username, person.email),
            first_reply_at=created + timedelta(minutes=4),
            solved_at=None if took is None else created + timedelta(minutes=took),
            csat=csat,
            csat_at=None if csat is None else self.at,
            first_response=4.0,
            resolution=None if took is None else float(took),
        )

    def points(self, number: int) -> None:
        person = self.dice.choice(self.people)
        change_by_hand(person=person, points=self.dice.choice((-5, 5, 10)), text="counted anew", by=self.by, at=self.at)


def check() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("rebuild", "--check", stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue() + str(error)
    return 0, out.getvalue()


def test_two_thousand_random_actions_leave_every_projection_equal(world, capsys):
    life = Life(world, 2026)
    for number in range(ACTIONS):
        life.step(number)
    code, said = check()
    assert code == 0, said
    stored = {projection.name: projection.model._default_manager.count() for projection in projections()}
    assert all(stored.values()) and LearningRecord.objects.count() > ACTIONS / 2 and MinuteCard.objects.exists()
    for projection in projections():
        corrupt(projection)
        code, said = check()
        assert code == 1 and f"{projection.name} " in said and "differs" in said, projection.name
        call_command("rebuild", stdout=StringIO())
        assert check()[0] == 0
    with capsys.disabled():
        print(f"\n{ACTIONS} random actions, {LearningRecord.objects.count()} records: {stored}")  # noqa: T201


def corrupt(projection: Projection) -> None:
    """One number of the first row, past every verb."""
    row = projection.model._default_manager.order_by("pk").first()
    numbers = (models.PositiveIntegerField, models.IntegerField, models.FloatField)
    names = [f.column for f in projection.model._meta.concrete_fields if isinstance(f, numbers) and not f.primary_key]
    column = next(name for name in names if name not in projection.key)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{projection.model._meta.db_table}" SET "{column}" = "{column}" + 1 WHERE id = %s', [row.pk]
        )
