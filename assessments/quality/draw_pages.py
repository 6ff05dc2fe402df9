"""What the page of draws says, in words. Nothing here writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import queries, review_queries
from .models import Plan, Sample
from .sampling import CHANGE, Frame, draw_week, seats, weeks_to_see


@dataclass(frozen=True)
class PlanLine:
    """A plan with what it costs and what can be told from it. `people`: in the team, without the reviewer."""

    plan: Plan
    people: int
    drawn: bool

    @property
    def minutes_each(self) -> int:
        return review_queries.plan_minutes(self.plan)

    @property
    def wanted(self) -> int:
        return self.plan.each * self.people

    @property
    def fits(self) -> int:
        return min(self.wanted, seats(self.plan.minutes, self.minutes_each))

    @property
    def budget(self) -> str:
        """Whether the minutes are enough."""
        minutes = self.plan.minutes
        if self.fits == self.wanted:
            return _("%(needed)s of %(minutes)s minutes are needed.") % {
                "needed": self.fits * self.minutes_each,
                "minutes": minutes,
            }
        text = ngettext(
            "%(minutes)s minutes are enough for %(fits)s ticket of %(wanted)s; whose turn it is changes by the week.",
            "%(minutes)s minutes are enough for %(fits)s tickets of %(wanted)s; whose turn it is changes by the week.",
            self.fits,
        )
        return text % {"minutes": minutes, "fits": self.fits, "wanted": self.wanted}

    @property
    def told(self) -> list[str]:
        """After how many weeks a change shows, of one person and of the team."""
        one = weeks_to_see(self.fits / self.people) if self.people else None
        team = weeks_to_see(self.fits)
        if one is None or team is None:
            return [_("Nothing can be told: no ticket fits into the minutes.")]
        first = ngettext(
            "A change of %(points)s points in one person shows after about %(n)s week.",
            "A change of %(points)s points in one person shows after about %(n)s weeks.",
            one,
        )
        second = ngettext(
            "In the whole team it shows after about %(n)s week.",
            "In the whole team it shows after about %(n)s weeks.",
            team,
        )
        return [first % {"points": CHANGE, "n": one}, second % {"n": team}]


def plan_lines(plans: Sequence[Plan]) -> list[PlanLine]:
    """Two queries whatever their number."""
    if not plans:
        return []
    today = queries.company_today()
    members = review_queries.members_by_team([plan.team_id for plan in plans], today)
    drawn = review_queries.drawn_in(today - timedelta(days=today.weekday()))
    return [
        PlanLine(
            plan,
            len(members.get(plan.team_id, set()) - {plan.reviewer_id}),
            (plan.team_id, plan.reviewer_id) in drawn,
        )
        for plan in plans
    ]


@dataclass(frozen=True)
class SampleLine:
    """A draw, and whether its seed draws the same tickets again."""

    sample: Sample
    again: bool


def sample_lines(samples: Iterable[Sample]) -> list[SampleLine]:
    rows = list(samples)
    kept = review_queries.picks_of(rows)
    return [SampleLine(row, _again(row, kept)) for row in rows]


def _again(sample: Sample, kept: Mapping[int, Sequence[int]]) -> bool:
    return draw_week(Frame.read(sample.frame), sample.each, sample.seed) == kept.get(sample.pk, [])
