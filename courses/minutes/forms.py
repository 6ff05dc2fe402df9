from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.learning.models import Skill

from .grading import FACT, PHRASE, complaint
from .models.card import complaints
from .words import KINDS


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class CardForm(forms.Form):
    """A lead's own card: a question with its answers, or a phrase with the wordings that count."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, KINDS[kind]) for kind in (FACT, PHRASE)],
        widget=forms.RadioSelect,
        initial=FACT,
    )
    title = forms.CharField(label=_("What it is about"), max_length=120)
    text = forms.CharField(
        label=_("The question, or the phrase"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a phrase, put three dots where the words are missing."),
    )
    right = forms.CharField(
        label=_("Right"),
        max_length=900,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A question has one right answer. For a phrase: every wording that counts, one a line."),
    )
    wrong = forms.CharField(
        label=_("Not right"),
        max_length=900,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a question: the other answers to choose from, one a line."),
    )
    why = forms.CharField(
        label=_("Why"), max_length=600, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Read after any answer.")
    )
    skill = forms.ModelChoiceField(
        label=_("Skill it shows"), queryset=Skill.objects.none(), required=False, empty_label=_("None in particular")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skill"].queryset = Skill.objects.filter(live=True, parent__isnull=False)  # type: ignore[attr-defined]

    def answers(self) -> list[tuple[str, bool]]:
        given = [(text, True) for text in lines(self.cleaned_data.get("right", ""))]
        return given + [(text, False) for text in lines(self.cleaned_data.get("wrong", ""))]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            self._check()
        return cleaned

    def _check(self) -> None:
        answers = self.answers()
        code = complaint(self.cleaned_data["kind"], [right for _text, right in answers])
        if code:
            self.add_error("wrong" if code == "options" else "right", complaints()[code])
        elif any(len(text) > 300 for text, _right in answers):
            self.add_error("right", _("An answer is longer than 300 letters. Say it shorter."))
