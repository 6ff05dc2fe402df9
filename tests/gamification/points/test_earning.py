"""Points follow the record, inside its transaction; the projection follows the ledger."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from gamification.points import queries
from gamification.points.actions import backfill, change_by_hand, change_rule, take_back
from gamification.points.models import PointEntry, PointRule, Standing
from lms.learning.models import LearningRecord
from lms.ops.models import AuditEntry
from lms.people.actions import set_setting

from .conftest import activity, done, rule


def points_of(person) -> int:
    return PointEntry.objects.filter(person=person).aggregate(sum=Sum("points"))["sum"] or 0


def agrees() -> None:
    """Stored standings are what the ledger says."""
    call_command("rebuild", "--check", stdout=open("/dev/null", "w"))  # noqa: SIM115


def test_a_lesson_done_is_paid_with_its_record(cast, lesson_rule):
    row = done(cast.agent, activity())
    entry = PointEntry.objects.get()
    assert (entry.person, entry.record, entry.rule, entry.points) == (cast.agent, row, lesson_rule, 10)
    assert (entry.at, entry.day) == (row.at, queries.company_day(row.at))
    assert Standing.objects.get().points == 10
    agrees()


def test_the_same_record_twice_and_the_same_lesson_twice_pay_once(cast, lesson_rule):
    what = activity()
    done(cast.agent, what, key="one")
    done(cast.agent, what, key="one")
    done(cast.agent, what, key="two")
    assert points_of(cast.agent) == 10


def test_farming_easy_lessons_does_not_pay(cast, lesson_rule, learn):
    learn(cast.agent, 9)
    assert points_of(cast.agent) == 40
    agrees()


def test_good_reviews_are_paid_each_time_within_the_cap(cast, review_rule):
    ticket = activity("review")
    for score in (0.95, 0.8, 0.5, 1.0, 0.9):
        done(cast.agent, ticket, verb="reviewed", source="review", score=score)
    assert points_of(cast.agent) == 45


def test_a_day_is_the_companys(cast, lesson_rule):
    set_setting(key="company.zone", value="Asia/Vladivostok", by=None, valid_from=date(2020, 1, 1))
    done(cast.agent, activity(), datetime(2026, 10, 31, 20, tzinfo=UTC))
    assert PointEntry.objects.get().day == date(2026, 11, 1)
    assert Standing.objects.get().month == 202611


def test_a_corrected_result_takes_its_points_back(cast, review_rule):
    ticket = activity("review")
    done(cast.agent, ticket, verb="reviewed", source="review", score=0.9, key="first")
    done(cast.agent, ticket, verb="reviewed", source="review", score=0.4, key="second", replaces="first")
    assert [entry.points for entry in PointEntry.objects.order_by("pk")] == [15, -15]
    assert PointEntry.objects.last().reason == PointEntry.Reason.REPLACED
    done(cast.agent, ticket, verb="reviewed", source="review", score=0.85, key="third", replaces="second")
    assert points_of(cast.agent) == 15
    agrees()


def test_a_record_that_comes_after_its_correction_is_not_paid(cast, review_rule):
    ticket = activity("review")
    done(cast.agent, ticket, verb="reviewed", source="review", score=0.4, key="second", replaces="first")
    done(cast.agent, ticket, verb="reviewed", source="review", score=0.9, key="first")
    assert points_of(cast.agent) == 0


def test_a_receiver_that_fails_undoes_the_record(cast, lesson_rule, monkeypatch):
    monkeypatch.setattr(queries, "paid_for", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        done(cast.agent, activity())
    assert not LearningRecord.objects.exists()


def test_a_changed_rule_leaves_past_points_alone(cast, lesson_rule):
    now = timezone.now()
    done(cast.agent, activity(), now - timedelta(days=3))
    newer = change_rule(rule=lesson_rule, points=25, by=cast.administrator, daily_cap=50)
    lesson_rule.refresh_from_db()
    assert newer.pk != lesson_rule.pk and newer.code == lesson_rule.code
    assert lesson_rule.valid_until == newer.valid_from - timedelta(days=1) and lesson_rule.points == 10
    done(cast.agent, activity(), now)
    done(cast.agent, activity(), now - timedelta(days=2))
    assert list(PointEntry.objects.order_by("pk").values_list("points", flat=True)) == [10, 25, 10]
    assert AuditEntry.objects.filter(verb="point rule changed").exists()


def test_names_change_in_place_and_a_version_of_today_that_paid_nothing_too(cast, lesson_rule):
    same = change_rule(rule=lesson_rule, name_en="Lesson", points=10, by=cast.administrator)
    assert same.pk == lesson_rule.pk
    newer = change_rule(rule=same, points=20, by=cast.administrator)
    assert change_rule(rule=newer, points=30, by=cast.administrator).pk == newer.pk
    done(cast.agent, activity())
    later = change_rule(rule=newer, points=40, by=cast.administrator)
    assert later.valid_from == newer.valid_from + timedelta(days=1)
    assert PointRule.objects.count() == 3


def test_an_entry_is_unique_and_never_changed(cast, lesson_rule):
    row = done(cast.agent, activity())
    entry = PointEntry.objects.get()
    fields = {"person": cast.agent, "points": 5, "reason": "earned", "at": row.at, "day": entry.day}
    with pytest.raises(IntegrityError), transaction.atomic():
        PointEntry.objects.create(rule=lesson_rule, record=row, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        PointEntry.objects.create(**fields)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        PointEntry.objects.update(points=99)


def test_taking_back_is_a_row_of_its_own_with_a_reason(cast, lesson_rule):
    done(cast.agent, activity())
    entry = PointEntry.objects.get()
    back = take_back(entry=entry, text="Done by a colleague", by=cast.administrator)
    assert (back.points, back.corrects, back.by, back.note.text) == (
        -10,
        entry,
        cast.administrator,
        "Done by a colleague",
    )
    assert take_back(entry=entry, text="again", by=cast.administrator) is None
    assert take_back(entry=back, text="again", by=cast.administrator) is None
    change_by_hand(person=cast.agent, points=7, text="Helped at the fair", by=cast.administrator)
    assert points_of(cast.agent) == 7
    agrees()
    with pytest.raises(ValueError, match="Nothing"):
        change_by_hand(person=cast.agent, points=0, text="", by=cast.administrator)


def test_backfill_pays_earlier_records_once(cast, learn):
    learn(cast.agent, 6)
    learn(cast.agent, 2, ago=40)
    assert not PointEntry.objects.exists()
    rule("lesson-done")
    assert backfill() == 6
    assert points_of(cast.agent) == 60
    assert backfill() == 0
    agrees()


def test_backfill_pays_under_the_rules_that_held_then(cast, learn, lesson_rule):
    PointEntry.objects.all().delete() if PointEntry.objects.exists() else None
    learn(cast.agent, 1, ago=400)
    change_rule(rule=lesson_rule, points=30, by=None, at=timezone.now() - timedelta(days=100))
    learn(cast.agent, 1)
    assert sorted(PointEntry.objects.values_list("points", flat=True)) == [10, 30]
    assert backfill() == 0


def test_after_many_random_things_the_ledger_the_projection_and_backfill_agree(cast, lesson_rule, review_rule):
    """Paying as things happen and paying them all afterwards come to the same, whatever happened."""
    dice, what, start = Random(7), [activity() for _ in range(6)], timezone.now() - timedelta(days=60)
    keys: list[str] = []
    for n in range(120):
        at = start + timedelta(days=dice.randrange(50), minutes=n)
        if dice.random() < 0.6:
            done(cast.agent, dice.choice(what), at, key=f"l{n}")
            continue
        replaces = keys.pop() if keys and dice.random() < 0.2 else ""
        score = dice.random()
        done(cast.agent, what[0], at, verb="reviewed", source="review", score=score, key=f"r{n}", replaces=replaces)
        keys.append(f"r{n}")
    agrees()
    assert backfill() == 0
    assert max(
        queries.earned().filter(gone=False).values("day", "rule").annotate(n=Sum("points")).values_list("n")
    ) <= (45,)


def test_rebuild_names_a_standing_that_was_tampered_with(cast, lesson_rule, capsys):
    done(cast.agent, activity())
    Standing.objects.update(points=999)
    with pytest.raises(CommandError, match="differ"):
        call_command("rebuild", "--check")
    assert f"standing person_id={cast.agent.pk}" in capsys.readouterr().out
    call_command("rebuild")
    assert Standing.objects.get().points == 10
