from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.ui.filters import Filters

from .queries.tickets import Wanted
from .scorecards import Line
from .words import CHANNELS


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def _choice(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


class TicketsForm(Filters):
    """What to show. A value that is none of these is as if it were not there."""

    q = forms.CharField(
        label=_("Words or number"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    who = forms.ChoiceField(label=_("Who answered"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    rating = _choice(
        _("Rating"), ("", _("any or none")), ("good", _("good")), ("bad", _("bad")), ("none", _("not rated"))
    )
    reviewed = _choice(_("Reviewed"), ("", _("or not")), ("yes", _("yes")), ("no", _("no")))
    rated = forms.ChoiceField(label=_("Rated in a review"), required=False)
    late = _choice(
        _("Late"),
        ("", _("or in time")),
        ("any", _("late")),
        ("reply", _("first reply late")),
        ("solution", _("solved late")),
    )
    state = _choice(_("State"), ("", _("solved")), ("open", _("still open")))
    first = _day(_("From"))
    last = _day(_("Until"))
    topic = forms.CharField(label=_("Topic"), required=False, max_length=120)

    def __init__(
        self, *args: Any, people: Iterable[User], channels: Iterable[str], lines: Iterable[Line], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.uid): person for person in people}
        shown = [(uid, person.get_full_name()) for uid, person in self.people.items()]
        who: Any = self.fields["who"]
        who.choices = [("", _("everybody")), *shown]
        channel: Any = self.fields["channel"]
        channel.choices = [("", _("all")), *((name, CHANNELS.get(name, name)) for name in channels)]
        rated: Any = self.fields["rated"]
        rated.choices = [("", _("in any category")), *((line.uid, line.title) for line in lines)]
        if not shown:
            del self.fields["who"]

    @property
    def wanted(self) -> Wanted:
        self.is_valid()
        data = self.cleaned_data
        names = ("rating", "channel", "reviewed", "rated", "late", "state", "topic", "first", "last")
        chosen = {name: data[name] for name in names if data.get(name)}
        return Wanted(person=self.people.get(data.get("who", "")), text=data.get("q", ""), **chosen)

    @property
    def kept(self) -> dict[str, str]:
        """For the links from page to page."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}
