from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from lms.learning.kinds import activity_kinds
from lms.people.models import User

from .models import PointRule
from .queries import month_of

MOST = 1000


def month_asked(text: str, today: date) -> int:
    """`2026-11` as a month; this one for anything else, and for what is yet to come."""
    year, _dash, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and 1 <= int(month) <= 12 and int(year) >= 1:
        return min(100 * int(year) + int(month), month_of(today))
    return month_of(today)


class ReasonForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        error_messages={"required": gettext_lazy("Write why: the person and other administrators read it.")},
    )


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class CorrectionForm(ReasonForm):
    person = PersonField(label=gettext_lazy("Person"), queryset=User.objects.none())
    points = forms.IntegerField(
        label=gettext_lazy("Points"),
        min_value=-MOST,
        max_value=MOST,
        help_text=gettext_lazy("With a minus to take points away."),
    )
    field_order = ("person", "points", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.queryset = User.objects.filter(is_active=True)

    def clean_points(self) -> int:
        points = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("Nothing to add and nothing to take: write a number other than 0."))
        return points


class PointRuleForm(WagtailAdminModelForm):
    class Meta:
        model = PointRule
        fields = (
            "name_en",
            "name_ru",
            "verb",
            "source",
            "kind",
            "low",
            "high",
            "points",
            "daily_cap",
            "repeats",
            "valid_until",
            "live",
        )
        help_texts = {
            "low": gettext_lazy("Empty: any result."),
            "daily_cap": gettext_lazy("So that doing easy things over and over does not pay."),
            "valid_until": gettext_lazy("Empty: until further notice."),
            "live": gettext_lazy("Without the tick the rule pays nothing more. Points given stay."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((kind.name, str(kind.title)) for kind in activity_kinds.values())
        known = {name for name, _title in kinds}
        kept = [(self.instance.kind, self.instance.kind)] if self.instance.kind not in {"", *known} else []
        self.fields["kind"] = forms.ChoiceField(
            label=self.fields["kind"].label, required=False, choices=[("", _("any")), *kinds, *kept]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("source") and not data.get("kind"):
            self.add_error("source", _("Say where it happens or with what sort of activity, or both."))
        low, high, points, cap = (data.get(name) for name in ("low", "high", "points", "daily_cap"))
        if low is not None and high is not None and high < low:
            self.add_error("high", _("The upper end lies below the lower one."))
        if points and cap is not None and cap < points:
            self.add_error("daily_cap", _("Less than the rule pays once: raise it to %(n)s or more.") % {"n": points})
        return data
