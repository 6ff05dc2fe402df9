"""A set-up page's form, made from what the connector asks for."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .connectors import Connector, SetupField
from .models import Connection

DAYS_BACK = 30


class ConnectionForm(forms.Form):
    """`known`: names of secrets that are set already. They are never shown; left empty they stay."""

    name = forms.CharField(
        label=gettext_lazy("What you call it"),
        max_length=80,
        help_text=gettext_lazy("For instance: Support, or Shop in Kazan"),
    )

    def __init__(
        self, *args: Any, connector: Connector, connection: Connection | None, known: Collection[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.connector, self.connection, self.known = connector, connection, known
        before = connection.options if connection else {}
        self.fields["name"].initial = connection.name if connection else str(connector.label)
        for field in connector.fields:
            self.fields[field.name] = self._field(field, before)
        if connector.pulls:
            self.fields["since"] = forms.DateField(
                label=gettext_lazy("Fetch tickets that changed since"),
                help_text=gettext_lazy("Older ones can be brought by a spreadsheet."),
                initial=before.get("since") or (timezone.localdate() - timedelta(days=DAYS_BACK)).isoformat(),
                widget=forms.DateInput(attrs={"type": "date"}),
            )

    def _field(self, field: SetupField, before: dict[str, str]) -> forms.CharField:
        if not field.secret:
            return forms.CharField(
                label=field.label,
                help_text=field.hint,
                required=field.required,
                initial=before.get(field.name, ""),
                max_length=200,
            )
        kept = field.name in self.known
        return forms.CharField(
            label=field.label,
            help_text=_("It is set: ••••. Leave this empty to keep it.") if kept else field.hint,
            required=field.required and not kept,
            max_length=500,
            widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
        )

    def clean_since(self) -> Any:
        day = self.cleaned_data["since"]
        if not timezone.localdate() - timedelta(days=3650) <= day <= timezone.localdate():
            raise ValidationError(_("Choose a day of the last ten years, today at the latest."))
        return day

    def clean(self) -> dict[str, Any]:
        for field in self.connector.fields:
            if value := self.cleaned_data.get(field.name):
                try:
                    self.cleaned_data[field.name] = field.clean(value)
                except ValueError as error:
                    self.add_error(field.name, str(error))
        self._no_key_to_strangers()
        return self.cleaned_data

    def _no_key_to_strangers(self) -> None:
        """A key typed for one address is not sent to another."""
        before = self.connection.options.get("address") if self.connection else None
        if before and self.cleaned_data.get("address") not in (None, before):
            for field in self.connector.fields:
                if field.secret and field.required and not self.cleaned_data.get(field.name):
                    self.add_error(field.name, _("The address is another now: type the key in again."))

    @property
    def settings(self) -> dict[str, str]:
        """What is no secret."""
        open_ = {field.name: self.cleaned_data[field.name] for field in self.connector.fields if not field.secret}
        since = self.cleaned_data.get("since")
        return {**open_, "since": since.isoformat()} if since else open_

    @property
    def secrets(self) -> dict[str, str]:
        """Those typed now."""
        fields = [field.name for field in self.connector.fields if field.secret]
        return {name: value for name in fields if (value := self.cleaned_data.get(name))}
