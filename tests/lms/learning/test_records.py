from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from lms.learning.actions import record
from lms.learning.models import ActivityState, Evidence, LearningRecord, Mastery
from lms.learning.signals import record_added
from lms.learning.verbs import ANSWERED, COMPLETED, FAILED, PASSED, STARTED

from .conftest import NOON


@pytest.fixture
def heard():
    """What was announced: a list of the signal's arguments."""
    said = []

    def listen(**kwargs):
        said.append(kwargs)

    record_added.connect(listen)
    yield said
    record_added.disconnect(listen)


def state(person, activity):
    return ActivityState.objects.filter(person=person, activity=activity).first()


def test_a_record_holds_what_was_done(cast, activity, empathy):
    row, created = record(
        person=cast.agent,
        verb=ANSWERED,
        activity=activity,
        key="q1",
        source="quiz",
        score=0.5,
        seconds=40,
        evidence={empathy: 0.5},
        context={"snapshot": "abc"},
        at=NOON,
    )
    assert created
    row.refresh_from_db()
    assert (row.verb, row.score, row.seconds, row.context, row.at) == (ANSWERED, 0.5, 40, {"snapshot": "abc"}, NOON)
    piece = Evidence.objects.get()
    assert (piece.record, piece.skill, piece.score, piece.weight) == (row, empathy, 0.5, 1.0)


def test_the_same_key_twice_is_once(cast, activity, empathy, note, heard):
    first = note(cast.agent, activity, ANSWERED, "q1", score=1.0, evidence={empathy: 1.0})
    again = note(cast.agent, activity, FAILED, "q1", score=0.0, evidence={empathy: 0.0})
    assert again == first
    assert again.verb == ANSWERED
    assert LearningRecord.objects.count() == Evidence.objects.count() == 1
    assert Mastery.objects.get().pieces == 1
    assert len(heard) == 1


def test_a_key_of_somebody_else_is_refused(cast, activity, note):
    note(cast.agent, activity, ANSWERED, "q1")
    with pytest.raises(ValueError, match="q1"):
        note(cast.new_hire, activity, ANSWERED, "q1")


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Kamchatka", date(2026, 11, 17)), ("America/New_York", date(2026, 11, 16))]
)
def test_the_day_is_the_persons_own(cast, activity, note, zone, day):
    cast.agent.zone = zone
    cast.agent.save()
    late = datetime(2026, 11, 16, 20, 30, tzinfo=UTC)
    assert note(cast.agent, activity, STARTED, "s", at=late).day == day


def test_state_follows_the_records(cast, activity, note):
    note(cast.agent, activity, STARTED, "a")
    assert state(cast.agent, activity).done_at is None
    note(cast.agent, activity, FAILED, "b", score=0.4, at=NOON + timedelta(hours=1))
    note(cast.agent, activity, PASSED, "c", score=0.9, at=NOON + timedelta(hours=2))
    note(cast.agent, activity, PASSED, "d", score=0.8, at=NOON + timedelta(hours=3))
    now = state(cast.agent, activity)
    assert (now.started_at, now.done_at, now.last_at) == (
        NOON,
        NOON + timedelta(hours=2),
        NOON + timedelta(hours=3),
    )
    assert (now.best_score, now.last_score, now.times_done) == (0.9, 0.8, 2)


def test_an_exam_is_not_done_by_being_completed(cast, make, note):
    exam = make(kind="exam")
    note(cast.agent, exam, COMPLETED, "a")
    assert state(cast.agent, exam).done_at is None
    note(cast.agent, exam, PASSED, "b")
    assert state(cast.agent, exam).done_at == NOON


def test_an_unknown_kind_counts_completed_and_passed(cast, make, note):
    """A room was switched off: its records stay, and rebuilding does not fall over them."""
    stranger = make(kind="of a room that is gone")
    note(cast.agent, stranger, COMPLETED, "a")
    assert state(cast.agent, stranger).done_at == NOON


def test_late_news_of_an_earlier_moment_moves_the_beginning_only(cast, activity, note, heard):
    note(cast.agent, activity, PASSED, "b", score=0.9)
    note(cast.agent, activity, PASSED, "a", score=0.5, at=NOON - timedelta(days=2))
    now = state(cast.agent, activity)
    assert (now.started_at, now.done_at, now.last_at) == (NOON - timedelta(days=2),) * 2 + (NOON,)
    assert (now.last_score, now.best_score) == (0.9, 0.9)
    assert [said["first_done"] for said in heard] == [True, False]


def test_what_is_announced(cast, activity, empathy, note, heard):
    row = note(cast.agent, activity, PASSED, "a", score=1.0, evidence={empathy: 1.0})
    (said,) = heard
    assert said["record"] == row
    assert [piece.skill for piece in said["evidence"]] == [empathy]
    assert said["state"].done_at == NOON
    assert said["first_done"] is True


def test_a_receiver_that_raises_undoes_everything(cast, activity, empathy, note):
    def refuse(**kwargs):
        raise RuntimeError

    record_added.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            note(cast.agent, activity, PASSED, "a", score=1.0, evidence={empathy: 1.0})
    finally:
        record_added.disconnect(refuse)
    for model in (LearningRecord, Evidence, ActivityState, Mastery):
        assert not model.objects.exists(), model


class TestCorrections:
    def test_of_the_only_evidence_takes_it_back(self, cast, activity, empathy, note):
        note(cast.agent, activity, PASSED, "a", score=1.0, evidence={empathy: 1.0})
        note(cast.agent, activity, FAILED, "a2", score=0.0, replaces="a")
        assert not Mastery.objects.exists()
        now = state(cast.agent, activity)
        assert (now.done_at, now.best_score, now.times_done) == (None, 0.0, 0)

    def test_state_another_figure(self, cast, activity, empathy, note):
        note(cast.agent, activity, ANSWERED, "a", evidence={empathy: 1.0})
        note(cast.agent, activity, ANSWERED, "b", evidence={empathy: 1.0}, at=NOON - timedelta(days=90))
        note(cast.agent, activity, ANSWERED, "a2", evidence={empathy: 0.0}, replaces="a")
        row = Mastery.objects.get()
        assert (row.good, row.bad, row.pieces, row.as_of) == (0.5, 1.0, 2, NOON.date())

    def test_of_a_correction(self, cast, activity, empathy, note):
        for key, replaced, score in (("a", "", 1.0), ("a2", "a", 0.0), ("a3", "a2", 0.5)):
            note(cast.agent, activity, ANSWERED, key, evidence={empathy: score}, replaces=replaced)
        row = Mastery.objects.get()
        assert (row.good, row.bad, row.pieces) == (0.5, 0.5, 1)

    def test_may_move_a_record_to_another_activity(self, cast, make, note):
        wrong, right = make("Wrong"), make("Right")
        note(cast.agent, wrong, PASSED, "a")
        note(cast.agent, right, PASSED, "a2", replaces="a")
        assert state(cast.agent, wrong) is None
        assert state(cast.agent, right).done_at == NOON

    def test_that_arrive_before_what_they_correct(self, cast, activity, empathy, note, heard):
        note(cast.agent, activity, FAILED, "a2", score=0.2, evidence={empathy: 0.2}, replaces="a")
        note(cast.agent, activity, PASSED, "a", score=1.0, evidence={empathy: 1.0})
        assert Mastery.objects.get().pieces == 1
        assert Mastery.objects.get().good == 0.2
        assert state(cast.agent, activity).done_at is None
        assert [said["first_done"] for said in heard] == [False, False]

    def test_early_and_of_another_activity(self, cast, make, note):
        wrong, right = make("Wrong"), make("Right")
        note(cast.agent, right, PASSED, "a2", replaces="a")
        note(cast.agent, wrong, PASSED, "a")
        assert state(cast.agent, wrong) is None

    def test_never_change_the_person(self, cast, activity, note):
        note(cast.agent, activity, PASSED, "a")
        with pytest.raises(ValueError, match="replaces"):
            note(cast.new_hire, activity, PASSED, "a2", replaces="a")
        assert LearningRecord.objects.count() == 1

    def test_never_change_the_person_when_early(self, cast, activity, note):
        note(cast.new_hire, activity, PASSED, "a2", replaces="a")
        with pytest.raises(ValueError, match="replaces"):
            note(cast.agent, activity, PASSED, "a")

    def test_of_oneself_make_no_sense(self, cast, activity, note):
        with pytest.raises(ValueError, match="itself"):
            note(cast.agent, activity, PASSED, "a", replaces="a")


def test_a_score_outside_0_1_is_refused(cast, activity, empathy, note):
    with pytest.raises(DatabaseError), transaction.atomic():
        note(cast.agent, activity, PASSED, "a", score=1.2)
    with pytest.raises(DatabaseError), transaction.atomic():
        note(cast.agent, activity, PASSED, "b", evidence={empathy: 1.2})


@pytest.mark.parametrize("table", ["learning_learningrecord", "learning_evidence", "learning_contentsnapshot"])
def test_what_is_written_stays_written(cast, activity, empathy, note, table):
    from lms.learning.actions import take_snapshot

    note(cast.agent, activity, PASSED, "a", evidence={empathy: 1.0})
    take_snapshot(activity=activity, language="en", body={"title": "Calm"}, at=NOON)
    for statement in (f'UPDATE "{table}" SET id = id', f'DELETE FROM "{table}"'):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("earlier", [10, 60])
def test_the_work_does_not_grow_with_the_past(
    cast, activity, empathy, solving, note, earlier, django_assert_num_queries
):
    for number in range(earlier):
        note(cast.agent, activity, ANSWERED, f"old{number}", evidence={empathy: 1.0, solving: 0.0})
    note(cast.agent, activity, ANSWERED, "one", evidence={empathy: 1.0, solving: 0.0})
    with django_assert_num_queries(WRITES):
        note(cast.agent, activity, ANSWERED, "two", evidence={empathy: 1.0, solving: 0.0})


WRITES = 19 if apps.is_installed("gamification.points") else 16  # who listens writes too
