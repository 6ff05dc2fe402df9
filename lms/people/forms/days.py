from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people import queries
from lms.people.calendar import WEEKDAYS
from lms.people.models import DayOff, Roster, Team

from .fields import DateField, ZoneField, spans


class RosterPlaceForm(forms.Form):
    roster = forms.ModelChoiceField(label=gettext_lazy("Roster"), queryset=Roster.objects.all())
    since = DateField(label=gettext_lazy("From"))
    until = DateField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: until further notice.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roster"].label_from_instance = queries.roster_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("This is before the first day. Swap the two dates."))
        return data


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DayOff.Kind.choices)
    first = DateField(label=gettext_lazy("First day"))
    last = DateField(label=gettext_lazy("Last day"))


class SwapForm(forms.Form):
    day = DateField(label=gettext_lazy("Day"))
    shifts = forms.CharField(
        label=gettext_lazy("Hours worked that day"),
        required=False,
        help_text=gettext_lazy("Such as 09:00-21:00. Empty: the day is given away."),
    )

    def clean_shifts(self) -> list[str]:
        return spans(self.cleaned_data["shifts"])


class TeamForm(forms.ModelForm):
    zone = ZoneField(label=gettext_lazy("Time zone"), required=False, empty=gettext_lazy("As the company"))
    roster = forms.ModelChoiceField(
        label=gettext_lazy("Usual roster"),
        queryset=Roster.objects.all(),
        required=False,
        empty_label=gettext_lazy("Monday to Friday, 9 to 18"),
    )

    class Meta:
        model = Team
        fields = ("name", "zone", "roster")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["roster"].label_from_instance = queries.roster_name  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        others = Team.objects.exclude(pk=self.instance.pk)
        if any(name.casefold() == other.casefold() for other in others.values_list("name", flat=True)):
            raise ValidationError(_("There is a team of this name already, or there was one. Choose another."))
        return name

    def validate_constraints(self) -> None:
        """Said above, in words."""


class RosterForm(forms.ModelForm):
    """The two shapes of `lms.people.calendar.parse_pattern` as lines to type."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Roster.Kind.choices,
        initial=Roster.Kind.WEEKLY,
        widget=forms.RadioSelect,
    )
    anchor = DateField(label=gettext_lazy("First day of the cycle"), required=False)
    cycle = forms.CharField(
        label=gettext_lazy("The days of the cycle"),
        required=False,
        help_text=gettext_lazy("A line a day, such as 09:00-21:00; a dash or an empty line is a free day."),
        widget=forms.Textarea(attrs={"rows": 5}),
        strip=False,
    )

    class Meta:
        model = Roster
        fields = ("name_en", "name_ru", "observes_holidays", "kind")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for key, name in WEEKDAYS.items():
            self.fields[key] = forms.CharField(label=_(name), required=False)
        self.order_fields(["name_en", "name_ru", "observes_holidays", "kind", *WEEKDAYS, "anchor", "cycle"])

    @property
    def week(self) -> list[forms.BoundField]:
        return [self[key] for key in WEEKDAYS]

    @property
    def data_of_pattern(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values["kind"] == Roster.Kind.WEEKLY:
            return {"days": {key: spans(values[key]) for key in WEEKDAYS if spans(values[key])}}
        lines = values["cycle"].rstrip().splitlines()
        cycle = [[] if line.strip() in ("", "-", "–", "—") else spans(line) for line in lines]
        return {"anchor": values["anchor"].isoformat() if values["anchor"] else "", "cycle": cycle}
