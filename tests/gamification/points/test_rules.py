"""The pure rules: caps hold, a record is paid once, and the order of a day's things does not matter."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gamification.points.rules import Award, Event, Paid, Rule, awards

DAY = date(2026, 11, 23)


def rule(pk: int = 1, **fields) -> Rule:
    plain = {
        "code": f"r{pk}",
        "verb": "completed",
        "source": "lesson",
        "kind": "",
        "low": None,
        "high": None,
        "points": 10,
        "daily_cap": 40,
        "once": True,
        "since": date(2026, 1, 1),
        "until": None,
    }
    return Rule(pk=pk, **{**plain, **fields})


def event(record: int = 1, activity: int = 1, day: date = DAY, score: float | None = None, **fields) -> Event:
    plain = {"verb": "completed", "source": "lesson", "kind": "lesson", "score": score, "day": day}
    return Event(record, activity, **{**plain, **fields})


def paid_in_all(rules: list[Rule], events: list[Event]) -> list[Award]:
    paid = Paid()
    return [award for item in events for award in awards(rules, item, paid)]


RULES = st.lists(
    st.builds(
        rule,
        pk=st.integers(1, 4),
        low=st.none() | st.integers(0, 60),
        high=st.none() | st.integers(60, 100),
        points=st.integers(1, 30),
        daily_cap=st.integers(30, 90),
        once=st.booleans(),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda item: item.pk,
)
EVENTS = st.lists(
    st.builds(
        event,
        record=st.integers(1, 30),
        activity=st.integers(1, 5),
        day=st.integers(0, 3).map(lambda n: DAY + timedelta(days=n)),
        score=st.none() | st.floats(0, 1),
        due=st.booleans(),
    ),
    max_size=40,
)


@given(RULES, EVENTS)
def test_no_cap_is_ever_exceeded(rules, events):
    days: Counter = Counter()
    for award in paid_in_all(rules, events):
        days[award.code, award.day] += award.points
    caps = {item.code: item.daily_cap for item in rules}
    assert all(0 < points <= caps[code] for (code, _day), points in days.items())


@given(RULES, EVENTS)
def test_a_record_is_paid_once_a_rule_and_an_activity_once_where_it_is_paid_once(rules, events):
    found = paid_in_all(rules, events + events)
    records = Counter((award.code, award.record) for award in found)
    assert all(count == 1 for count in records.values())
    once = {item.code for item in rules if item.once}
    items = Counter((award.code, award.activity) for award in found if award.code in once)
    assert all(count == 1 for count in items.values())


@given(RULES, st.integers(1, 30), st.integers(0, 99))
def test_within_a_day_the_order_does_not_matter(rules, count, seed):
    """The same score for all, so that whichever of two comes first is worth the same."""
    events = [event(record=n, activity=n % 7, score=0.6) for n in range(count)]
    mixed = Random(seed).sample(events, count)
    assert sums(paid_in_all(rules, events)) == sums(paid_in_all(rules, mixed))


def sums(found: list[Award]) -> Counter:
    total: Counter = Counter()
    for award in found:
        total[award.code] += award.points
    return total


def test_the_last_payment_of_a_day_is_what_is_left_of_the_cap():
    events = [event(record=n, activity=n) for n in range(9)]
    assert [award.points for award in paid_in_all([rule(points=15)], events)] == [15, 15, 10]


def test_the_band_holds_at_its_ends_and_wants_a_score():
    good = rule(low=80, high=None)
    assert good.fits(event(score=0.8)) and good.fits(event(score=1.0))
    assert not good.fits(event(score=0.79)) and not good.fits(event(score=None))
    assert rule(high=50).fits(event(score=0.5)) and not rule(high=50).fits(event(score=0.51))


def test_a_rule_holds_from_day_to_day():
    held = rule(since=DAY, until=DAY + timedelta(days=1))
    days = [DAY + timedelta(days=n) for n in (-1, 0, 1, 2)]
    assert [held.fits(event(day=day)) for day in days] == [False, True, True, False]


def test_a_new_version_does_not_pay_again_what_the_old_one_paid():
    old = rule(1, code="lesson", until=DAY)
    new = rule(2, code="lesson", points=20, since=DAY + timedelta(days=1))
    events = [event(1, 1), event(2, 1, day=DAY + timedelta(days=1)), event(3, 2, day=DAY + timedelta(days=1))]
    assert [(award.rule, award.points) for award in paid_in_all([old, new], events)] == [(1, 10), (2, 20)]


def test_a_repeat_nobody_asked_for_is_not_paid():
    each = rule(once=False)
    events = [event(1), event(2, due=False), event(3)]
    assert [award.record for award in paid_in_all([each], events)] == [1, 3]


def test_what_was_taken_back_frees_the_activity_but_not_the_record():
    paid = Paid()
    paid.add(Award(1, "r1", 1, 1, DAY, 10), taken_back=True)
    assert awards([rule()], event(1), paid) == []
    assert [award.points for award in awards([rule()], event(2), paid)] == [10]
