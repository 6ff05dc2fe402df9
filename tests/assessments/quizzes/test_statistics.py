"""The formulas of measures §8 against numbers worked out by hand and against scipy, and their bounds."""

import json
from math import isclose, sqrt

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from assessments.quizzes import statistics
from lms.people.actions import join_team
from lms.people.models import Membership
from tests.conftest import _person

from .conftest import Made

# Five people, three questions: (1,1,1), (1,1,0), (1,0,0), (0,1,0), (0,0,0). Totals 3, 2, 1, 1, 0.
FIVE = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]], dtype=float)
# the first question goes with nothing, and adding up leaves −0.000…
NOUGHT = np.array([[0, 0, 1], [0, 1, 2], [1, 2, 2], [2, 0, 2], [0, 0, 2], [0, 1, 0], [2, 0, 2], [2, 1, 2], [2, 1, 2]])
marks = st.integers(4, 12).flatmap(
    lambda n: st.lists(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=3, max_size=3), min_size=n, max_size=n)
)


def questions(count: int) -> list[dict[str, str]]:
    return [{"uid": str(n)} for n in range(count)]


def test_five_people_by_hand():
    whole = statistics.whole(FIVE)
    assert whole.n == 5 and isclose(whole.mean, 700 / 15) and isclose(whole.median, 100 / 3)
    # variances: 0.3, 0.3, 0.2 of the questions, 1.3 of the totals; α = 3/2 · (1 − 0.8/1.3)
    assert isclose(whole.consistency, 150 * (1 - 0.8 / 1.3))
    assert isclose(whole.error_ratio, 100 * sqrt(1 - 1.5 * (1 - 0.8 / 1.3)))
    assert isclose(whole.error, whole.error_ratio * whole.deviation / 100)
    first, _, third = statistics.items(FIVE, questions(3), [0.25, 0.25, 0.0])
    # the first against the rest (2, 1, 0, 1, 0): cov 0.15, deviations √0.3 and √0.7
    assert isclose(first.facility, 0.6) and isclose(first.deviation, sqrt(0.3))
    assert isclose(first.discrimination, 100 * 0.15 / sqrt(0.3 * 0.7))
    # in order (0,0,1,1,1) and (0,0,1,1,2) the most is cov 0.4
    assert isclose(first.efficiency, 100 * 0.15 / 0.4)
    assert isclose(third.facility, 0.2)


def test_weights_share_a_hundred_and_a_negative_one_is_left_out():
    weights = statistics.effective_weights(FIVE)
    assert isclose(sum(weights), 100)
    against = np.column_stack([FIVE, 1 - FIVE[:, 0]])
    assert statistics.effective_weights(np.column_stack([FIVE, FIVE, 1 - FIVE[:, 0]]))[-1] is None
    assert statistics.items(against, questions(4), [0.0] * 4)[-1].discrimination < 0


def test_who_does_well_elsewhere_fails_here_is_said_once_it_is_sure():
    many = np.repeat(np.column_stack([FIVE, FIVE, 1 - FIVE[:, 0]]), 12, axis=0)
    assert statistics.items(many, questions(7), [0.0] * 7)[-1].notes == ("negative",)
    few = np.column_stack([FIVE, 1 - FIVE[:, 0]])
    assert statistics.items(few, questions(4), [0.0] * 4)[-1].notes == ("too few",)


@settings(deadline=None, max_examples=30)
@given(marks)
@example((NOUGHT / 4).tolist())
def test_bounds_and_the_same_as_scipy(rows):
    table = np.array(rows)
    whole = statistics.whole(table)
    totals = 100 * table.mean(axis=1)
    if np.ptp(totals) > 1e-9:
        assert isclose(whole.skewness, stats.skew(totals, bias=False), abs_tol=1e-6)
        assert isclose(whole.kurtosis, stats.kurtosis(totals, bias=False), abs_tol=1e-6)
    for item in statistics.items(table, questions(3), [0.0] * 3):
        assert 0 <= item.facility_between[0] <= item.facility + 1e-9
        assert item.facility - 1e-9 <= item.facility_between[1] <= 1
        assert item.discrimination is None or abs(item.discrimination) <= 100 + 1e-6
        assert item.efficiency is None or item.efficiency <= 100 + 1e-6
        if item.discrimination and item.efficiency:
            assert (item.discrimination > 0) == (item.efficiency > 0)
            assert abs(item.efficiency) >= abs(item.discrimination) - 1e-6


@pytest.mark.parametrize("rows", [[], [[1.0, 0.0]], [[1.0, 1.0]] * 4])
def test_what_cannot_be_said_is_not_said(rows):
    table = np.array(rows, dtype=float).reshape(len(rows), 2)
    whole = statistics.whole(table)
    assert whole.n == len(rows) and whole.consistency is None and whole.skewness is None
    for item in statistics.items(table, questions(2), [None, 0.5]):
        assert item.discrimination is None and item.notes[0] == "too few"


# on screen and as a command ---------------------------------------------------------------------------


@pytest.fixture
def taken(made: Made, cast) -> Made:
    made.taken(cast.agent, right=1)
    made.taken(cast.agent, right=3)
    made.taken(cast.new_hire, right=0)
    for n in range(4):
        person = _person(f"p{n}", f"Family{n}", "Given", 100)
        join_team(person=person, team=cast.team, role=Membership.Role.MEMBER, since=person.started_on, by=None)
        made.taken(person, right=n)
    return made


def told(capsys, *args) -> list[dict]:
    call_command("quiz_statistics", *args, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_counts_first_attempts(taken, capsys):
    (quiz,) = told(capsys)
    assert (quiz["whole"]["n"], quiz["left_out"]) == (6, 0)
    # first attempts: 1, 0, 0, 1, 2, 3 of three
    assert [item["facility"] for item in quiz["questions"]] == [0.67, 0.33, 0.17]
    assert quiz["questions"][0]["guess"] == 0.33 and quiz["questions"][1]["guess"] is None
    assert quiz["whole"]["mean"] == 38.89


def test_it_counts_last_and_all_attempts_when_asked(taken, capsys):
    (last,), (every,) = told(capsys, "--attempts", "last"), told(capsys, "--attempts", "all")
    assert (last["whole"]["n"], every["whole"]["n"]) == (6, 7)
    assert last["whole"]["mean"] == 50.0


def test_attempts_on_other_questions_are_left_out_and_counted(taken, capsys):
    taken.piece.entries.all()[2].delete()
    taken.piece.refresh_from_db()
    taken.piece.save_revision().publish()
    (quiz,) = told(capsys)
    assert (quiz["whole"]["n"], quiz["left_out"], len(quiz["questions"])) == (0, 6, 2)


def test_an_unknown_quiz_is_refused_with_the_names_there_are(made, capsys):
    with pytest.raises(CommandError, match="There is no quiz “Nothing”"):
        call_command("quiz_statistics", "Nothing")
    call_command("quiz_statistics", made.piece.title)
    assert "0 attempts" in capsys.readouterr().out


def test_the_results_page_tells_the_hardest_question_first(taken, cast, visit):
    page = visit(cast.manager).get(f"/quiz/{taken.activity.uid}/results/?team={cast.team.pk}").content.decode()
    part = page[page.index('id="questions"') :]
    assert part.index("Third") < part.index("Second") < part.index("First")
    assert "Too few attempts to say more" in part
