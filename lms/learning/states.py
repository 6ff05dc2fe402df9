"""How far a person is with an activity, folded from the records. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Fact:
    """One record, as far as progress is concerned.

    `done`: its verb counts as done for the activity's kind. `scored`: it is a result, not a part of one.
    """

    at: datetime
    score: float | None
    done: bool
    scored: bool


@dataclass(frozen=True)
class State:
    started_at: datetime | None
    done_at: datetime | None
    last_at: datetime
    best_score: float | None
    last_score: float | None
    times_done: int


def folded(facts: Iterable[Fact]) -> State | None:
    """The state after all facts, in order of time. The same whatever order they arrive in."""
    state: State | None = None
    for fact in sorted(facts, key=_order):
        state = _after(state, fact)
    return state


def _order(fact: Fact) -> tuple[datetime, bool, bool, float]:
    """By time; of the same moment by what they say, so that the outcome never hangs on the order given."""
    return fact.at, fact.done, fact.scored, -1.0 if fact.score is None else fact.score


def _after(state: State | None, fact: Fact) -> State:
    state = state or State(fact.at, None, fact.at, None, None, 0)
    state = replace(state, last_at=fact.at)
    if fact.done:
        state = replace(state, done_at=state.done_at or fact.at, times_done=state.times_done + 1)
    if fact.scored and fact.score is not None:
        best = fact.score if state.best_score is None else max(state.best_score, fact.score)
        state = replace(state, best_score=best, last_score=fact.score)
    return state
