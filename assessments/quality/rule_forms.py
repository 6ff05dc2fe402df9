"""What an administrator sets: how figures come about, what is in time, when teams work."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .norms import LINES
from .periods import PARTS
from .scoring import Norm
from .words import CHANNELS
from .words import PARTS as TITLES

POINTS = (
    ("bad", gettext_lazy("0 points")),
    ("average", gettext_lazy("50 points")),
    ("best", gettext_lazy("100 points")),
)
PERCENT = {"csat"}
BACK_DAYS = 366


class SinceForm(forms.Form):
    valid_from = forms.DateField(
        label=gettext_lazy("From which day on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["valid_from"].initial = today

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if not self.today - timedelta(days=BACK_DAYS) <= day <= self.today + timedelta(days=BACK_DAYS):
            raise forms.ValidationError(_("Choose a day within a year from today."))
        return day


class RulesForm(SinceForm):
    """`values`: the settings as they hold; `changed_values`: the same keys as typed."""

    way = forms.ChoiceField(
        label=gettext_lazy("What a person's figure is"),
        choices=[
            ("mean", gettext_lazy("the parts together, each by its weight")),
            ("weakest", gettext_lazy("the weakest part: nothing makes up for a missed norm")),
        ],
    )
    enough = forms.IntegerField(label=gettext_lazy("A part counts from so many on"), min_value=1, max_value=100)

    def __init__(self, *args: Any, values: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["way"].initial, self.fields["enough"].initial = values["quality.way"], values["quality.enough"]
        for name in PARTS:
            self._number(f"weight-{name}", TITLES[name], values["quality.weights"].get(name, 0), most=100)
        for name in PARTS:
            self._number(f"target-{name}", _target_label(name), _shown(name, values["quality.targets"].get(name)))
        for name in LINES:
            for (point, label), value in zip(POINTS, values["quality.norms"][name], strict=True):
                self._number(f"norm-{name}-{point}", label, _shown(name, value))
        for channel in self.channels(values):
            pair = values["quality.limits"].get(channel, [None, None])
            self._number(f"reply-{channel}", gettext_lazy("First reply, minutes"), pair[0], required=False)
            self._number(f"solving-{channel}", gettext_lazy("Time to solve, minutes"), pair[1], required=False)
        self.order_fields([*[name for name in self.fields if name != "valid_from"], "valid_from"])

    @staticmethod
    def channels(values: Mapping[str, Any]) -> list[str]:
        return ["", *sorted({*CHANNELS, *values["quality.limits"]} - {""})]

    def _number(self, name: str, label: Any, value: Any, most: float = 1e6, required: bool = True) -> None:
        widget = forms.NumberInput({"step": "any"})
        self.fields[name] = forms.FloatField(
            label=label, initial=_short(value), min_value=0, max_value=most, required=required, widget=widget
        )

    def _of(self, prefix: str) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(prefix)]

    @property
    def weights(self) -> list[forms.BoundField]:
        return self._of("weight-")

    @property
    def targets(self) -> list[forms.BoundField]:
        return self._of("target-")

    @property
    def norms(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(_target_label(name), self._of(f"norm-{name}-")) for name in LINES]

    @property
    def limits(self) -> list[tuple[Any, list[forms.BoundField]]]:
        names = [name.removeprefix("reply-") for name in self.fields if name.startswith("reply-")]
        return [
            (
                CHANNELS.get(name, name) if name else _("all other channels"),
                [self[f"reply-{name}"], self[f"solving-{name}"]],
            )
            for name in names
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            if not any(data[f"weight-{name}"] for name in PARTS):
                raise forms.ValidationError(_("At least one of the weights has to be more than 0."))
            for name in LINES:
                self._check_norm(name, data)
        return data

    def _check_norm(self, name: str, data: Mapping[str, Any]) -> None:
        try:
            Norm(*(data[f"norm-{name}-{point}"] for point, _label in POINTS))
        except ValueError:
            self.add_error(
                f"norm-{name}-average", _("The three have to rise or to fall, and none may be twice the same.")
            )

    @property
    def changed_values(self) -> dict[str, Any]:
        data = self.cleaned_data
        channels = [name.removeprefix("reply-") for name in self.fields if name.startswith("reply-")]
        limits = {name: [data[f"reply-{name}"], data[f"solving-{name}"]] for name in channels}
        return {
            "quality.way": data["way"],
            "quality.enough": data["enough"],
            "quality.weights": {name: data[f"weight-{name}"] for name in PARTS},
            "quality.targets": {name: _stored(name, data[f"target-{name}"]) for name in PARTS},
            "quality.norms": {
                name: [_stored(name, data[f"norm-{name}-{point}"]) for point, _label in POINTS] for name in LINES
            },
            "quality.limits": {name: pair for name, pair in limits.items() if not name or pair != [None, None]},
        }


def _target_label(name: str) -> Any:
    units = {"reviews": _("points of 100"), "csat": _("percent good")}
    return f"{TITLES[name]}, {units.get(name, _('minutes'))}"


def _short(value: float | None) -> float | None:
    """A whole number without “.0”."""
    return int(value) if value is not None and value == int(value) else value


def _shown(name: str, value: float | None) -> float | None:
    return round(100 * value, 4) if value is not None and name in PERCENT else value


def _stored(name: str, value: float) -> float:
    return round(value / 100, 6) if name in PERCENT else value


class HoursForm(SinceForm):
    """Of one team: {days, opens, closes, holidays}, or nothing when it is by the clock."""

    on = forms.BooleanField(label=gettext_lazy("Count minutes in working hours only"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    opens = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    closes = forms.TimeField(label=gettext_lazy("Until"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    holidays = forms.BooleanField(label=gettext_lazy("Closed on public holidays"), required=False)
    field_order = ("on", "days", "opens", "closes", "holidays", "valid_from")

    def __init__(self, *args: Any, hours: Mapping[str, Any] | None, **options: Any) -> None:
        usual = {"days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "18:00", "holidays": True}
        super().__init__(*args, initial={"on": bool(hours), **(hours or usual)}, **options)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on") and not self.errors:
            if not data["days"]:
                self.add_error("days", _("Tick at least one day."))
            if data["closes"] <= data["opens"]:
                self.add_error("closes", _("This has to be later than the beginning."))
        return data

    @property
    def hours(self) -> dict[str, Any] | None:
        data = self.cleaned_data
        if not data["on"]:
            return None
        opens, closes = (f"{data[name]:%H:%M}" for name in ("opens", "closes"))
        return {"days": data["days"], "opens": opens, "closes": closes, "holidays": data["holidays"]}
