"""A talk from beginning to end, and what the learning record says of it."""

from datetime import UTC, datetime, timedelta

import pytest

from lms.learning.models import Evidence, LearningRecord
from roleplays.actions import reply, start_run, try_again
from roleplays.engine import NotOffered
from roleplays.models import Run
from roleplays.talks import talk_of

from .conftest import BADLY, SO_SO, WELL, play, say, snapshot_of

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)  # noon in Moscow


def records(person, verb: str = "") -> list[LearningRecord]:
    rows = LearningRecord.objects.filter(person=person, source="roleplay").order_by("at", "pk")
    return list(rows.filter(verb=verb) if verb else rows)


def test_the_best_way_is_passed_with_full_score_and_evidence(small, cast):
    run = play(cast.agent, small, *WELL, at=NOON)
    assert run.done and run.score == 1
    started, passed = records(cast.agent)
    assert (started.verb, passed.verb, passed.score, passed.activity) == ("started", "passed", 1, small)
    assert passed.context == {"snapshot": run.snapshot.hash, "run": str(run.uid)}
    found = {piece.skill.slug: (piece.score, piece.weight) for piece in passed.evidence.select_related("skill")}
    assert found == {"listen": (1, 2), "apologise": (1, 2), "solve": (1, 2)}


def test_the_worst_way_is_not_passed(small, cast):
    run = play(cast.agent, small, *BADLY)
    assert run.done and run.score == 0
    (failed,) = records(cast.agent, "failed")
    found = {piece.skill.slug: piece.score for piece in failed.evidence.select_related("skill")}
    assert found == {"listen": 0, "apologise": 0, "solve": pytest.approx(1 / 3)}


def test_between_them_it_is_the_share_between(small, cast):
    run = play(cast.agent, small, *SO_SO)
    assert run.score == pytest.approx((2 + 2) / (5 + 2))  # earned 2 of −2 … 5
    assert records(cast.agent)[-1].verb == "failed"


def test_only_the_first_run_of_a_day_is_evidence(small, cast):
    play(cast.agent, small, *BADLY, at=NOON)
    play(cast.agent, small, *WELL, at=NOON + timedelta(hours=1))
    assert set(Evidence.objects.values_list("record__verb", flat=True)) == {"failed"}
    play(cast.agent, small, *WELL, official=True, at=NOON + timedelta(hours=11, minutes=59))
    assert Evidence.objects.count() == 3
    play(cast.agent, small, *WELL, at=NOON + timedelta(hours=12, minutes=1))  # the next day where the person lives
    assert Evidence.objects.count() == 6
    assert [row.verb for row in records(cast.agent)] == ["started", "failed", "passed", "passed", "passed"]


def test_a_second_try_from_a_turn_on_is_practice_and_no_evidence(small, cast):
    run = play(cast.agent, small, *SO_SO, official=True, at=NOON)
    again = try_again(run=run, turn=1, at=NOON + timedelta(days=1))
    assert (again.official, again.steps, again.kept, again.again_of) == (False, run.steps[:1], 1, run)
    again = say(again, "A hot one", at=NOON + timedelta(days=1))
    assert again.score == 1 and Evidence.objects.count() == 3
    assert Run.objects.get(pk=run.pk).score == run.score
    with pytest.raises(ValueError):
        try_again(run=run, turn=3)


def test_a_reply_sent_twice_is_one(small, cast):
    run = start_run(person=cast.agent, snapshot=snapshot_of(small))
    first = talk_of(run).options[1].uid
    once = reply(run=run, turn=0, choice_uid=first)
    twice = reply(run=run, turn=0, choice_uid=first)
    assert once.steps == twice.steps and len(twice.steps) == 1
    done = say(twice, "A hot one")
    assert reply(run=run, turn=1, choice_uid=first).steps == done.steps
    assert len(records(cast.agent, "passed")) == 1


def test_what_is_not_offered_changes_nothing(small, cast):
    run = start_run(person=cast.agent, snapshot=snapshot_of(small))
    with pytest.raises(NotOffered):
        reply(run=run, turn=0, choice_uid="made-up")
    assert Run.objects.get(pk=run.pk).steps == []


def test_starting_twice_is_one_talk_until_something_was_said(small, cast):
    run = start_run(person=cast.agent, snapshot=snapshot_of(small))
    assert start_run(person=cast.agent, snapshot=snapshot_of(small)) == run
    assert start_run(person=cast.agent, snapshot=snapshot_of(small), official=True) != run
    say(run, "Cold indeed")
    assert start_run(person=cast.agent, snapshot=snapshot_of(small)) != run


def test_pauses_are_not_time_spent(small, cast):
    run = start_run(person=cast.agent, snapshot=snapshot_of(small), at=NOON)
    run = say(run, "Cold indeed", at=NOON + timedelta(seconds=40))
    run = say(run, "A hot one", at=NOON + timedelta(days=3))
    assert run.seconds == 40 + 180 and records(cast.agent)[-1].seconds == 220


def test_both_languages_are_one_activity(small, cast):
    russian = snapshot_of(small, "ru")
    assert small.title_ru == "Холодный суп" and russian.activity == small
    uids = [[node["uid"] for node in each.body["nodes"]] for each in (russian, snapshot_of(small))]
    assert uids[0] == uids[1]
