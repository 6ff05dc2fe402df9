from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.ops.actions import audit, notify
from lms.people.models import User
from roleplays.models import Run, Suggestion
from roleplays.talks import talk_of

DECIDED = "roleplay.suggestion_decided"
State = Suggestion.State


def suggest(*, run: Run, turn: int, text: str, at: datetime | None = None) -> Suggestion:
    """How the talk could be better, at one reply or (0) as a whole. Raises ValueError beyond its end
    and for a guest."""
    turns = talk_of(run).turns
    if not 0 <= turn <= len(turns):
        raise ValueError(turn)
    node = turns[turn - 1].node if turn else None
    return Suggestion.objects.create(
        activity=run.snapshot.activity,
        snapshot=run.snapshot,
        node=node.uid if node else "",
        heard=node.text if node else "",
        text=text.strip(),
        by=run.learner,
        at=at or timezone.now(),
    )


@transaction.atomic
def decide_suggestion(
    *, suggestion: Suggestion, state: str, answer: str, by: User, at: datetime | None = None
) -> Suggestion:
    """Whoever suggested it hears of it once it is decided, and again only when the decision changes."""
    at = at or timezone.now()
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    changed, row.state, row.answer = row.state != state, state, answer.strip()
    waits = state == State.WAITING
    row.decided_by, row.decided_at = (None, None) if waits else (by, at)
    row.save()
    if changed and not waits:
        key, args = f"{DECIDED}:{row.pk}:{state}", {"suggestion": row.pk}
        notify(person=row.by, kind=DECIDED, key=key, reason="yours", args=args, at=at)
    audit(by=by, verb="roleplay suggestion decided", subject=row, at=at, state=state)
    return row
