"""The middle 90 % of a Beta distribution. No Django."""


def beta_interval(a: float, b: float) -> tuple[float, float]:
    """The 5 % and 95 % quantiles of Beta(a, b); a, b > 0."""
    from scipy.special import betaincinv  # a quarter of a second of each start, and most processes never ask

    return float(betaincinv(a, b, 0.05)), float(betaincinv(a, b, 0.95))
