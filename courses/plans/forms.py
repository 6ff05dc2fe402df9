from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.learning.models import Activity
from lms.people.forms import DateField


class GiveForm(forms.Form):
    """Which plan, and from which day on its working days are counted."""

    plan = forms.ChoiceField(
        label=_("Plan"), widget=forms.RadioSelect, error_messages={"required": _("Choose a plan.")}
    )
    started_on = DateField(label=_("First day"), help_text=_("Working days are counted from here."))

    def __init__(self, *args: Any, plans: Iterable[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = {str(plan.uid): plan for plan in plans}
        field = self.fields["plan"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(uid, plan.title) for uid, plan in self.plans.items()]

    @property
    def chosen(self) -> Activity:
        return self.plans[self.cleaned_data["plan"]]

    @property
    def first_day(self) -> date:
        day: date = self.cleaned_data["started_on"]
        return day


class MoreForm(forms.Form):
    note = forms.CharField(max_length=200, required=False)
