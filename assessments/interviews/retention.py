"""How long the data of a candidate who was not hired may stay, by country. To be confirmed by the company's lawyer.

Russia: within 30 days of the refusal; Germany 6 months; France 24 months; the Netherlands 4 weeks. Where no rule is
known, 30 days. A candidate who consented to a talent pool stays until the consent is taken back.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Term:
    days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)


TERMS = {"RU": Term(days=30), "DE": Term(months=6), "FR": Term(months=24), "NL": Term(days=28)}
OTHERWISE = Term(days=30)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last: 31 August + 6 months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def term_of(country: str) -> Term:
    return TERMS.get(country.upper(), OTHERWISE)


def delete_by(country: str, ended_on: date, *, in_pool: bool) -> date | None:
    """The day on which everything is erased; None while the consent to the talent pool holds."""
    return None if in_pool else term_of(country).after(ended_on)
