"""Keeps the projections in step with the facts, and computes them anew from the facts alone."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db.models import Exists, Model

from .focus import Result, Story, told, weakest
from .kinds import done_by
from .mastery import Piece, Sums, added, moved, total
from .models import Activity, ActivityState, Evidence, Focus, LearningRecord, Mastery
from .queries import corrections, standing
from .rebuilding import register_projection
from .states import Fact, State, folded
from .verbs import FAILED, PASSED

if TYPE_CHECKING:
    from lms.people.models import User

TOLD = 200  # as many results of the weak skill as its story can need


def fact(verb: str, kind: str, at: datetime, score: float | None) -> Fact:
    return Fact(at, score, verb in done_by(kind), verb in (PASSED, FAILED))


def follow_record(
    row: LearningRecord, pieces: Collection[Evidence], tied: Iterable[LearningRecord]
) -> tuple[State | None, State | None]:
    """Bring this person's projections up to date. Returns the state of the activity before and after.

    `tied`: the record this one corrects, and the one that corrected it before it came. With either, sums
    cannot simply be added to: what they rest on has changed.
    """
    person, tied = row.person, list(tied)
    before = state_of(person, row.activity)
    for other in {record.activity for record in tied} - {row.activity}:
        _refresh_state(person, other)
    state = _refresh_state(person, row.activity)
    if tied:
        _refresh_masteries(person)
        _refresh_focus(person, _known(person))
    elif pieces:
        known = _known(person)
        _refresh_focus(person, known | _add_to_masteries(row, pieces, known))
    return before, state


def state_of(person: "User", activity: Activity) -> State | None:
    fields = State.__dataclass_fields__
    stored = ActivityState.objects.filter(person=person, activity=activity).values(*fields).first()
    return State(**stored) if stored else None


def _refresh_state(person: "User", activity: Activity) -> State | None:
    rows = standing(LearningRecord.objects.filter(person=person, activity=activity))
    facts = rows.values_list("verb", "at", "score")
    state = folded(fact(verb, activity.kind, at, score) for verb, at, score in facts)
    if state is None:
        ActivityState.objects.filter(person=person, activity=activity).delete()
        return None
    ActivityState.objects.bulk_create(
        [ActivityState(person=person, activity=activity, **vars(state))],
        update_conflicts=True,
        unique_fields=["person", "activity"],
        update_fields=list(vars(state)),
    )
    return state


def _known(person: "User") -> dict[int, Sums]:
    rows = Mastery.objects.filter(person=person)
    return {row.skill_id: Sums(row.good, row.bad, row.pieces, row.as_of) for row in rows}


def _add_to_masteries(row: LearningRecord, pieces: Collection[Evidence], known: Mapping[int, Sums]) -> dict[int, Sums]:
    """The sums that have grown, by skill."""
    grown = {
        piece.skill_id: added(known.get(piece.skill_id), Piece(piece.score, piece.weight, row.day)) for piece in pieces
    }
    Mastery.objects.bulk_create(
        [Mastery(person_id=row.person_id, skill_id=skill, **vars(sums)) for skill, sums in grown.items()],
        update_conflicts=True,
        unique_fields=["person", "skill"],
        update_fields=list(Sums.__dataclass_fields__),
    )
    return grown


def _refresh_masteries(person: "User") -> None:
    Mastery.objects.filter(person=person).delete()
    Mastery.objects.bulk_create(masteries(person))


def _refresh_focus(person: "User", known: dict[int, Sums]) -> None:
    focus = _focus_of(person.pk, known)
    if focus is None:
        Focus.objects.filter(person=person).delete()
        return
    fields = ["skill_id", *Story.__dataclass_fields__]
    Focus.objects.bulk_create([focus], update_conflicts=True, unique_fields=["person"], update_fields=fields)


def _focus_of(person: int, known: dict[int, Sums]) -> Focus | None:
    skill = weakest(known)
    if skill is None:
        return None
    rows = Evidence.objects.filter(~Exists(corrections("record__key")), record__person=person, skill=skill)
    last = rows.order_by("-record__at", "-record__key").values_list("score", "record__day", "record__source")
    return _focus(person, skill, [Result(*values) for values in last[:TOLD]][::-1])


def _focus(person: int, skill: int, results: list[Result]) -> Focus | None:
    story = told(results)
    return Focus(person_id=person, skill_id=skill, **vars(story)) if story else None


def focuses() -> Iterator[Focus]:
    """Every focus, from the evidence alone, by person."""
    rows = Evidence.objects.filter(~Exists(corrections("record__key"))).values_list(
        "record__person_id", "skill_id", "score", "weight", "record__day", "record__source"
    )
    ordered = rows.order_by("record__person_id", "record__at", "record__key")
    for person, group in groupby(ordered.iterator(), key=itemgetter(0)):
        known: dict[int, Sums] = {}
        results: dict[int, list[Result]] = {}
        for _, skill, score, weight, day, source in group:
            known[skill] = added(known.get(skill), Piece(score, weight, day))
            results.setdefault(skill, []).append(Result(score, day, source))
        weak = weakest(known)
        focus = _focus(person, weak, results[weak][-TOLD:]) if weak is not None else None
        if focus:
            yield focus


def states() -> Iterator[ActivityState]:
    """Every activity state, from the records alone, by person and activity."""
    rows = (
        standing(LearningRecord.objects.all())
        .order_by("person_id", "activity_id")
        .values_list("person_id", "activity_id", "activity__kind", "verb", "at", "score")
    )
    for (person, activity, kind), group in groupby(rows.iterator(), key=lambda row: row[:3]):
        state = folded(fact(verb, kind, at, score) for *_, verb, at, score in group)
        if state:
            yield ActivityState(person_id=person, activity_id=activity, **vars(state))


def masteries(person: "User | None" = None) -> Iterator[Mastery]:
    """Every mastery, or those of one person, from the evidence alone, by person and skill."""
    rows = Evidence.objects.filter(~Exists(corrections("record__key")))
    if person is not None:
        rows = rows.filter(record__person=person)
    values = rows.order_by("record__person_id", "skill_id", "pk").values_list(
        "record__person_id", "skill_id", "score", "weight", "record__day"
    )
    for (owner, skill), group in groupby(values.iterator(), key=lambda row: row[:2]):
        sums = total(Piece(score, weight, day) for *_, score, weight, day in group)
        if sums:
            yield Mastery(person_id=owner, skill_id=skill, **vars(sums))


def _at_one_date(stored: Model, computed: Model) -> tuple[dict[str, object], dict[str, object]]:
    """Both sums stated at the later of their two dates: decay is exact, so nothing is lost."""
    both = [Sums(row.good, row.bad, row.pieces, row.as_of) for row in (stored, computed)]  # type: ignore[attr-defined]
    day = max(sums.as_of for sums in both)
    first, second = (vars(moved(sums, day)) for sums in both)
    return first, second


def register() -> None:
    register_projection("activity state", ActivityState, ("person_id", "activity_id"), states)
    register_projection(
        "mastery",
        Mastery,
        ("person_id", "skill_id"),
        masteries,
        tolerances={"good": 1e-9, "bad": 1e-9},
        values=_at_one_date,
    )
    register_projection("focus", Focus, ("person_id",), focuses)
