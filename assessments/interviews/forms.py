from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.learning.models import Activity, ContentSnapshot
from lms.people import queries as people
from lms.people.forms.fields import DateField
from lms.people.imports import phone_number, unique_name
from lms.people.imports.values import BadValue
from lms.people.models import Team, User

from . import queries, talks
from .kit import NOTES, SCORES
from .models import Candidate

LANGUAGES = {"en": "English", "ru": "Русский"}


class PeopleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple(attrs={"class": "colleagues"})

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()


class MomentField(forms.DateTimeField):
    """A day and an hour where the person who types lives."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        bad = gettext_lazy("This is not a moment. Write it as 31.12.2026 14:00.")
        formats = ["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, error_messages={"invalid": bad}, **options)


class OpeningForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What the place is called"),
        max_length=120,
        help_text=gettext_lazy("For example: support agent, evenings."),
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=Team.objects.filter(closed_on__isnull=True), required=False
    )
    kit = forms.ChoiceField(
        label=gettext_lazy("Interview kit"),
        help_text=gettext_lazy("Every candidate is asked by this version of it, to the end."),
    )
    interviewers = PeopleField(
        label=gettext_lazy("Interviewers"),
        queryset=User.objects.none(),
        help_text=gettext_lazy("Two are better than one; one alone is normal in a small company."),
    )

    def __init__(self, *args: Any, with_kit: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["interviewers"]
        chosen.queryset = queries.possible_interviewers()
        if not with_kit:
            del self.fields["kit"]
            return
        self.kits = {str(row.pk): row for row in queries.kits_to_choose()}
        kit: Any = self.fields["kit"]
        kit.choices = [(key, self._named(row)) for key, row in self.kits.items()]

    @staticmethod
    def _named(row: ContentSnapshot) -> str:
        return f"{row.body['title']} · {LANGUAGES.get(row.language, row.language)}"

    def clean_kit(self) -> ContentSnapshot:
        return self.kits[self.cleaned_data["kit"]]


class CandidateForm(forms.ModelForm):
    consent_on = DateField(
        label=gettext_lazy("Consent to the use of their data, given on"),
        help_text=gettext_lazy("Without it we keep nothing about them."),
    )
    pool_consent_on = DateField(
        label=gettext_lazy("Consent to stay in the talent pool, given on"),
        required=False,
        help_text=gettext_lazy("Only if they gave it apart from the other. Empty: erased when the term is over."),
    )

    class Meta:
        model = Candidate
        fields = (
            "family_name",
            "given_name",
            "patronymic",
            "email",
            "phone",
            "consent_on",
            "pool_consent_on",
            "note",
        )

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"].strip()
        try:
            return phone_number(text, people.setting("company.country")) if text else ""
        except BadValue as bad:
            raise ValidationError(_(bad.message) % bad.values) from bad

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("consent_on", "pool_consent_on"):
            day = found.get(name)
            if day and day > timezone.localdate():
                self.add_error(name, _("This day is still to come. A consent is given before."))
        return found

    def _post_clean(self) -> None:
        """The row is written by the action; here only what was typed is checked."""


class PlanForm(forms.Form):
    scheduled_at = MomentField(label=gettext_lazy("Day and hour"), required=False)


class AskForm(PlanForm):
    interviewer = PersonField(label=gettext_lazy("Interviewer"), queryset=User.objects.none())
    field_order = ("interviewer", "scheduled_at")

    def __init__(self, *args: Any, candidate: Candidate, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = candidate.interviews.values("interviewer")
        field: Any = self.fields["interviewer"]
        field.queryset = queries.possible_interviewers().exclude(pk__in=asked)


class HireForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Empty: made from the name, such as anna.kim."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    started_on = DateField(label=gettext_lazy("First working day"))
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.filter(closed_on__isnull=True))

    def __init__(self, *args: Any, candidate: Candidate, **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidate = candidate

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"].strip()
        if name and User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Somebody signs in with this name already. Choose another."))
        taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
        return name or unique_name(self.candidate.given_name, self.candidate.family_name, taken)

    def clean(self) -> dict[str, Any]:
        email = self.candidate.email
        if email and User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("A person of the company has this candidate's e-mail. Correct it, then hire."))
        return self.cleaned_data


class TalkForm(forms.Form):
    """`language`: of the opening, whose roleplays stand first."""

    talk = forms.ChoiceField(label=gettext_lazy("Roleplay"))

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["talk"]
        field.choices = talks.choices(language)

    @property
    def chosen(self) -> dict[str, Any]:
        language, uid = self.cleaned_data["talk"].split(":")
        return {"activity": Activity.objects.get(uid=uid), "language": language}


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("About the work and the answers: what you would tell the candidate."),
    )


class RatingForm(forms.Form):
    score = forms.TypedChoiceField(choices=[(n, n) for n in SCORES], coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in NOTES:
            self.fields[name] = forms.CharField(max_length=4000, required=False)

    @property
    def notes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NOTES}
