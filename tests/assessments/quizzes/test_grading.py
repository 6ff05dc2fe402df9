"""Marks, by examples and by properties."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quizzes import grading, paper
from assessments.quizzes.grading import matches, multiple, short, single

percents = st.lists(st.integers(-100, 100), min_size=1, max_size=8)


def options(values: list[int]) -> dict:
    return {"options": [{"uid": str(n), "text": f"t{n}", "feedback": "", "percent": p} for n, p in enumerate(values)]}


@pytest.mark.parametrize(
    ("pattern", "words", "fits"),
    [
        ("apologise", "  Apologise ", True),
        ("apologise", "apologise first", False),
        ("*apologise*", "I would apologise first", True),
        ("thank*", "thank you", True),
        ("thank*", "no thanks", False),
        ("*you", "thank you", True),
        ("a*b*c", "a b c", True),
        ("a*b*c", "acb", False),
        ("aba*ba", "aba", False),
        ("*", "anything", True),
        ("*", "  ", False),
        (r"5\*", "5*", True),
        (r"5\*", "55", False),
        ("ещё раз", "Еще раз", True),
        ("елка", "ЁЛКА", True),
        ("café", unicodedata.normalize("NFD", "café"), True),
    ],
)
def test_a_short_answer_matches_as_people_write(pattern, words, fits):
    assert matches(pattern, words) is fits


def test_capital_letters_count_when_the_editor_says_so():
    question = {"answers": [{"text": "LAST", "percent": 100, "feedback": "", "uid": "a"}]}
    assert short(question, "last") == 1
    assert short({**question, "case_matters": True}, "last") == 0
    assert short({**question, "case_matters": True}, "LAST") == 1


def test_the_best_accepted_answer_counts():
    accepted = [{"text": text, "percent": percent} for text, percent in (("*", 20), ("sorry*", 100), ("sorry no", 50))]
    assert short({"answers": accepted}, "sorry no") == 1
    assert short({"answers": accepted}, "hello") == 0.2
    assert short({"answers": accepted}, None) == 0


@given(st.text("ab*", max_size=8), st.text("ab", min_size=1, max_size=12))
def test_a_wildcard_is_what_a_regular_expression_says(pattern, words):
    wanted = ".*".join(re.escape(part) for part in pattern.split("*"))
    assert matches(pattern, words) == bool(re.fullmatch(wanted, words))


@given(st.text(max_size=30))
def test_words_match_themselves_however_they_are_spaced_and_composed(words):
    pattern = words.replace("*", r"\*").replace("\\\\*", "*") if "\\" not in words else "x"
    if words.strip() and "\\" not in words:
        assert matches(pattern, f"  {unicodedata.normalize('NFD', words)} ")


@given(percents, st.sets(st.integers(0, 9)))
def test_several_choices_stay_between_0_and_1_and_the_right_ones_make_1(values, chosen):
    question = options(values)
    assert 0 <= multiple(question, [str(n) for n in chosen]) <= 1
    right = [str(n) for n, percent in enumerate(values) if percent > 0]
    assert multiple(question, right) == (1 if right else 0)
    assert multiple(question, None) == 0


@given(percents, st.sets(st.integers(0, 7)), st.integers(0, 7))
def test_one_more_right_choice_never_takes_away(values, chosen, more):
    if more < len(values) and values[more] > 0:
        given_before = [str(n) for n in chosen]
        assert multiple(options(values), [*given_before, str(more)]) >= multiple(options(values), given_before)


def test_choosing_everything_does_not_pay():
    assert multiple(options([50, 50, -50, -50]), ["0", "1", "2", "3"]) == 0
    assert multiple(options([50, 50, -25]), ["0", "2"]) == 0.25


def test_one_right_answer():
    question = options([0, 100, 0])
    assert [single(question, one) for one in ("0", "1", "9", None, ["1"])] == [0, 1, 0, 0, 0]


def body(marks: list[int], pass_mark: int = 50) -> dict:
    items = [{"uid": str(n), "type": "fixed", "skills": ["a"] if n % 2 else ["a", "b"]} for n in range(len(marks))]
    return {"questions": items, "pass_mark": pass_mark}


FIXED = {"fixed": lambda item, answer: float(answer or 0)}


@given(st.lists(st.sampled_from([0, 0.25, 1 / 3, 0.5, 1]), min_size=1, max_size=20), st.integers(1, 100))
def test_a_quiz_is_the_mean_of_its_questions(marks, pass_mark):
    result = grading.grade(body(marks, pass_mark), {str(n): mark for n, mark in enumerate(marks)}, FIXED)
    assert result.score == pytest.approx(sum(marks) / len(marks)) and 0 <= result.score <= 1
    assert result.passed == (100 * result.score >= pass_mark - 1e-9)
    assert result.evidence["a"] == pytest.approx(result.score)
    assert result.evidence["b"] == pytest.approx(sum(marks[::2]) / len(marks[::2]))


def test_seven_of_ten_passes_at_seventy():
    result = grading.grade(body([1] * 10, 70), {str(n): 1 for n in range(7)}, FIXED)
    assert result.passed and result.score == pytest.approx(0.7)


def test_what_is_asked_holds_no_key():
    item = {"uid": "q", "type": "single", "situation": "", "text": "Q", "explanation": "why", "skills": []}
    snapshot = {"shuffle": True, "questions": [{**item, **options([0, 100, 0])}]}
    shown = paper.asked(snapshot, {"q": "1"}, "seed")[0]
    assert {(choice.state, choice.note) for choice in shown.choices} == {("", "")}
    assert [choice.chosen for choice in shown.choices if choice.uid == "1"] == [True]


@given(st.text(max_size=10))
def test_shuffling_loses_nothing_and_is_the_same_at_every_look(seed):
    choices = [paper.Choice(str(n), f"t{n}", False) for n in range(6)]
    once = paper.shuffled(choices, seed)
    assert once == paper.shuffled(choices[::-1], seed)
    assert sorted(once, key=lambda one: one.uid) == choices


def test_only_known_answers_are_kept():
    question = options([0, 100, 0])
    assert paper.read_one(question, ["9", "2"]) == "2" and paper.read_one(question, ["9"]) is None
    assert paper.read_many(question, ["2", "0", "9", "0"]) == ["0", "2"] and paper.read_many(question, []) is None
    assert paper.read_words(question, ["  a\0b "]) == "ab" and paper.read_words(question, ["  "]) is None
    assert len(paper.read_words(question, ["x" * 999])) == 300
