from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy

# Zones a small company here is likely to live in come first; all others are there too.
NEAR_ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Kamchatka",
    "Europe/Minsk",
    "Asia/Almaty",
)


def zone_choices(empty: Any = None) -> list[Any]:
    others = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/")))
    first = [("", empty)] if empty is not None else []
    return [*first, *((name, name) for name in NEAR_ZONES), ("—", [(name, name) for name in others])]


class DateInput(forms.DateInput):
    """The browser's own date picker; it sends and takes ISO dates in every language."""

    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    widget = DateInput

    def __init__(self, **options: Any) -> None:
        formats = ["%Y-%m-%d", "%d.%m.%Y"]
        bad = gettext_lazy("This is not a date. Write it as 31.12.2026.")
        super().__init__(input_formats=formats, error_messages={"invalid": bad}, **options)


class ZoneField(forms.ChoiceField):
    def __init__(self, *, empty: Any = None, **options: Any) -> None:
        super().__init__(choices=lambda: zone_choices(empty), **options)


def spans(text: str) -> list[str]:
    """“09:00-13:00, 14:00-18:00” → a list of the two."""
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
