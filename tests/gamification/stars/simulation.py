"""The company of measures §4, simulated: 12 people of known quality, about 22 rated tickets a month each."""

from dataclasses import dataclass

import numpy as np

from gamification.stars.circle import SURE, Facts, Weights, chances, star_of
from gamification.stars.posterior import share_prior

PEOPLE, TICKETS, MEAN, TAU = 12, 22, 0.85, 0.048
ONLY_QUALITY = Weights(quality=1.0, votes=0.0, learning=0.0)


@dataclass
class Tally:
    """How often each way of choosing one names somebody truly among the top three, and how often it names one."""

    points: float
    raw: float
    one_month: float
    three_months: float
    star_right: float
    star_named: float
    circle_named: float
    circle_right: float


def simulated(companies: int, seed: int, draws: int = 400) -> Tally:
    rng = np.random.default_rng(seed)
    hits = {name: [] for name in Tally.__dataclass_fields__}
    for number in range(companies):
        truth, good, rated = _company(rng)
        top = set(np.argsort(-truth)[:3])
        half = set(np.argsort(-truth)[: PEOPLE // 2])
        month, window = (good[0], rated[0]), (good.sum(axis=0), rated.sum(axis=0))
        hits["points"].append(int(np.argmax(month[0])) in top)
        hits["raw"].append(int(np.argmax(month[0] / np.maximum(month[1], 1))) in top)
        hits["one_month"].append(int(np.argmax(_shrunk(*month))) in top)
        hits["three_months"].append(int(np.argmax(_shrunk(*window))) in top)
        found = chances(_facts(*window), ONLY_QUALITY, seed + number, draws)
        star, circle = star_of(found), [item.person for item in found if item.in_circle]
        hits["star_named"].append(star is not None)
        hits["star_right"] += [star in top] if star is not None else []
        hits["circle_named"].append(bool(circle))
        hits["circle_right"] += [person in half for person in circle]
    return Tally(**{name: float(np.mean(values)) if values else 0.0 for name, values in hits.items()})


def _company(rng: np.random.Generator) -> tuple:
    """True share of good ratings, and good and rated in each of three months; some close far more than others."""
    kappa = MEAN * (1 - MEAN) / TAU**2 - 1
    truth = rng.beta(MEAN * kappa, (1 - MEAN) * kappa, PEOPLE)
    volume = TICKETS * rng.lognormal(-0.18, 0.6, PEOPLE)
    rated = rng.poisson(volume, (3, PEOPLE))
    return truth, rng.binomial(rated, truth), rated


def _shrunk(good, rated):
    mean, kappa, _tau = share_prior(good.astype(float), rated.astype(float))
    return (good + mean * kappa) / (rated + kappa)


def _facts(good, rated) -> list[Facts]:
    return [Facts(n, good=int(k), rated=int(all_of)) for n, (k, all_of) in enumerate(zip(good, rated, strict=True))]


__all__ = ["SURE", "Tally", "simulated"]
