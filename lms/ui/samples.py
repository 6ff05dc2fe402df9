"""What `/styleguide/` shows: invented people and numbers, every component in its states."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .icons import FILLED, ICONS


class SampleForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Given name"), help_text=gettext_lazy("As colleagues call you."))
    note = forms.CharField(label=gettext_lazy("What happened"), widget=forms.Textarea(attrs={"rows": 3}))
    team = forms.ChoiceField(label=gettext_lazy("Team"), choices=[("a", "Orders"), ("b", "Returns")])
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        widget=forms.RadioSelect,
        choices=[("chat", gettext_lazy("Chat")), ("phone", gettext_lazy("Phone"))],
    )
    letters = forms.BooleanField(label=gettext_lazy("Send me a daily letter"), required=False)
    paper = forms.FileField(label=gettext_lazy("The list of people"), required=False)


def context() -> dict[str, Any]:
    today = timezone.localdate()
    wrong = SampleForm({"name": "", "note": _("The parcel was late."), "team": "a"})
    return {
        "today": today,
        "form": SampleForm(initial={"channel": "chat"}, prefix="empty"),
        "wrong": wrong,
        "icons": sorted([*ICONS, *FILLED]),
        "tones": ["", "good", "warn", "bad", "star", "action"],
        "steps": _steps(),
        "strip": _strip(today),
        "weeks": _weeks(today),
        "tabs": [
            {"label": _("Team"), "url": "#tabs", "current": True},
            {"label": _("Minutes"), "url": "#tabs", "count": 3},
            {"label": _("People"), "url": "#tabs"},
        ],
        "columns": [_("Person"), _("Team"), {"label": _("Minutes"), "num": True}],
        "rows": [["Анна Ким", "Orders", 12], ["Boris Orlov", "Returns", 9]],
        "skills": [_("Greeting"), _("Listening"), _("Apologising"), _("Solving"), _("Tone")],
        "heat": _heat(),
        "months": [(_("June"), 68), (_("July"), 71), (_("August"), 70), (_("September"), 74), (_("October"), 78)],
        "band": [(60, 74), (64, 77), (64, 75), (69, 79), (73, 83)],
        "numbers": [64, 66, 63, 70, 68, 74, 73, 78],
        "events": _events(),
        "choices": [("sure", _("Sure")), ("think", _("I think so")), ("guess", _("A guess"))],
        "meta": [_("Service minute"), _("5 min · 6 cards")],
    }


def _steps() -> list[dict[str, Any]]:
    return [
        {"title": _("Service standards: greeting and farewell"), "state": "done", "side": _("done Fri")},
        {
            "title": _("Handling complaints, lesson 3: offer a choice"),
            "note": _("6 minutes, with one short roleplay"),
            "state": "now",
            "url": "#steps",
            "action": _("Go on"),
        },
        {"title": _("For the record: “The wrong size, again”"), "state": "late", "side": _("was due Wed")},
        {"title": _("Sit beside your mentor for one shift"), "state": "next", "side": _("due Thu"), "url": "#steps"},
    ]


def _strip(today: date) -> list[dict[str, Any]]:
    states = ["done", "missed", "today", "next", "off"]
    words = [_("done"), _("not done"), _("waits for you"), _("planned"), _("day off")]
    return [
        {"date": today + timedelta(days=place - 2), "state": state, "text": text}
        for place, (state, text) in enumerate(zip(states, words, strict=True))
    ]


def _weeks(today: date) -> list[list[dict[str, Any]]]:
    monday = today - timedelta(days=today.weekday())
    return [[_calendar_day(monday + timedelta(days=7 * week + day), today) for day in range(7)] for week in range(2)]


def _calendar_day(when: date, today: date) -> dict[str, Any]:
    items = {
        0: [{"title": _("Apologise without excuses"), "tone": "good", "url": "#calendar"}],
        2: [{"title": _("Two ways out"), "tone": "", "url": "#calendar"}],
        4: [{"title": _("Suggested: phrases that cool down"), "tone": "quiet", "url": "#calendar"}],
    }
    off = when.weekday() > 4
    return {
        "date": when,
        "today": when == today,
        "off": off,
        "outside": when.month != today.month,
        "items": [] if off else items.get(when.weekday(), []),
        "note": _("Day off") if off else "",
    }


def _heat() -> list[dict[str, Any]]:
    people: dict[str, list[int | None]] = {"Анна Ким": [58, 66, 41, None, 84], "Boris Orlov": [86, 90, 74, 81, 69]}
    return [
        {"name": name, "url": "#heat", "cells": [{"value": v, "level": _heat_level(v)} for v in values]}
        for name, values in people.items()
    ]


def _heat_level(value: int | None) -> int | None:
    return None if value is None else sum(value >= edge for edge in (50, 60, 80))


def _events() -> list[dict[str, Any]]:
    return [
        {"when": "09:05", "title": _("You let the customer finish"), "tone": "good", "icon": "check"},
        {
            "when": "09:07",
            "title": _("No apology yet"),
            "text": _("A short “I'm sorry” opens the door."),
            "tone": "warn",
        },
        {"when": "09:09", "title": _("You offered a choice"), "tone": "star", "icon": "star"},
    ]
