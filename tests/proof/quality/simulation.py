"""Months of invented companies of which the truth is known. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from scipy.stats import norm

from assessments.quality.periods import TARGETS, WEIGHTS, Figures, Priors, Rules, period_score
from assessments.quality.scoring import NORMS, metric_score
from assessments.quality.shrinkage import CSAT_PRIOR, REVIEW_PRIOR, score_priors, share_priors
from assessments.quality.times import Times

MONTHS = 6
RULES = Rules(NORMS, WEIGHTS, TARGETS, 5, "mean")
NOISE = 16.0


@dataclass(frozen=True)
class Agent:
    """What is true: the level of reviews before they are cut at 0 and 100, the share of good ratings, minutes."""

    team: int
    level: float
    good: float
    reply: float
    solving: float

    def true(self, name: str) -> float:
        if name == "reviews":
            return _cut_mean(self.level)
        if name == "csat":
            return metric_score(self.good, NORMS["csat"])
        return metric_score(self.reply if name == "first_response" else self.solving, NORMS[name])


def _cut_mean(level: float) -> float:
    """Of a normal value cut at 0 and 100."""
    low, high = (0 - level) / NOISE, (100 - level) / NOISE
    inside = norm.cdf(high) - norm.cdf(low)
    return float(level * inside - NOISE * (norm.pdf(high) - norm.pdf(low)) + 100 * (1 - norm.cdf(high)))


def company(dice: numpy.random.Generator, teams: Sequence[int]) -> list[Agent]:
    found = []
    for team, size in enumerate(teams):
        level, good = dice.normal(74, 5), float(numpy.clip(dice.normal(0.8, 0.05), 0.6, 0.92))
        kappa = good * (1 - good) / dice.uniform(0.03, 0.09) ** 2 - 1
        spread = dice.uniform(4, 10)
        for _ in range(size):
            found.append(
                Agent(
                    team,
                    float(dice.normal(level, spread)),
                    float(dice.beta(good * kappa, (1 - good) * kappa)),
                    float(20 * dice.lognormal(0, 0.35)),
                    float(110 * dice.lognormal(0, 0.35)),
                )
            )
    return found


def covered(count: int, seed: int, teams: Sequence[int]) -> tuple[int, int]:
    """(months of one person whose interval holds the truth, all of them), from `count` months on."""
    dice = numpy.random.default_rng(seed)
    held = seen = 0
    while seen < count:
        agents = company(dice, teams)
        months = [[_figures(dice, agent) for _ in range(MONTHS)] for agent in agents]
        priors = _priors(agents, months)
        for agent, own in zip(agents, months, strict=True):
            score = period_score(own[-1], RULES, priors[agent.team])
            parts = [part for part in score.parts if part.enough]
            if score.likely is None:
                continue
            weights = [WEIGHTS[part.name] for part in parts]
            truth = numpy.average([agent.true(part.name) for part in parts], weights=weights)
            seen += 1
            held += bool(score.likely.low <= truth <= score.likely.high)
    return held, seen


def _figures(dice: numpy.random.Generator, agent: Agent) -> Figures:
    tickets, reviews = int(dice.poisson(60)), int(dice.poisson(6))
    rated = int(dice.binomial(tickets, 0.42))
    return Figures(
        tickets,
        rated,
        int(dice.binomial(rated, agent.good)),
        Times.of(map(float, agent.reply * dice.lognormal(0, 0.6, tickets))),
        Times.of(map(float, agent.solving * dice.lognormal(0, 0.6, tickets))),
        [float(value) for value in numpy.clip(dice.normal(agent.level, NOISE, reviews), 0, 100)],
    )


def _priors(agents: Sequence[Agent], months: Sequence[Sequence[Figures]]) -> dict[int, Priors]:
    shares: dict[int, list[tuple[int, int]]] = {agent.team: [] for agent in agents}
    scores: dict[int, list[tuple[int, float, float]]] = {agent.team: [] for agent in agents}
    for agent, own in zip(agents, months, strict=True):
        shares[agent.team].append((sum(one.good for one in own), sum(one.rated for one in own)))
        totals = [total for one in own for total in one.reviews]
        scores[agent.team].append((len(totals), sum(totals), sum(total**2 for total in totals)))
    csat, reviews = share_priors(shares), score_priors(scores, REVIEW_PRIOR)
    return {
        team: Priors(csat.get(team, csat.get(None, CSAT_PRIOR)), reviews.get(team, reviews.get(None, REVIEW_PRIOR)))
        for team in shares
    }
