"""The pages of ticket quality, as the line of tabs over each of them shows them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.people.models import Team

Place = tuple[str, str, str]  # name, label, address


def tabs(
    current: str, *, own: bool, teams: Iterable[Team], everything: bool, reviewer: bool, administrator: bool = False
) -> list[dict[str, Any]]:
    """The pages of ticket quality this person may open; those of one kind stand together as `parts` of one tab."""
    teams = list(teams)
    groups = [
        _group("", [("own", _("My quality"), reverse("quality"))] if own else []),
        _group("", _team(teams)),
        _group(_("Reviews"), _reviews(reviewer=reviewer, everything=everything, leads=bool(teams))),
        _group(_("Tickets"), _tickets()),
        _group(_("Customers"), _customers(asks=everything or bool(teams))),
        _group(_("Set up"), _setting_up(everything=everything, administrator=administrator)),
    ]
    return [_tab(label, places, current) for label, places in groups if places]


def _group(label: str, places: list[Place]) -> tuple[str, list[Place]]:
    """One page alone goes by its own name."""
    return label if len(places) > 1 else places[0][1] if places else "", places


def _tab(label: str, places: list[Place], current: str) -> dict[str, Any]:
    parts = [{"label": text, "url": url, "current": name == current} for name, text, url in places]
    here = any(part["current"] for part in parts)
    return {"label": label, "url": places[0][2], "current": here, "parts": parts if here and len(parts) > 1 else []}


def _team(teams: list[Team]) -> list[Place]:
    if len(teams) == 1:
        return [("team", _("Team"), reverse("quality_team", args=[teams[0].pk]))]
    return [("team", _("Teams"), reverse("quality_teams"))] if teams else []


def _reviews(*, reviewer: bool, everything: bool, leads: bool) -> list[Place]:
    places = [("reviews", _("To review"), reverse("quality_reviews"))] if reviewer else []
    if everything or leads:
        places.append(("draws", _("Draws"), reverse("quality_draws")))
        places.append(("second looks", _("Second looks"), reverse("quality_second_looks")))
    if everything:
        places.append(("comparing", _("Comparing"), reverse("quality_comparing")))
        places.append(("strictness", _("Reviewers"), reverse("quality_strictness")))
    return places


def _tickets() -> list[Place]:
    return [("tickets", _("Tickets"), reverse("quality_tickets")), ("late", _("Late"), reverse("quality_late"))]


def _customers(*, asks: bool) -> list[Place]:
    places = [("comments", _("Customers' words"), reverse("quality_comments"))]
    return [*places, ("asking", _("Asking customers"), reverse("quality_asking"))] if asks else places


def _setting_up(*, everything: bool, administrator: bool) -> list[Place]:
    places = []
    if everything:
        places.append(("connections", _("Connections"), reverse("quality_connections")))
        places.append(("import", _("Import"), reverse("quality_import")))
        places.append(("who", _("Who is who"), reverse("quality_who")))
    if administrator:
        places.append(("rules", _("How it is counted"), reverse("quality_rules")))
    return places
