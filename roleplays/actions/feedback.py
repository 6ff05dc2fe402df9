from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.ops.actions import audit, notify
from lms.people.models import User
from lms.people.queries import today_of
from roleplays import queries
from roleplays.models import Run, TurnNote

ASKED, NOTED = "roleplay.feedback_asked", "roleplay.noted"


@transaction.atomic
def ask_for_feedback(*, run: Run, at: datetime | None = None) -> Run:
    """The person shows a finished talk to their lead, who hears of it. Asking twice is once. Raises ValueError."""
    at = at or timezone.now()
    run = Run.objects.select_for_update(of=("self",)).select_related("person").get(pk=run.pk)
    if not run.done:
        raise ValueError("a talk is shown when it is over")
    if run.asked_at is None:
        run.asked_at = at
        run.save(update_fields=["asked_at"])
        for lead in queries.leads_of(run.learner, today_of(run.learner)):
            key, args = f"{ASKED}:{run.pk}:{lead.pk}", {"run": str(run.uid)}
            notify(person=lead, kind=ASKED, key=key, reason="leads", args=args, at=at)
        audit(by=run.person, verb="roleplay feedback asked for", subject=run, at=at)
    return run


@transaction.atomic
def add_note(*, run: Run, turn: int, text: str, by: User, at: datetime | None = None) -> TurnNote:
    """Beside one reply; 0 is the talk as a whole. The other side hears of it, once a day. Raises ValueError."""
    at, text = at or timezone.now(), text.strip()
    if not text or not 0 <= turn <= len(run.steps):
        raise ValueError(turn)
    row = TurnNote.objects.create(run=run, turn=turn, text=text, by=by, at=at)
    for person in _others(run, by):
        key, args = f"{NOTED}:{run.pk}:{person.pk}:{at:%Y-%m-%d}", {"run": str(run.uid)}
        reason = "yours" if person.pk == run.person_id else "wrote"
        notify(person=person, kind=NOTED, key=key, reason=reason, args=args, at=at)
    audit(by=by, verb="roleplay note written", subject=run, at=at, turn=turn)
    return row


def _others(run: Run, by: User) -> list[User]:
    """Of a lead's words the person hears; of the person's, whoever wrote before."""
    if by.pk != run.person_id:
        return [run.learner]
    return list(User.objects.filter(pk__in=run.notes.exclude(by=by).values("by"), is_active=True))
