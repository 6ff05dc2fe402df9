import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.quality.masking import mask
from gamification.stars import queries
from gamification.stars.models import Concern, Vote, VoteLink
from lms.ops.actions import audit, notify
from lms.people.models import User

CONCERN = "concern"


@transaction.atomic
def make_link(*, person: User, by: User | None, at: datetime | None = None) -> VoteLink:
    """A fresh address; the one before no longer opens."""
    at = at or timezone.now()
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    VoteLink.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    link = VoteLink.objects.create(person=person, token=secrets.token_urlsafe(12), made_by=by, made_at=at)
    audit(by=by, verb="vote link made", subject=link, at=at, person=person.pk)
    return link


def thank(
    *, person: User, form: str, browser: str, mark: str, words: str = "", at: datetime | None = None
) -> Vote | None:
    """Count one customer's thanks. None when this page, browser or phone has thanked already: nothing changes."""
    at = at or timezone.now()
    if queries.is_repeated(person, form, browser, mark):
        return None
    try:
        with transaction.atomic():
            return Vote.objects.create(
                person=person,
                day=queries.company_day(at),
                at=at,
                words=mask(" ".join(words.split()))[:300],
                form=form,
                browser=browser,
                mark=mark,
            )
    except IntegrityError:  # the second of two at once
        return None


@transaction.atomic
def hide_words(*, vote: Vote, by: User, at: datetime | None = None) -> None:
    """The vote counts on; what was written is shown to nobody."""
    Vote.objects.filter(pk=vote.pk).update(hidden=True)
    audit(by=by, verb="words hidden", subject=vote, at=at)


@transaction.atomic
def raise_concern(*, person: User, form: str, words: str, at: datetime | None = None) -> Concern:
    """Write down that something was wrong and tell whoever leads the person. The same page twice is once."""
    at = at or timezone.now()
    concern, created = Concern.objects.get_or_create(
        form=form,
        defaults={"person": person, "day": queries.company_day(at), "at": at, "words": mask(words.strip())[:1000]},
    )
    for lead in queries.leads_of(person, concern.day) if created else ():
        key = f"concern:{concern.pk}:{lead.pk}"
        notify(person=lead, kind=CONCERN, key=key, reason="leads", args={"concern": concern.pk}, at=at)
    return concern


@transaction.atomic
def see_concern(*, concern: Concern, by: User, at: datetime | None = None) -> None:
    _move(concern, Concern.State.SEEN, by, at or timezone.now())


@transaction.atomic
def handle_concern(*, concern: Concern, by: User, at: datetime | None = None) -> None:
    _move(concern, Concern.State.HANDLED, by, at or timezone.now())


def _move(concern: Concern, state: str, by: User, at: datetime) -> None:
    """Only forward: new, seen, handled."""
    row = Concern.objects.select_for_update().get(pk=concern.pk)
    if row.state == Concern.State.HANDLED or row.state == state:
        return
    row.state, row.by, row.seen_at = state, by, row.seen_at or at
    if state == Concern.State.HANDLED:
        row.handled_at = at
    row.save(update_fields=["state", "by", "seen_at", "handled_at"])
    audit(by=by, verb=f"concern {state}", subject=row, at=at)
