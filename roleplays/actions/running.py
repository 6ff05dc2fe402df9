from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.learning.actions import finish_pass, record
from lms.learning.models import Activity, ContentSnapshot, Skill
from lms.learning.verbs import FAILED, PASSED, STARTED
from lms.people.models import User
from lms.people.queries import zone_of
from roleplays import queries
from roleplays.engine import PASS, Talk, read_bounds
from roleplays.models import Run
from roleplays.ownwords.texts import MOST
from roleplays.places import ROLEPLAY
from roleplays.talks import talk_of

PAUSE = timedelta(minutes=3)  # what is longer was not spent on the talk


@transaction.atomic
def start_run(
    *,
    person: User,
    snapshot: ContentSnapshot,
    official: bool = False,
    own_words: bool = False,
    unhurried: bool = False,
    came_from: Activity | None = None,
    at: datetime | None = None,
) -> Run:
    """Begin a talk. One that was begun a moment ago and has no reply yet is that talk.

    `own_words`: the replies stay folded away until one asks for them. `unhurried`: without the clock, in practice only.
    """
    at = at or timezone.now()
    unhurried = unhurried and not official
    fresh = queries.open_run(person, snapshot.activity, official=official)
    asked = (snapshot.pk, own_words, unhurried)
    if fresh and not fresh.steps and (fresh.snapshot_id, fresh.own_words, fresh.unhurried) == asked:
        return fresh
    run = Run.objects.create(
        person=person,
        snapshot=snapshot,
        official=official,
        own_words=own_words,
        unhurried=unhurried,
        came_from=came_from,
        started_at=at,
        moved_at=at,
    )
    _record_start(run, at)
    return run


def _record_start(run: Run, at: datetime) -> None:
    activity = run.snapshot.activity
    key = f"started:{activity.uid}:{run.person_id}"
    record(person=run.learner, verb=STARTED, activity=activity, key=key, source=ROLEPLAY, at=at)


@transaction.atomic
def reply(*, run: Run, turn: int, choice_uid: str, said: str = "", at: datetime | None = None) -> Run:
    """Say one thing. `turn`: how many replies there were when it was shown. `said`: the own words taken for it.

    What was shown before another tab went on is left alone, so sending twice is once. The last reply finishes
    the run. Raises `NotOffered`.
    """
    at = at or timezone.now()
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("snapshot__activity", "person", "guest")
        .get(pk=run.pk)
    )
    if run.done or turn != len(run.steps):
        return run
    here = talk_of(run).node
    step = {"node": here.uid, "choice": choice_uid} | ({"said": _cut(said)} if said.strip() else {})
    run.steps = [*run.steps, step | _time(run, at)]
    talk = talk_of(run)
    run.seconds += round(min(at - run.moved_at, PAUSE).total_seconds())
    run.moved_at = at
    if talk.over:
        _finish(run, talk, at)
    run.save(update_fields=["steps", "seconds", "moved_at", "finished_at", "score"])
    return run


def _time(run: Run, at: datetime) -> dict[str, int]:
    """How long the customer waited for the reply, where the talk has a clock."""
    return {"took": max(0, round((at - run.moved_at).total_seconds()))} if run.reply_seconds else {}


def _cut(said: str) -> str:
    """What can be stored; as much as is looked at."""
    return " ".join(said.replace("\x00", " ").encode(errors="replace").decode().split())[:MOST]


def _finish(run: Run, talk: Talk, at: datetime) -> None:
    bounds = read_bounds(run.snapshot.body["bounds"])
    run.finished_at, run.score = at, bounds.score(talk.turns)
    if run.guest:
        finish_pass(guest=run.guest, score=run.score, seconds=run.seconds, at=at)
    else:
        _record_end(run, run.score, bounds.shares(talk.turns), at)


def _record_end(run: Run, score: float, shares: dict[str, float], at: datetime) -> None:
    activity = run.snapshot.activity
    record(
        person=run.learner,
        verb=PASSED if score >= PASS else FAILED,
        activity=activity,
        key=f"{ROLEPLAY}:{run.uid}",
        source=ROLEPLAY,
        score=score,
        seconds=run.seconds,
        evidence=_evidence(run, shares, at),
        context={"snapshot": run.snapshot.hash, "run": str(run.uid)},
        at=at,
    )


def _evidence(run: Run, shares: dict[str, float], at: datetime) -> dict[Skill, float]:
    """What the talk shows per skill. Of a scenario only the first whole talk of a day counts, not a second try."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=run.learner.pk)
    day = at.astimezone(zone_of(run.learner)).date()
    if run.kept or queries.counted_on(run.learner, run.snapshot.activity, day):
        return {}
    return {skill: shares[skill.slug] for skill in Skill.objects.filter(slug__in=shares)}


@transaction.atomic
def try_again(*, run: Run, turn: int, at: datetime | None = None) -> Run:
    """A practice run that begins with the first `turn` replies of this one. Raises ValueError beyond its end."""
    at = at or timezone.now()
    if not 0 <= turn <= len(run.steps):
        raise ValueError(turn)
    return Run.objects.create(
        person=run.learner,
        snapshot=run.snapshot,
        steps=run.steps[:turn],
        kept=turn,
        again_of=run,
        own_words=run.own_words,
        unhurried=run.unhurried,
        came_from=run.came_from,
        started_at=at,
        moved_at=at,
    )
