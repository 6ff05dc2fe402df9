"""What to practise next and why, in words: the weakest skill and the activities that train it. One query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.people.models import User
from lms.ui import dates

from .focus import FROM_TICKETS, Story
from .kinds import activity_kinds
from .models import Activity, ActivityState, Focus, Skill

MOST = 3
STORY = tuple(Story.__dataclass_fields__)
ACTIVITY = ("id", "uid", "kind", "title_en", "title_ru", "seconds")


@dataclass(frozen=True)
class Offer:
    """One activity of the skill. `done`: it was done since the skill was found weak."""

    activity: Activity
    done: bool


@dataclass(frozen=True)
class Proposal:
    skill: Skill
    story: Story
    offers: Sequence[Offer]

    @property
    def why(self) -> str:
        """Why just this skill, as one would say it."""
        story = self.story
        if story.source != FROM_TICKETS:
            return _("The answers so far say that this is worth some practice.")
        if not story.low:
            return _("Ticket reviews say that this is worth some practice.")
        text = ngettext(
            "%(low)s of the last %(n)s ticket review was low here.",
            "%(low)s of the last %(n)s ticket reviews were low here.",
            story.recent,
        )
        return text % {"low": story.low, "n": story.recent}

    @property
    def since(self) -> str:
        """What came after the practice; empty before there was any."""
        story = self.story
        if not story.practised_on:
            return ""
        began = _("Practised since %(day)s.") % {"day": dates.day(story.practised_on)}
        return f"{began} {self._later()}"

    def _later(self) -> str:
        story = self.story
        if not story.later:
            return _("No ticket has been reviewed since.")
        text = ngettext(
            "%(good)s of %(n)s review since then was good.",
            "%(good)s of %(n)s reviews since then were good.",
            story.later,
        )
        return text % {"good": story.later_good, "n": story.later}


def proposals(people: Iterable[User], most: int = MOST) -> dict[int, Proposal]:
    """Per person id what to practise next, for those with a weak skill that something trains. One query."""
    found: dict[int, list[Focus]] = {}
    for row in _rows([person.pk for person in people]):
        found.setdefault(row.person_id, []).append(row)
    return {person: _proposal(rows, most) for person, rows in found.items()}


def proposal_of(person: User, most: int = MOST) -> Proposal | None:
    return proposals([person], most).get(person.pk)


def _proposal(rows: list[Any], most: int) -> Proposal:
    story = Story(**{name: getattr(rows[0], name) for name in STORY})
    offers = [Offer(_activity(row), bool(row.done_at and row.done_at.date() >= story.since)) for row in rows]
    return Proposal(rows[0].skill, story, _chosen(offers)[:most])


def _rows(people: list[int]) -> Iterable[Any]:
    """A row per person and activity that trains the weak skill, with that activity's columns on it."""
    done = ActivityState.objects.filter(
        person=OuterRef("person"), activity=OuterRef("skill__activities"), done_at__isnull=False
    )
    kinds = [kind.name for kind in activity_kinds.values() if kind.practice]
    offered = Q(skill__activities__live=True, skill__activities__kind__in=kinds)
    return (
        Focus.objects.filter(offered, person__in=people, skill__live=True)
        .select_related("skill")
        .annotate(
            done_at=Subquery(done.values("last_at")[:1]),
            **{f"activity_{name}": F(f"skill__activities__{name}") for name in ACTIVITY},
        )
    )


def _activity(row: Any) -> Activity:
    return Activity(**{name: getattr(row, f"activity_{name}") for name in ACTIVITY})


def _chosen(offers: list[Offer]) -> list[Offer]:
    """The best of each kind, in the order of kinds: not done since the skill was found weak, what one can read."""
    ordered = sorted(offers, key=lambda offer: (offer.done, _foreign(offer.activity), offer.activity.pk))
    firsts: dict[str, Offer] = {}
    for offer in ordered:
        firsts.setdefault(offer.activity.kind, offer)
    return sorted(firsts.values(), key=lambda offer: _rank(offer.activity))


def _rank(activity: Activity) -> tuple[int, str]:
    return activity_kinds[activity.kind].practice, activity.kind


def _foreign(activity: Activity) -> bool:
    own, other = activity.title_ru, activity.title_en
    return not (own if get_language() == "ru" else other)
