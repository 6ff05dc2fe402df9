import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplays.engine.conditions import Unreadable, read_condition

KINDS = {"patience": False, "trust": False, "promised": True}


@pytest.mark.parametrize(
    ("text", "values", "answer"),
    [
        ("patience >= 3", (3, 0, 0), True),
        ("patience > 3", (3, 0, 0), False),
        ("patience = 3 and promised", (3, 0, 1), True),
        ("not promised or trust < 2 and patience != 1", (1, 0, 1), False),
        ("not (promised or trust < 2)", (0, 5, 0), True),
        ("(patience == trust)", (4, 4, 0), True),
        ("promised == yes", (0, 0, 1), True),
        ("не promised и patience <= 2", (2, 0, 0), True),
        ("promised = да или trust > 9", (2, 10, 0), True),
        ("3 < patience", (4, 0, 0), True),
        ("patience > -1 and patience >-2", (0, 0, 0), True),
        ("yes", (0, 0, 0), True),
    ],
)
def test_what_a_condition_says(text, values, answer):
    assert bool(read_condition(text, KINDS).test(values)) is answer


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "end"),
        ("patience >=", "end"),
        ("(patience > 1", "end"),
        ("patience", "yesno"),
        ("promised > 1", "number"),
        ("promised == 1", "yesno"),
        ("patience == yes", "number"),
        ("patience > 1 and trust", "yesno"),
        ("anger > 1", "unknown"),
        ("patience > 1 promised", "word"),
        ("patience > 1)", "word"),
        ("__import__('os')", "word"),
        ("patience + 1 > 2", "word"),
        ("patience -1 > 2", "word"),
        ("patience > - 1", "word"),
        ("patience > 1 and and promised", "word"),
        ("1 < 2 < 3", "word"),
        ("(" * 60 + "promised" + ")" * 60, "long"),
        ("not " * 60 + "promised", "long"),
        ("promised or " * 40 + "promised", "long"),
    ],
)
def test_what_cannot_be_read_says_why(text, reason):
    with pytest.raises(Unreadable) as refused:
        read_condition(text, KINDS)
    assert refused.value.reason == reason


def test_names_are_those_it_looks_at():
    assert read_condition("promised and patience > 1", KINDS).names == {"promised", "patience"}


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("patience trust promised and or not yes ()<>=! 0129"), max_size=60), st.integers(0, 10))
def test_any_text_is_refused_or_total(text, number):
    try:
        condition = read_condition(text, KINDS)
    except Unreadable:
        return
    assert condition.test((number, 10 - number, number % 2)) in (0, 1)
