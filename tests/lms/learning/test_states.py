from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.learning.states import Fact, folded

START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 20).map(lambda hours: START + timedelta(hours=hours))
facts = st.builds(Fact, moments, st.none() | st.sampled_from([0.0, 0.4, 1.0]), st.booleans(), st.booleans())
histories = st.lists(facts, min_size=1, max_size=12)


@given(histories, st.randoms())
def test_the_order_of_arrival_does_not_matter(history, dice):
    """Also for facts of the same moment."""
    shuffled = list(history)
    dice.shuffle(shuffled)
    assert folded(history) == folded(shuffled)


@given(histories)
def test_what_a_state_says(history):
    state = folded(history)
    done = [fact.at for fact in history if fact.done]
    scored = [fact.score for fact in history if fact.scored and fact.score is not None]
    assert (state.started_at, state.last_at) == (min(f.at for f in history), max(f.at for f in history))
    assert (state.done_at, state.times_done) == (min(done, default=None), len(done))
    assert state.best_score == max(scored, default=None)
    assert (state.last_score is None) == (not scored)


@given(histories, facts)
def test_more_facts_never_undo(history, more):
    before, after = folded(history), folded([*history, more])
    assert after.times_done >= before.times_done
    assert before.done_at is None or after.done_at <= before.done_at
    assert before.best_score is None or after.best_score >= before.best_score


def test_nothing_happened():
    assert folded([]) is None


def test_the_last_score_is_the_last_in_time():
    late, early = Fact(START + timedelta(days=1), 0.2, False, True), Fact(START, 0.9, True, True)
    assert folded([late, early]).last_score == 0.2


def test_an_answer_is_no_result():
    assert folded([Fact(START, 1.0, False, False)]).best_score is None
