from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.models import User

from .fields import ZoneField


class MeForm(forms.ModelForm):
    zone = ZoneField(label=gettext_lazy("Time zone"), required=False, empty=gettext_lazy("As the team or the company"))
    reminder_hour = forms.TypedChoiceField(
        label=gettext_lazy("When the day's letter may come"),
        coerce=int,
        choices=[(hour, f"{hour}:00") for hour in range(8, 21)],
    )

    class Meta:
        model = User
        fields = ("language", "zone", "wants_reminders", "reminder_hour")
        labels = {"wants_reminders": gettext_lazy("Send me a letter on working days when something waits")}


class PhotoForm(forms.Form):
    photo = forms.FileField(label=gettext_lazy("Choose a photo"))


class PinForm(forms.Form):
    """Six digits on the number pad of a phone. What makes a PIN too easy is said by the action."""

    pin = forms.CharField(
        label=gettext_lazy("PIN"),
        help_text=gettext_lazy("6 digits you will remember and others will not guess."),
        widget=forms.PasswordInput(
            attrs={"inputmode": "numeric", "pattern": "[0-9]*", "maxlength": 6, "autocomplete": "new-password"}
        ),
    )
    field = "pin"


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("At least 10 characters. Not your name, and not a word everybody tries."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field = "password"

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ChangePinForm(PinForm):
    old = forms.CharField(
        label=gettext_lazy("Your PIN now"),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "current-password"}),
    )
    field_order = ["old", "pin"]

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["pin"].label = _("New PIN")

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.person.check_password(old):
            raise ValidationError(_("This is not your PIN now. If you forgot it, ask your lead for a new QR code."))
        return old
