"""Levels and sources in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .mastery import Level

LEVELS: dict[Level, Any] = {
    Level.STRONG: _("Strong"),
    Level.STEADY: _("Steady"),
    Level.GROWING: _("Growing"),
    Level.STARTING: _("Worth practising"),
}
TONES = {Level.STRONG: "good", Level.STEADY: "action", Level.GROWING: "", Level.STARTING: "warn"}
HEAT = {Level.STRONG: 3, Level.STEADY: 2, Level.GROWING: 1, Level.STARTING: 0}

SOURCES: dict[str, Any] = {
    "review": _("ticket review"),
    "roleplay": _("roleplay"),
    "quiz": _("quiz"),
    "lesson": _("lesson"),
    "minute": _("service minute"),
}
