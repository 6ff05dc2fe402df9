import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gamification.stars import queries
from gamification.stars.circle import DRAWS, chances, star_of
from gamification.stars.models import MonthClose, MonthStanding, RewardChoice, StarChoice
from lms.ops.actions import audit
from lms.people import queries as people
from lms.people.actions import set_settings
from lms.people.models import User

CLOSES_ON = 3  # the day of the following month: ratings of the last days have come by then


class MonthNotOver(ValueError):
    """A month is counted once it is over."""


@transaction.atomic
def close_month(
    *, month: date, by: User | None = None, seed: int | None = None, at: datetime | None = None
) -> MonthClose:
    """Count a month once and for all. Closing it again gives the same row. Raises `MonthNotOver`."""
    at, month = at or timezone.now(), month.replace(day=1)
    if queries.company_day(at) <= queries.last_day(month):
        raise MonthNotOver(f"{month:%Y-%m} is not over yet")
    existing = queries.close_of(month)
    if existing:
        return existing
    return _count(month, by, secrets.randbits(48) if seed is None else seed, at)


def _count(month: date, by: User | None, seed: int, at: datetime) -> MonthClose:
    terms = queries.terms_on(queries.last_day(month))
    facts = {item.person: item for item in queries.facts_of(queries.candidates(month), month, terms.months)}
    found = chances(facts.values(), terms.weights, seed)
    close = MonthClose.objects.create(
        month=month,
        seed=seed,
        draws=DRAWS,
        months=terms.months,
        weights=queries.plain_weights(terms.weights),
        star_id=star_of(found),
        closed_at=at,
        by=by,
    )
    MonthStanding.objects.bulk_create(
        MonthStanding(
            close=close,
            person_id=item.person,
            p_half=item.p_half,
            p_top3=item.p_top3,
            in_circle=item.in_circle,
            inputs=facts[item.person].inputs(),
        )
        for item in found
    )
    audit(by=by, verb="month closed", subject=close, at=at, seed=seed)
    return close


def close_due(*, at: datetime | None = None) -> MonthClose | None:
    """The month before, from the third of the next one on, where the star is switched on; None before that."""
    at = at or timezone.now()
    day = queries.company_day(at)
    if day.day < CLOSES_ON or not people.feature("star"):
        return None
    return close_month(month=queries.month_before(day), at=at)


@transaction.atomic
def take_part(*, person: User, yes: bool, at: datetime | None = None) -> None:
    values = {"takes_part": yes, "at": at or timezone.now()}
    StarChoice.objects.update_or_create(person=person, defaults=values)


@transaction.atomic
def choose_reward(*, close: MonthClose, person: User, reward: str, at: datetime | None = None) -> RewardChoice:
    """The star's own choice; another one later takes its place. Raises ValueError for anybody else."""
    if close.star_id != person.pk or reward not in RewardChoice.Reward.values:
        raise ValueError("Only the star of the month chooses, one of the rewards.")
    values = {"person": person, "reward": reward, "at": at or timezone.now()}
    choice, _ = RewardChoice.objects.update_or_create(close=close, defaults=values)
    audit(by=person, verb="reward chosen", subject=close, at=at, reward=reward)
    return choice


@transaction.atomic
def set_terms(*, values: dict[str, float | int], by: User, at: datetime | None = None) -> list[str]:
    """From today on; months closed stay as they were counted. Keys as in `words.WEIGHTS` and `words.MONTHS`."""
    return set_settings(values=values, by=by, at=at)
