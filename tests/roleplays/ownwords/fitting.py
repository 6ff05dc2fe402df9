"""How the numbers of `roleplays.ownwords.deciding` came about: `python -m tests.roleplays.ownwords.fitting`.

From the training half alone, with the authors' phrases and once more without them, so that a scenario whose author gave
none is not trusted too much.
"""

from collections.abc import Sequence

import numpy as np

from roleplays.ownwords import phrases, semantic
from roleplays.ownwords.deciding import UNRELATED, Fit, lead_of

from .evaluation import TRAINING, Case, cases

RIDGE = 0.1
WRONG = 0.02  # of what fits nothing at most this much goes on by itself
RIGHT = 0.98  # of what goes on by itself at least this much as what was meant
LOST = 0.08  # of what fits a reply at most this much is not even asked about
STEPS = np.arange(0, 1.01, 0.01)


def training() -> list[Case]:
    rows = cases(TRAINING)
    return [*rows, *(case.bare for case in rows)]


def fitted(*, model: bool) -> Fit:
    rows = training()
    by_words = [phrases.scores(case.text, case.offered) for case in rows]
    if not model:
        return _thresholds(_fit(rows, by_words, 0.0), rows, by_words)
    by_meaning = [semantic.scores(case.text, case.offered) for case in rows]
    tried = []
    for share in np.arange(0.1, 1.0, 0.1).round(1):
        near = [_mixed(a, b, share) for a, b in zip(by_meaning, by_words, strict=True)]
        fit = _fit(rows, near, float(share))
        tried.append((_likelihood(fit, rows, near), fit, near))
    _best, fit, near = max(tried, key=lambda item: item[0])
    return _thresholds(fit, rows, near)


def _mixed(meaning: Sequence[float], words: Sequence[float], share: float) -> list[float]:
    return [share * (a - UNRELATED) / (1 - UNRELATED) + (1 - share) * b for a, b in zip(meaning, words, strict=True)]


def _right(rows: Sequence[Case], near: Sequence[Sequence[float]]) -> np.ndarray:
    """Per case, whether the nearest reply is what was meant."""
    pairs = zip(rows, near, strict=True)
    return np.array([case.offered[int(np.argmax(values))].uid == case.meant for case, values in pairs], dtype=float)


def _fit(rows: Sequence[Case], near: Sequence[Sequence[float]], share: float) -> Fit:
    """Logistic regression with a little ridge, by Newton's method."""
    x = np.array([[1.0, max(values), lead_of(values)] for values in near])
    y, weights, ridge = _right(rows, near), np.zeros(3), np.diag([0.0, RIDGE, RIDGE])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = x.T @ (x * (p * (1 - p))[:, None]) + ridge
        weights = weights + np.linalg.solve(hessian, x.T @ (y - p) - ridge @ weights)
    base, best, lead = (round(float(value), 2) for value in weights)
    return Fit(meaning=share, base=base, best=best, lead=lead, sure=1.0, maybe=0.0)


def _confidence(fit: Fit, near: Sequence[Sequence[float]]) -> np.ndarray:
    return np.array([fit.confidence(max(values), lead_of(values)) for values in near])


def _likelihood(fit: Fit, rows: Sequence[Case], near: Sequence[Sequence[float]]) -> float:
    p, y = _confidence(fit, near), _right(rows, near)
    return float(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))


def _thresholds(fit: Fit, rows: Sequence[Case], near: Sequence[Sequence[float]]) -> Fit:
    p, right = _confidence(fit, near), _right(rows, near)
    fits = np.array([bool(case.meant) for case in rows])
    sure = next(
        step for step in STEPS if np.mean(p[~fits] >= step) <= WRONG and (p >= step).any() and _exact(p, right, step)
    )
    maybe = max(step for step in STEPS if np.mean(p[fits] < step) <= LOST)
    return Fit(fit.meaning, fit.base, fit.best, fit.lead, sure=round(float(sure), 2), maybe=round(float(maybe), 2))


def _exact(p: np.ndarray, right: np.ndarray, step: float) -> bool:
    return float(np.mean(right[p >= step])) >= RIGHT


if __name__ == "__main__":
    for model in (False, True):
        print(fitted(model=model))  # noqa: T201
