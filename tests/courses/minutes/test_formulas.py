"""The formulas of the minute: marks, memory, the day's choice, streaks, grading, suggestions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.minutes import choosing, grading, marking, memory, streak, suggesting
from courses.minutes.choosing import BUDGET, Choice, Known, Why, chosen
from courses.minutes.marking import Certainty
from courses.minutes.memory import Answer

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
TODAY = date(2026, 11, 23)


# marks


@pytest.mark.parametrize(
    ("certainty", "right", "wrong"),
    [(Certainty.SURE, 3, -6), (Certainty.THINK, 2, -2), (Certainty.GUESS, 1, 0)],
)
def test_marks_are_those_of_the_measures(certainty, right, wrong):
    assert (marking.mark(certainty, True), marking.mark(certainty, False)) == (right, wrong)


@given(st.floats(0, 1))
def test_honesty_pays_best_and_changes_at_67_and_80_per_cent(chance):
    if min(abs(chance - 2 / 3), abs(chance - 0.8)) < 1e-9:
        return
    wanted = Certainty.GUESS if chance < 2 / 3 else Certainty.THINK if chance < 0.8 else Certainty.SURE
    assert marking.best(chance) == wanted


@pytest.mark.parametrize(("n", "of", "told"), [(0, 5, False), (1, 5, True), (1, 6, False), (2, 6, True), (0, 0, False)])
def test_the_lead_is_told_from_a_fifth_on(n, of, told):
    assert marking.worth_telling(n, of) is told


# memory

answers = st.lists(
    st.builds(lambda gap, right, sure: (gap, right, sure), st.integers(1, 60), st.booleans(), st.booleans()),
    min_size=1,
    max_size=12,
)


def told(rows) -> list[Answer]:
    at, found = START, []
    for gap, right, sure in rows:
        at += timedelta(days=gap)
        found.append(Answer(at, right, sure, 20))
    return found


@given(answers)
def test_memory_is_a_function_of_the_answers(rows):
    first, second = memory.remembered(told(rows)), memory.remembered(told(rows))
    assert first == second and first is not None
    assert first.answers == len(rows) and first.right == sum(right for _, right, _ in rows)
    assert first.due_at > first.last_at and 1 <= first.difficulty <= 10 and first.stability > 0


@given(answers)
def test_one_more_answer_goes_on_from_what_was_stored(rows):
    history = told(rows)
    assert memory.after(memory.remembered(history[:-1]), history[-1]) == memory.remembered(history)


@given(answers)
def test_right_lasts_longer_than_wrong(rows):
    history, at = told(rows), START + timedelta(days=1000)
    stood = memory.remembered(history)
    right, wrong = memory.after(stood, Answer(at, True)), memory.after(stood, Answer(at, False))
    assert right.stability > wrong.stability and right.due_at >= wrong.due_at


def test_growing_intervals_at_ninety_per_cent():
    found, days = None, []
    at = START
    for _ in range(4):
        found = memory.after(found, Answer(at, True))
        days.append((found.due_at - at).days)
        assert memory.retrievability(found.stability, at, found.due_at) == pytest.approx(0.9, abs=0.05)
        at = found.due_at
    assert days == sorted(days) and days[0] == 2 and days[-1] > 30


def test_wrong_comes_back_the_next_day_and_says_whether_one_was_sure():
    found = memory.after(None, Answer(START, False, True))
    assert (found.due_at - START).days == 1 and found.sure_wrong
    assert not memory.after(found, Answer(START + timedelta(days=1), True, True)).sure_wrong


def test_a_card_is_due_from_the_morning_of_its_day():
    zone = ZoneInfo("Europe/Moscow")
    assert memory.is_due(datetime(2026, 11, 23, 18, tzinfo=UTC), TODAY, zone)
    assert not memory.is_due(datetime(2026, 11, 23, 22, tzinfo=UTC), TODAY, zone)  # 1 a.m. of the next day there


# the day's choice

known = st.none() | st.builds(Known, st.booleans(), st.floats(0, 1), st.booleans(), st.integers(0, 40))
choices = st.lists(
    st.builds(
        lambda seconds, skills, seen: (seconds, frozenset(skills), seen),
        st.integers(5, 400),
        st.sets(st.integers(1, 4)),
        known,
    ),
    max_size=25,
).map(lambda rows: [Choice(number, *row) for number, row in enumerate(rows)])


@given(
    choices,
    st.lists(st.integers(0, 30), max_size=3, unique=True),
    st.permutations([1, 2, 3]),
    st.none() | st.integers(20, 100),
)
def test_a_set_is_in_order_holds_nothing_twice_and_fits_the_budget(cards, planned, weak, each):
    found = chosen(cards, planned=planned, weak=weak, each=each)
    assert len({one.card for one in found}) == len(found)
    assert sum(one.seconds for one in found) <= BUDGET
    place = {Why.LEAD: 0, Why.SURE: 1, Why.DUE: 2, Why.WEAK: 3, Why.NEW: 4}
    ranks = [place[one.why] for one in found]
    assert ranks == sorted(ranks)
    ours = {card.card: card for card in cards}
    assert [one.card for one in found if one.why is Why.LEAD] == [card for card in planned if card in ours]
    for one in found:
        seen = ours[one.card].known
        if one.why in (Why.SURE, Why.DUE):
            assert seen and seen.due and seen.sure_wrong == (one.why is Why.SURE)
        if one.why is Why.WEAK:
            assert one.skill in ours[one.card].skills
        if one.why is Why.NEW:
            assert seen is None
    recalls = [ours[one.card].known.recall for one in found if one.why is Why.DUE]
    assert recalls == sorted(recalls)


def test_a_free_budget_is_filled():
    cards = [Choice(n, 40, frozenset()) for n in range(20)]
    assert len(chosen(cards)) == 7
    assert len(chosen(cards, each=60)) == 5
    assert len(chosen(cards, budget=100)) == 2


def test_pace_is_the_own_median_within_limits():
    assert choosing.pace([10, 10]) is None
    assert choosing.pace([30, 31, 500, 29, 30]) == 30
    assert choosing.pace([2, 2, 2, 2, 2]) == choosing.FASTEST
    assert choosing.pace([300] * 9) == choosing.SLOWEST


# streaks

offers = st.dictionaries(
    st.integers(0, 30), st.builds(streak.Offer, st.booleans(), st.sampled_from([0, 10, 60])), max_size=25
).map(lambda rows: {TODAY - timedelta(days=ago): offer for ago, offer in rows.items()})
working = st.sets(st.integers(0, 30)).map(lambda rows: {TODAY - timedelta(days=ago) for ago in rows})


@given(working, offers)
def test_a_streak_counts_done_working_days_back_to_the_first_missed(days, found):
    missed = [day for day in days if day != TODAY and day in found and found[day].missed]
    since = max(missed, default=date.min)
    assert streak.streak(days, found, TODAY) == sum(found[day].done for day in days if day > since and day in found)


@given(working, offers, st.integers(0, 30))
def test_a_day_off_never_breaks_it(days, found, ago):
    day = TODAY - timedelta(days=ago)
    without = streak.streak(days - {day}, found, TODAY)
    assert without >= streak.streak(days, found, TODAY) - (day in found and found[day].done)
    late = {**found, day: streak.Offer(False, streak.ENOUGH_MINUTES - 1)}
    gone = {other: offer for other, offer in found.items() if other != day}
    assert streak.streak(days, late, TODAY) == streak.streak(days, gone, TODAY)


def test_twelve_days_over_two_weekends_and_a_leave():
    days = [TODAY - timedelta(days=ago) for ago in range(24)]
    work = {day for day in days if day.weekday() < 5 and not date(2026, 11, 10) <= day <= date(2026, 11, 12)}
    found = {day: streak.Offer(True) for day in work} | {date(2026, 11, 11): streak.Offer(False, 400)}
    assert streak.streak(work, found, TODAY) == len(work)
    found[TODAY] = streak.Offer(False, 500)
    assert streak.streak(work, found, TODAY) == len(work) - 1


# answers in words


def phrase(*options: tuple[str, bool]) -> grading.Card:
    rows = [{"uid": str(n), "text": text, "right": right, "why": ""} for n, (text, right) in enumerate(options)]
    return grading.card_in({"kind": "phrase", "title": "", "text": "", "why": "", "options": rows})


@pytest.mark.parametrize("said", ["Мне жаль", "мне жаль.", "  МНЕ   ЖАЛЬ ", "«Мне жаль»", "мне очень жаль"])
def test_case_spaces_and_punctuation_do_not_matter(said):
    assert grading.typed(phrase(("мне * жаль", True)), said).right


def test_ё_is_е_and_a_usual_wrong_wording_is_recognised():
    card = phrase(("извините ещё раз", True), ("успокойтесь", False))
    assert grading.typed(card, "Извините еще раз").option.uid == "0"
    wrong = grading.typed(card, "успокойтесь!")
    assert (wrong.right, wrong.option.uid) == (False, "1")
    assert grading.typed(card, "ну и что") == grading.Graded(False, None)


@given(st.text(max_size=30))
def test_any_words_can_be_said(words):
    card = phrase((words, True), ("other *", False))
    assert grading.typed(card, words).right
    assert grading.plain(grading.plain(words)) == grading.plain(words)


@pytest.mark.parametrize(
    ("kind", "right", "said"),
    [
        ("fact", [], "options"),
        ("fact", [True], "options"),
        ("fact", [True, True], "right"),
        ("situation", [False, False], "right"),
        ("situation", [False, True], ""),
        ("phrase", [False], "accepted"),
        ("phrase", [True], ""),
    ],
)
def test_what_a_card_needs_to_go_live(kind, right, said):
    assert grading.complaint(kind, right) == said


# suggestions


def test_the_weakest_skill_comes_first_and_nothing_twice():
    days = [TODAY + timedelta(days=n) for n in range(4)]
    cards = {1: [10], 2: [20], 3: [10, 30], 4: []}
    found = suggesting.suggested(days, cards, [20, 10], {})
    assert [found[day].card for day in days] == [2, 1, 3, 4]
    assert [found[day].skill for day in days] == [20, 10, 10, None]


def test_what_was_set_lately_waits():
    days = [TODAY + timedelta(days=n) for n in range(3)]
    used = {1: TODAY - timedelta(days=2), 2: TODAY - timedelta(days=9)}
    found = suggesting.suggested(days, {1: [10], 2: [10], 3: []}, [10], used)
    assert [found[day].card for day in days] == [3, 2, 1]
