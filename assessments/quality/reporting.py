"""The figures of a report, group by group, straight from tickets and reviews: exact, nothing rounded. No Django."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from statistics import fmean, median

from .periods import Figures, Rules, period_score
from .scoring import GOOD_RATING, internal_quality_score
from .times import Times


@dataclass(frozen=True)
class Fact:
    """One solved ticket. Minutes; `csat` 0–1; `csat_raw` as the help desk wrote it."""

    first_response: float | None
    resolution: float | None
    csat: float | None = None
    csat_raw: str = ""


@dataclass(frozen=True)
class Limits:
    """`first_response`: minutes, `resolution`: hours. None: not asked."""

    first_response: float | None = None
    resolution: float | None = None


@dataclass(frozen=True)
class Summary:
    """Of one group. First response in minutes, resolution in hours, CSAT 0–1; None where nothing is known.

    `csat_raw_mean`: on the help desk's own scale, where every rating of the group is a number. `sla_breaches`: tickets
    over at least one of the limits asked for; None without limits. `score`: by the company's weights, None too early.
    """

    n: int
    first_response_n: int
    first_response_mean: float | None
    first_response_median: float | None
    resolution_n: int
    resolution_mean: float | None
    resolution_median: float | None
    csat_n: int
    csat_mean: float | None
    csat_good: float | None
    csat_raw_mean: float | None
    sla_breaches: int | None
    sla_first_response_breaches: int | None
    sla_resolution_breaches: int | None
    reviews: int
    iqs: float | None
    score: float | None

    def as_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


@dataclass
class Group:
    facts: list[Fact] = field(default_factory=list)
    reviews: list[float] = field(default_factory=list)


def grouped(facts: Iterable[tuple[str, Fact]], reviews: Iterable[tuple[str, float]]) -> dict[str, Group]:
    found: dict[str, Group] = defaultdict(Group)
    for key, fact in facts:
        found[key].facts.append(fact)
    for key, total in reviews:
        found[key].reviews.append(total)
    return dict(sorted(found.items()))


def summary(group: Group, rules: Rules, limits: Limits) -> Summary:
    replies = [fact.first_response for fact in group.facts if fact.first_response is not None]
    minutes = [fact.resolution for fact in group.facts if fact.resolution is not None]
    hours = [value / 60 for value in minutes]
    rated = [fact.csat for fact in group.facts if fact.csat is not None]
    good = [float(value >= GOOD_RATING) for value in rated]
    figures = Figures(len(group.facts), len(rated), int(sum(good)), Times.of(replies), Times.of(minutes), group.reviews)
    return Summary(
        n=len(group.facts),
        first_response_n=len(replies),
        first_response_mean=_mean(replies),
        first_response_median=median(replies) if replies else None,
        resolution_n=len(hours),
        resolution_mean=_mean(hours),
        resolution_median=median(hours) if hours else None,
        csat_n=len(rated),
        csat_mean=_mean(rated),
        csat_good=_mean(good),
        csat_raw_mean=_raw_mean(group.facts),
        **_breaches(group.facts, limits),
        reviews=len(group.reviews),
        iqs=internal_quality_score(group.reviews),
        score=period_score(figures, rules).mean,
    )


def _mean(values: list[float]) -> float | None:
    return fmean(values) if values else None


def _raw_mean(facts: Iterable[Fact]) -> float | None:
    try:
        return _mean([float(fact.csat_raw.replace(",", ".")) for fact in facts if fact.csat is not None])
    except ValueError:
        return None


def _breaches(facts: Iterable[Fact], limits: Limits) -> Mapping[str, int | None]:
    late = [_late(fact, limits) for fact in facts]
    asked = limits.first_response is not None or limits.resolution is not None
    return {
        "sla_breaches": sum(any(pair) for pair in late) if asked else None,
        "sla_first_response_breaches": sum(a for a, _ in late) if limits.first_response is not None else None,
        "sla_resolution_breaches": sum(b for _, b in late) if limits.resolution is not None else None,
    }


def _late(fact: Fact, limits: Limits) -> tuple[bool, bool]:
    """A limit is kept to the minute: exactly at it is in time."""
    reply = limits.first_response is not None and fact.first_response is not None
    whole = limits.resolution is not None and fact.resolution is not None
    return (
        reply and fact.first_response > limits.first_response,  # type: ignore[operator]
        whole and fact.resolution > 60 * limits.resolution,  # type: ignore[operator]
    )
