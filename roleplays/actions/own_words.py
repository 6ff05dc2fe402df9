"""Own words in a talk: heard, kept for the author where no reply fits, and what the author makes of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from lms.people.models import User
from roleplays import hearing, queries
from roleplays.models import OwnWords, Run, Scenario
from roleplays.ownwords import SURE, UNSURE, Heard
from roleplays.ownwords.keeping import keepable
from roleplays.ownwords.texts import plain
from roleplays.talks import talk_of

from .running import reply

MOST_KEPT = 100  # of one person in one scenario: who types for fun fills nobody's list


@dataclass(frozen=True)
class Answer:
    """`heard` is None where nothing was asked: the talk had gone on, is over, or nothing was typed."""

    run: Run
    heard: Heard | None = None


def say(*, run: Run, turn: int, words: str, at: datetime | None = None) -> Answer:
    """Answer in own words. What is sure goes on as that reply; else the talk stands where it stood.

    Listening may take its time, so it happens outside the transaction. `turn` as in `reply`.
    """
    at = at or timezone.now()
    run = Run.objects.select_related("snapshot__activity", "person").get(pk=run.pk)
    talk = talk_of(run)
    if run.done or turn != len(run.steps) or not talk.options or not words.strip():
        return Answer(run)
    heard = hearing.hear(words, talk)
    if heard.kind == SURE:
        return Answer(reply(run=run, turn=turn, choice_uid=heard.guesses[0].uid, said=words, at=at), heard)
    if heard.kind != UNSURE:
        keep_words(run=run, words=words, at=at)
    return Answer(run, heard)


@transaction.atomic
def keep_words(*, run: Run, words: str, meant: str = "", at: datetime | None = None) -> OwnWords | None:
    """For the author, where the talk stands now. None: an address is in it, it is no
    reply at all, it was settled before, there is much of that person already, or it is a guest."""
    if run.guest_id:
        return None
    text = keepable(words)
    place: dict[str, Any] = {
        "scenario_key": run.snapshot.activity.uid,
        "language": run.snapshot.language,
        "node": talk_of(run).node.uid,
        "plain": plain(text),
    }
    if not place["plain"] or queries.settled(**place):
        return None
    if queries.kept_of(run.learner, place["scenario_key"]) >= MOST_KEPT:
        return None
    row, _new = OwnWords.objects.update_or_create(
        person=run.learner, **place, defaults={"meant": meant} if meant else {}, create_defaults=_fresh(text, meant, at)
    )
    return row


def _fresh(text: str, meant: str, at: datetime | None) -> dict[str, Any]:
    return {"text": text, "meant": meant, "at": at or timezone.now()}


@transaction.atomic
def drop_words(*, words: OwnWords, at: datetime | None = None) -> None:
    """They were no reply to learn from: the same words are not kept again here, whoever says them."""
    OwnWords.objects.filter(**words.of_same()).update(settled_at=at or timezone.now())


@transaction.atomic
def take_up_words(*, words: OwnWords, scenario: Scenario, choice_uid: str, by: User) -> Scenario:
    """They become another way to say a reply, in a new draft. Raises ValueError for a reply that is not there."""
    draft: Any = scenario.get_latest_revision_as_object()
    value = _reply_of(draft, words.node, choice_uid)
    lines = [*value.get("phrases", "").splitlines(), words.text]
    value["phrases"] = "\n".join(dict.fromkeys(line.strip() for line in lines if line.strip()))
    draft.save_revision(user=by)
    drop_words(words=words)
    return scenario


def _reply_of(draft: Any, node: str, choice_uid: str) -> Any:
    blocks = (block for block in draft.body if block.id == node and "replies" in block.value)
    for block in blocks:
        for bound in block.value["replies"].bound_blocks:
            if bound.id == choice_uid and "text" in bound.value:
                return bound.value
    raise ValueError(choice_uid)
