"""What the company set: norms, weights, how many are enough. Dated settings, so that the past stays as it was."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.people import queries as people
from lms.people.settings_registry import Setting, add

from .periods import PARTS, TARGETS, WEIGHTS, Rules
from .scoring import ENOUGH, NORMS, Norm

LINES = ("csat", "first_response", "resolution")
# By channel [first reply, solution] in minutes, "" for all others, null for none (seed 000: chat 1–2 min, e-mail 1 h).
LIMITS: dict[str, list[float | None]] = {"": [60, None], "chat": [2, None]}
Limits = dict[str, tuple[float | None, float | None]]


def register() -> None:
    lines = {name: [NORMS[name].bad, NORMS[name].average, NORMS[name].best] for name in LINES}
    add(
        Setting("quality.norms", _("Norms: bad, average, best"), lines, dict),
        Setting("quality.weights", _("How much each part weighs"), dict(WEIGHTS), dict),
        Setting("quality.targets", _("Norms that may not be missed"), dict(TARGETS), dict),
        Setting("quality.enough", _("From how many on a part counts"), ENOUGH, int),
        Setting("quality.way", _("What a person's figure is"), "mean", str),
        Setting("quality.loop", _("What follows when a category is low twice in a row"), {}, dict),
        Setting("quality.hours", _("Working hours of teams"), {}, dict),
        Setting("quality.limits", _("In time: minutes by channel"), dict(LIMITS), dict),
    )


def rules_on(day: date) -> Rules:
    """As they hold on that day. One query."""
    return rules_from(people.settings_on(day))


def rules_from(settings: Mapping[str, Any]) -> Rules:
    return Rules(
        lines={name: Norm(*settings["quality.norms"][name]) for name in LINES},
        weights={name: settings["quality.weights"].get(name, 0) for name in PARTS},
        targets=dict(settings["quality.targets"]),
        enough=settings["quality.enough"],
        way=settings["quality.way"],
    )


def limits_of(settings: Mapping[str, Any]) -> Limits:
    return {channel: (pair[0], pair[1]) for channel, pair in settings["quality.limits"].items()}


def limits_over_time() -> list[tuple[date, date | None, Limits]]:
    """(first day, last day or None, limits), oldest first, without a gap. One query."""
    rows = people.setting_history("quality.limits")
    starts = [(date.min, LIMITS), *rows]
    ends = [first - timedelta(days=1) for first, _ in rows]
    return [
        (first, last, limits_of({"quality.limits": value}))
        for (first, value), last in zip(starts, [*ends, None], strict=True)
        if last is None or last >= first
    ]
