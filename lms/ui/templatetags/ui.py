"""`{% load ui %}`: dates and lengths as people say them, icons, charts, QR codes, form widgets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import segno
from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, ClearableFileInput, RadioSelect
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lms.ui import charts, dates
from lms.ui.icons import FILLED, ICONS

register = template.Library()


# words ------------------------------------------------------------------


@register.filter
def duration(seconds: Any) -> str:
    return dates.duration(seconds if isinstance(seconds, int | float) else _seconds(seconds))


def _seconds(value: Any) -> float | None:
    return value.total_seconds() if hasattr(value, "total_seconds") else None


@register.filter
def day(value: date | datetime | None) -> str:
    return dates.day(value)


@register.filter
def Day(value: date | datetime | None) -> str:
    """As `day`, to begin a sentence."""
    words = dates.day(value)
    return words[:1].upper() + words[1:]


@register.filter
def day_time(value: datetime | None) -> str:
    """“today, 14:05”."""
    return f"{dates.day(value)}, {dates.clock(value)}" if value else ""


@register.filter
def long_date(value: date | datetime | None) -> str:
    return dates.long_date(value, with_year=True) if value else ""


@register.filter
def weekday_date(value: date | datetime | None) -> str:
    return dates.weekday_date(value) if value else ""


@register.filter
def weekday_short(value: date | datetime) -> str:
    return date_format(dates.local_date(value), "D")


@register.filter
def days_left(value: date | datetime | None) -> str:
    return dates.days_left(value) if value else ""


@register.filter
def percent(value: float | None, of: float | None = None) -> str:
    """A share as “74 %”; `0.74|percent` or `37|percent:50`."""
    if value is None:
        return "–"
    whole = 100 * float(value) / float(of) if of else 100 * float(value)
    return f"{number_format(round(whole), 0)}\N{NO-BREAK SPACE}%"


@register.filter
def signed(value: float) -> str:
    """“+3”, “−2”, with a real minus."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number_format(abs(value))}"


@register.filter
def initials(who: Any) -> str:
    """Two letters for a person or a name."""
    if hasattr(who, "initials"):
        return str(who.initials)
    words = str(who or "").split()
    return "".join(word[0] for word in words[:2]).upper()


@register.filter
def person_name(who: Any) -> str:
    """A person's name for lists; a string stays as it is."""
    return who.get_full_name() if hasattr(who, "get_full_name") else str(who or "")


@register.filter
def level(message: Any) -> str:
    """A Django message's tag as a tone."""
    tones = {"success": "good", "warning": "warn", "error": "bad"}
    return tones.get(getattr(message, "level_tag", ""), "info")


@register.filter
def undo_url(message: Any) -> str:
    """The address that takes back what the message tells, when it was said with `lms.ui.toasts.say`."""
    tags = str(getattr(message, "extra_tags", "") or "")
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


# pictures ---------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An inline SVG icon. With `label` it is read out, without it is decoration."""
    filled = name in FILLED
    path = FILLED[name] if filled else ICONS.get(name, ICONS["info"])
    voice = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}{}" viewBox="0 0 24 24" {}><path d="{}"/></svg>',
        " filled" if filled else "",
        f" {css}" if css else "",
        voice,
        path,
    )


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """A QR code as one SVG path, black on white in both themes."""
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix_iter(border=4)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path class="light" d="M0 0h{0}v{0}H0z"/><path class="dark" d="{2}"/></svg>',
        len(rows),
        label or text,
        path,
    )


# charts -----------------------------------------------------------------


@register.filter
def share(value: float | None, maximum: float = 100) -> str:
    """Percent of `maximum` for SVG attributes: always with a point."""
    return f"{charts.share(value, maximum):g}"


@register.simple_tag
def chart_line(
    values: Sequence[Any],
    low: Any = "",
    high: Any = "",
    goal: Any = "",
    band: Any = "",
    width: float = 320,
    height: float = 120,
) -> charts.Line | None:
    return charts.line(
        values or [],
        low=_number(low),
        high=_number(high),
        goal=_number(goal),
        band=band or (),
        width=width,
        height=height,
    )


@register.simple_tag
def chart_bars(values: Sequence[Any], maximum: Any = "") -> list[charts.Bar]:
    return charts.bars(values or [], _number(maximum))


def _number(value: Any) -> float | None:
    return None if value in ("", None) else float(value)


@register.filter
def svg(value: float) -> str:
    """A number for an SVG attribute, the same in every language."""
    return f"{float(value):g}"


@register.filter
def num(value: Any) -> float:
    """A number from an attribute, which is text when it was written out."""
    whole = float(value or 0)
    return int(whole) if whole.is_integer() else whole


@register.filter
def text(value: Any) -> str:
    return str(value)


@register.filter
def times(count: Any) -> range:
    return range(1, int(count or 0) + 1)


@register.filter
def at(sequence: Any, place: Any) -> Any:
    """An item of a list by its place, or of a mapping by its key; empty when there is none."""
    try:
        return sequence[place]
    except (IndexError, KeyError, TypeError):
        return ""


# forms ------------------------------------------------------------------


@register.simple_tag
def widget(field: BoundField, hint: str = "", **attrs: Any) -> SafeString:
    """The field's own control, told which texts describe it; what was typed stays. “-” takes a text away."""
    described = [f"{field.auto_id}_helptext"] if hint != "-" and (hint or field.help_text) else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    given = {name.replace("_", "-"): value for name, value in attrs.items() if value not in ("", None, False)}
    known = {name: "" if value == "-" else value for name, value in given.items()}
    if field.field.widget.attrs.get("placeholder") == field.label:
        known.setdefault("placeholder", "")  # it only repeats the label
    if described:
        known["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=known)


@register.filter
def field_kind(field: BoundField) -> str:
    """group (radios, checkboxes), tick (one checkbox), file, or plain."""
    control = field.field.widget
    if isinstance(control, RadioSelect | CheckboxSelectMultiple):
        return "group"
    if isinstance(control, CheckboxInput):
        return "tick"
    return "file" if isinstance(control, ClearableFileInput) else "plain"


@register.filter
def islist(value: Any) -> bool:
    return isinstance(value, list | tuple)


@register.filter
def tone_of(value: float | None, maximum: float = 10) -> str:
    """good, warn or bad by what is left of `maximum`."""
    left = charts.share(value, maximum)
    return "bad" if left < 34 else "warn" if left < 67 else "good"
