from typing import Any

from django import forms

from lms.people import queries
from lms.people.settings_registry import SETTINGS, Setting

from .fields import ZoneField


class CompanyForm(forms.Form):
    """One field a setting of the company and a switch (a checkbox); what belongs to one room is set there.

    Field names are keys with the point as two underscores.
    """

    def __init__(self, *args: Any, values: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for key, setting in SETTINGS.items():
            if not key.startswith(("company.", "feature.")):
                continue
            self.fields[key.replace(".", "__")] = _setting_field(setting, values[key])

    @property
    def values(self) -> dict[str, Any]:
        return {name.replace("__", "."): value for name, value in self.cleaned_data.items()}

    @property
    def general(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("feature__")]

    @property
    def features(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("feature__")]


def _setting_field(setting: Setting, value: Any) -> forms.Field:
    shared = {"label": setting.label, "help_text": setting.help, "initial": value}
    if setting.kind is bool:
        return forms.BooleanField(required=False, **shared)
    if setting.choices:
        return forms.ChoiceField(choices=setting.choices(), **shared)
    if setting.key.endswith(".zone"):
        return ZoneField(**shared)
    if setting.key.endswith(".country"):
        return forms.ChoiceField(choices=queries.country_choices(), **shared)
    if setting.kind is int:
        return forms.IntegerField(**shared)
    if setting.kind is float:
        return forms.FloatField(**shared)
    return forms.CharField(max_length=200, **shared)
