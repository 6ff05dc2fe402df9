from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .words import MONTHS, WEIGHTS


class TermsForm(forms.Form):
    """How the month is counted. Field names are keys with the point as two underscores."""

    def __init__(self, *args: Any, values: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        for key, label, _default in WEIGHTS:
            self.fields[_name(key)] = forms.FloatField(
                label=label, min_value=0, max_value=100, initial=values[key], widget=forms.NumberInput({"step": "any"})
            )
        key, label, _default = MONTHS
        self.fields[_name(key)] = forms.IntegerField(
            label=label,
            min_value=1,
            max_value=12,
            initial=values[key],
            help_text=_("Quality and thanks of so many months; learning of the month itself."),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data[_name(key)] for key, _label, _default in WEIGHTS):
            raise forms.ValidationError(_("At least one of the weights has to be more than 0."))
        return data

    @property
    def values(self) -> dict[str, Any]:
        return {name.replace("__", "."): value for name, value in self.cleaned_data.items()}


def _name(key: str) -> str:
    return key.replace(".", "__")
