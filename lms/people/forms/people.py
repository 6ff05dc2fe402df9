from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people import queries
from lms.people.imports import LARGEST_FILE, phone_number, unique_name
from lms.people.imports.values import BadValue
from lms.people.models import Membership, RoleGrant, Team, User

from .fields import DateField, ZoneField


class PersonForm(forms.ModelForm):
    """Somebody's data. Clashes with others are said in words, before the database would say them."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Empty: made from the name, such as anna.kim."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    started_on = DateField(label=gettext_lazy("First working day"))
    zone = ZoneField(label=gettext_lazy("Time zone"), required=False, empty=gettext_lazy("As the team or the company"))

    class Meta:
        model = User
        fields = (
            "family_name",
            "given_name",
            "patronymic",
            "username",
            "email",
            "phone",
            "personnel_number",
            "started_on",
            "zone",
        )

    def clean_username(self) -> str:
        name = self.cleaned_data["username"].strip() or self.instance.username or self._made_up()
        if self._others().filter(username__iexact=name).exists():
            raise ValidationError(_("Somebody signs in with this name already. Choose another."))
        return name

    def _made_up(self) -> str:
        given, family = self.cleaned_data.get("given_name", ""), self.cleaned_data.get("family_name", "")
        taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
        return unique_name(given, family, taken)

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].strip()
        if address and self._others().filter(email__iexact=address).exists():
            raise ValidationError(_("Somebody else has this e-mail address. Correct it or leave it empty."))
        return address

    def clean_personnel_number(self) -> str:
        number: str = self.cleaned_data["personnel_number"].strip()
        if number and self._others().filter(personnel_number=number).exists():
            raise ValidationError(_("Somebody else has this personnel number. Check both."))
        return number

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"].strip()
        try:
            return phone_number(text, queries.setting("company.country")) if text else ""
        except BadValue as bad:
            raise ValidationError(_(bad.message) % bad.values) from bad

    def clean_started_on(self) -> date:
        day: date = self.cleaned_data["started_on"]
        if day > date.today() + timedelta(days=366):  # noqa: DTZ011 (a year ahead is a slip in any zone)
            raise ValidationError(_("This is more than a year ahead. Check the year."))
        return day

    def validate_constraints(self) -> None:
        """Said above, in words."""

    def _others(self) -> Any:
        return User.objects.exclude(pk=self.instance.pk)


class NewPersonForm(PersonForm):
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team"), queryset=Team.objects.filter(closed_on__isnull=True), required=False
    )
    team_role = forms.ChoiceField(label=gettext_lazy("Role in the team"), choices=Membership.Role.choices)


class LastDayForm(forms.Form):
    last_day = DateField(label=gettext_lazy("Last working day"))

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if day < self.person.started_on:
            raise ValidationError(_("This is before the person's first working day. Check both."))
        return day


class TeamPlaceForm(forms.Form):
    team = forms.ModelChoiceField(label=gettext_lazy("Team"), queryset=Team.objects.filter(closed_on__isnull=True))
    role = forms.ChoiceField(label=gettext_lazy("Role in the team"), choices=Membership.Role.choices)
    since = DateField(label=gettext_lazy("From"))
    move = forms.BooleanField(label=gettext_lazy("Leave the other teams the day before"), required=False, initial=False)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Company role"), choices=RoleGrant.Role.choices)


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("The list of people"))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 5 MB. Remove pictures and other sheets, or split it."))
        return file
