from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from wagtail.models import Locale

from courses.minutes.models import CardOption, MinuteCard
from lms.learning.models import Activity, Skill
from lms.people.models import User

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)  # 9:10 in Moscow, a working Monday


def add_card(title: str, kind: str = "fact", *, skills: tuple[Skill, ...] = (), language: str = "en") -> MinuteCard:
    """A published card: a fact or situation with three answers, the second right; a phrase with one wording."""
    card = MinuteCard(
        kind=kind,
        title=title,
        text=f"{title}: what is asked?",
        why=f"{title}: because",
        locale=Locale.objects.get(language_code=language),
        live=False,
    )
    words = ("I am sorry",) if kind == "phrase" else tuple(f"{title} answer {n}" for n in range(3))
    card.options = [
        CardOption(text=text, right=kind == "phrase" or n == 1, why=f"{title} after {n}", sort_order=n)
        for n, text in enumerate(words)
    ]
    card.skills = list(skills)
    card.save()
    card.save_revision().publish()
    card.refresh_from_db()
    return card


def activity_of(card: MinuteCard) -> Activity:
    return Activity.objects.get(uid=card.translation_key)


def right_of(card: MinuteCard) -> str:
    return str(card.options.filter(right=True).first().uid)


def wrong_of(card: MinuteCard) -> str:
    return str(card.options.filter(right=False).first().uid)


@pytest.fixture
def apologise(db: None) -> Skill:
    return Skill.objects.create(slug="apologise", name_en="Apologise", name_ru="Извиниться")


@pytest.fixture
def answered() -> Callable[..., object]:
    """`answered(person, card, right=True, certainty="sure", at=…)`, through the action."""
    from courses.minutes.actions import answer
    from courses.minutes.queries import shown

    def give(person: User, card: MinuteCard, *, right: bool = True, certainty: str = "sure", **more: object):
        snapshot = shown(activity_of(card), card.locale.language_code)
        words = "I am sorry" if right else "Whatever"
        option = right_of(card) if right else wrong_of(card) if card.kind != "phrase" else ""
        given = {"words": words} if card.kind == "phrase" else {"option": option}
        return answer(person=person, snapshot=snapshot, certainty=certainty, seconds=20, **given, **more)

    return give


def later(days: int, at: datetime = NINE) -> datetime:
    return at + timedelta(days=days)
