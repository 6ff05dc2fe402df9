"""The day's choice, what follows an answer, and the worker's round."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.minutes import queries, screens
from courses.minutes.actions import answer, make_sets, plan_minutes, prepare, withdraw_minute
from courses.minutes.actions.answers import NotAnswered, NotInSnapshot
from courses.minutes.models import CardMemory, DaySet
from lms.learning.actions import rebuild_projections, record
from lms.learning.models import Evidence, LearningRecord
from lms.people.models import DayOff
from lms.people.working import calendar_of

from .conftest import MONDAY, NINE, activity_of, add_card, later, right_of, wrong_of


def titles(person, day=MONDAY, at=NINE) -> list[tuple[str, str]]:
    made = make_sets(days={person: day}, at=at)[person.pk]
    return [(item["title"]["en"], item["why"]) for item in made.items]


def reviewed(person, skill, score: float, n: int, at=NINE) -> None:
    from tests.courses.minutes.conftest import Activity

    ticket, _ = Activity.objects.get_or_create(kind="review", defaults={"title_en": "Review"})
    record(
        person=person,
        verb="reviewed",
        activity=ticket,
        key=f"review:{person.pk}:{n}",
        source="review",
        score=score,
        evidence={skill: score},
        at=at,
    )


def test_lead_then_due_then_weak_then_new_each_with_its_reason(cast, apologise, answered):
    new, weak, due, sure, lead = (
        add_card("New"),
        add_card("Weak", skills=(apologise,)),
        add_card("Due"),
        add_card("Sure"),
        add_card("Lead"),
    )
    answered(cast.agent, due, certainty="guess", at=later(-5))
    answered(cast.agent, sure, right=False, at=later(-4))
    for n in range(2):
        reviewed(cast.agent, apologise, 0.2, n, at=later(-3))
    plan_minutes(team=cast.team, picks=[(MONDAY, activity_of(lead))], by=cast.manager, at=later(-1))
    assert titles(cast.agent) == [("Lead", "lead"), ("Sure", "sure"), ("Due", "due"), ("Weak", "weak"), ("New", "new")]
    assert new.live and titles(cast.other_agent)[0][1] == "new"
    from courses.minutes.words import reason

    said = [reason(item) for item in DaySet.objects.get(person=cast.agent).items]
    assert said[0] == "Your lead chose it for today."
    assert "you were sure" in said[1] and said[2].startswith("You saw it")
    assert said[3] == "Chosen because 2 of your last 2 reviews missed “Apologise”."
    assert said[4] == "You have not seen it yet."
    assert weak.live


def test_an_answer_is_evidence_memory_and_progress_once_a_day(cast, apologise, answered):
    card = add_card("Full stop", skills=(apologise,))
    make_sets(days={cast.agent: MONDAY}, at=NINE)
    row = answered(cast.agent, card, right=False, certainty="think", at=NINE)
    assert answered(cast.agent, card, right=True, at=later(0, NINE + timedelta(hours=1))) == row
    assert (row.verb, row.source, row.score, row.seconds) == ("completed", "minute", 0.0, 20)
    assert row.context == {"snapshot": row.context["snapshot"], "option": wrong_of(card), "certainty": "think"}
    assert list(Evidence.objects.values_list("skill__slug", "score", "weight")) == [("apologise", 0.0, 0.5)]
    state = cast.agent.activity_states.get()
    assert state.done_at and state.times_done == 1
    memory = CardMemory.objects.get()
    assert (memory.answers, memory.right, memory.sure_wrong, memory.version) == (1, 0, False, "fsrs-6/1")
    day = DaySet.objects.get()
    assert day.items[0]["done"] and day.finished_at == NINE
    answered(cast.agent, card, right=True, at=later(1))
    assert CardMemory.objects.get().answers == 2 and LearningRecord.objects.count() == 2


def test_what_cannot_be_graded_is_refused(cast, apologise):
    card = add_card("Full stop")
    snapshot = queries.shown(activity_of(card), "en")
    with pytest.raises(NotAnswered) as missing:
        answer(person=cast.agent, snapshot=snapshot, option=right_of(card), at=NINE)
    assert missing.value.certainty
    with pytest.raises(NotAnswered):
        answer(person=cast.agent, snapshot=snapshot, certainty="sure", at=NINE)
    with pytest.raises(NotInSnapshot):
        answer(person=cast.agent, snapshot=snapshot, option="no-such", certainty="sure", at=NINE)
    assert not LearningRecord.objects.exists()


def test_the_words_of_a_phrase_are_not_kept(cast):
    card = add_card("Say it", "phrase")
    snapshot = queries.shown(activity_of(card), "en")
    row = answer(person=cast.agent, snapshot=snapshot, words="my secret words", at=NINE)
    assert row.score == 0 and "secret" not in str(row.context)
    row = answer(person=cast.new_hire, snapshot=snapshot, words="i am sorry.", at=NINE)
    assert row.score == 1 and row.context["option"] == right_of(card)


def test_a_review_makes_the_choice_of_the_day_stale_and_the_hero_follows(cast, apologise, visit, time_machine):
    time_machine.move_to(NINE, tick=False)
    add_card("Other")
    add_card("Sorry first", skills=(apologise,))
    client = visit(cast.agent)
    assert "<h2>Other</h2>" in client.get("/").content.decode()
    for n in range(2):
        reviewed(cast.agent, apologise, 0.0, n)
    html = client.get("/").content.decode()
    assert "<h2>Sorry first</h2>" in html and "2 of your last 2 reviews missed “Apologise”" in html


def test_planning_during_the_day_changes_what_is_waiting_and_keeps_what_is_done(cast, answered):
    first, lead = add_card("First"), add_card("Lead")
    make_sets(days={cast.agent: MONDAY}, at=NINE)
    answered(cast.agent, first, at=NINE)
    (plan,) = plan_minutes(team=cast.team, picks=[(MONDAY, activity_of(lead))], by=cast.manager, at=NINE)
    own = screens.chosen_day(cast.agent, MONDAY, NINE)
    assert [(item["title"]["en"], item["why"], item["done"]) for item in own.items] == [
        ("First", "new", True),
        ("Lead", "lead", False),
    ]
    withdraw_minute(plan=plan, by=cast.manager, at=NINE)
    own = screens.chosen_day(cast.agent, MONDAY, NINE)
    assert [item["why"] for item in own.items] == ["new", "new"]


def test_the_streak_survives_leave_late_wishes_and_outages(cast, answered):
    cards = [add_card(f"Card {n}") for n in range(3)]
    days = [MONDAY - timedelta(days=n) for n in (7, 6, 5, 4, 3)]  # Monday to Friday before
    for day in days:
        DaySet.objects.create(
            person=cast.agent, day=day, items=[], made_at=NINE, finished_at=NINE if day != days[2] else None
        )
    middle = DaySet.objects.get(day=days[2])

    def streak() -> int:
        own = queries.own_day(cast.agent, MONDAY)
        return screens.in_a_row(own, calendar_of(cast.agent), MONDAY)

    assert streak() == 4  # nobody could do it on that day: an outage, or a wish at the end of the shift
    DaySet.objects.filter(pk=middle.pk).update(open_minutes=300)
    assert streak() == 2
    DayOff.objects.create(person=cast.agent, first=days[2], last=days[2])
    assert streak() == 4
    for card in cards:
        answered(cast.agent, card, at=NINE)
    make_sets(days={cast.agent: MONDAY}, at=NINE)
    assert streak() == 4  # nothing was left to choose


def test_the_worker_chooses_in_the_morning_and_counts_the_time_there_was(cast):
    add_card("Only")
    zone = ZoneInfo("Europe/Moscow")
    cast.other_agent.zone = "Asia/Yekaterinburg"
    cast.other_agent.save()
    assert prepare(at=datetime(2026, 11, 23, 3, 55, tzinfo=zone)) == 1  # already six in Yekaterinburg
    assert prepare(at=datetime(2026, 11, 23, 4, 5, tzinfo=zone)) == 2
    assert prepare(at=datetime(2026, 11, 22, 12, tzinfo=zone)) == 0  # a Sunday
    for n in range(12):
        prepare(at=datetime(2026, 11, 23, 8, 30, tzinfo=zone) + timedelta(minutes=5 * n))
    assert DaySet.objects.get(person=cast.agent).open_minutes == 30
    own = DaySet.objects.get(person=cast.agent)
    own.finished_at = NINE
    own.save()
    prepare(at=datetime(2026, 11, 23, 12, tzinfo=zone))
    assert DaySet.objects.get(person=cast.agent).open_minutes == 30
    assert DaySet.objects.get(person=cast.new_hire).open_minutes == 35


def test_after_a_leave_there_is_one_budget_a_day(cast, answered):
    cards = [add_card(f"Card {n}") for n in range(12)]
    for n, card in enumerate(cards):
        answered(cast.agent, card, right=bool(n % 2), certainty="guess", at=later(-40))
    own = make_sets(days={cast.agent: MONDAY}, at=NINE)[cast.agent.pk]
    assert sum(item["seconds"] for item in own.items) <= 300
    assert len(own.items) == 12 and {item["why"] for item in own.items} == {"due"}  # 20 seconds each


def test_choosing_asks_the_same_for_one_and_for_many(cast, apologise):
    for n in range(5):
        add_card(f"Card {n}", skills=(apologise,))
    counts = []
    for people in ([cast.agent], [cast.agent, cast.new_hire, cast.other_agent, cast.manager]):
        reviewed(people[-1], apologise, 0.1, 1)
        with CaptureQueriesContext(connection) as seen:
            make_sets(days=dict.fromkeys(people, MONDAY), at=NINE)
        counts.append(len([one for one in seen if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= 11


def test_the_worker_s_round_asks_no_more_for_more_people(cast):
    add_card("Only")
    with CaptureQueriesContext(connection) as seen:
        prepare(at=NINE)
    first = len(seen)
    DaySet.objects.all().delete()
    from lms.people.models import Membership
    from tests.conftest import _person

    for n in range(12):
        person = _person(f"p{n}", f"Family{n}", "Given", 100)
        Membership.objects.create(person=person, team=cast.team, since=date(2026, 1, 1))
    with CaptureQueriesContext(connection) as seen:
        assert prepare(at=NINE) == 15
    assert len(seen) == first


def test_memories_equal_the_facts_after_any_answers(cast, answered):
    import random

    dice = random.Random(7)
    cards = [add_card(f"Card {n}", "fact" if n % 2 else "phrase") for n in range(4)]
    for n in range(60):
        person = dice.choice([cast.agent, cast.new_hire, cast.other_agent])
        certainty = dice.choice(["sure", "think", "guess"])
        at = later(dice.randrange(-90, 0)) + timedelta(minutes=n)
        answered(person, dice.choice(cards), right=dice.random() < 0.7, certainty=certainty, at=at)
    some = list(LearningRecord.objects.filter(source="minute"))
    for n, row in enumerate(dice.sample(some, 5)):  # a correction, of this card or another
        record(
            person=row.person,
            verb="completed",
            activity=dice.choice(some).activity,
            key=f"fix:{n}",
            source="minute",
            score=1.0,
            replaces=row.key,
            at=row.at,
        )
    call_command("rebuild", "--check")
    stored = list(CardMemory.objects.order_by("person", "activity").values())
    assert len(stored) >= 10
    rebuild_projections()
    again = list(CardMemory.objects.order_by("person", "activity").values())
    assert [{**row, "id": 0} for row in stored] == [{**row, "id": 0} for row in again]
    CardMemory.objects.filter(pk=again[0]["id"]).update(stability=1.5)
    with pytest.raises(Exception, match="1 stored rows differ"):
        call_command("rebuild", "--check")
