from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.learning.models import Skill
from lms.ui.filters import Filters

from .library import Wish
from .words import CHANNELS, DIFFICULTIES


class LibraryForm(Filters):
    """What to look for. A value that is none of these is as if it were not there."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    skill = forms.ChoiceField(label=_("Skill"), required=False)
    channel = forms.ChoiceField(label=_("Where it happens"), required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, skills: Iterable[Skill], **options: Any) -> None:
        super().__init__(*args, **options)
        offered: dict[str, list[tuple[str, Any]]] = {
            "skill": [(skill.slug, skill.name) for skill in skills],
            "channel": list(CHANNELS.items()),
            "difficulty": [(str(key), title) for key, title in DIFFICULTIES.items()],
            "language": list(settings.LANGUAGES),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("any")), *choices]

    @property
    def wish(self) -> Wish:
        self.is_valid()
        return Wish(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def kept(self) -> dict[str, str]:
        """For the links from page to page."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SuggestionForm(forms.Form):
    """What could be better in a talk; turn 0 is the talk as a whole."""

    turn = forms.IntegerField(min_value=0)
    text = forms.CharField(max_length=1000)


class NoteForm(forms.Form):
    """A few words beside a reply; turn 0 is the talk as a whole."""

    turn = forms.IntegerField(min_value=0)
    text = forms.CharField(max_length=2000)

    @property
    def data_turn(self) -> int:
        return int(self.cleaned_data.get("turn") or 0)
