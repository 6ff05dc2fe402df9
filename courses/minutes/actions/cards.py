from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from courses.minutes.grading import complaint
from courses.minutes.models import CardOption, MinuteCard
from courses.minutes.places import CARD
from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import Activity, Skill
from lms.ops.actions import audit
from lms.people.models import User


@transaction.atomic
def publish_card(*, card: MinuteCard, at: datetime | None = None) -> Activity:
    """The card went live: its Activity, and an immutable snapshot of what people now see."""
    live = MinuteCard.objects.filter(translation_key=card.translation_key, live=True)
    activity = publish_activity(
        uid=card.translation_key,
        kind=CARD,
        titles=dict(live.values_list("locale__language_code", "title")),
        skills=card.skills.all(),
        seconds=card.seconds,
    )
    take_snapshot(activity=activity, language=card.locale.language_code, body=snapshot_body(card), at=at)
    return activity


def snapshot_body(card: MinuteCard) -> dict[str, Any]:
    """What `grading.card_in` reads."""
    options = [
        {"uid": str(option.uid), "text": option.text, "right": option.right, "why": option.why}
        for option in card.options.all()
    ]
    return {"kind": card.kind, "title": card.title, "text": card.text, "why": card.why, "options": options}


@transaction.atomic
def retire_card(*, card: MinuteCard) -> None:
    """No longer offered once no language is live. What was answered stays."""
    others = MinuteCard.objects.filter(translation_key=card.translation_key, live=True).exclude(pk=card.pk)
    if not others.exists():
        retire_activity(uid=card.translation_key)


class UnfinishedCard(Exception):
    """`code`: what is missing, as `grading.complaint` says it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def write_card(
    *,
    by: User | None,
    language: str,
    kind: str,
    title: str,
    text: str,
    why: str,
    answers: Iterable[tuple[str, bool]],
    skills: Iterable[Skill] = (),
    at: datetime | None = None,
) -> MinuteCard:
    """A lead's own card, live at once in one language; editors find it in their list. Raises `UnfinishedCard`."""
    rows = list(answers)
    missing = complaint(kind, [right for _, right in rows])
    if missing:
        raise UnfinishedCard(missing)
    locale = Locale.objects.get(language_code=language)
    card = MinuteCard(kind=kind, title=title, text=text, why=why, locale=locale, live=False)
    card.options = [CardOption(text=answer, right=right, sort_order=n) for n, (answer, right) in enumerate(rows)]
    card.skills = list(skills)
    card.save()
    card.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    card.refresh_from_db()
    audit(by=by, verb="minute card written", subject=card, at=at)
    return card
