"""What must hold before a question or a quiz goes live. Drafts may be unfinished."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

WHOLE = range(99, 102)  # three times 33 is a whole


class QuestionForm(WagtailAdminModelForm):
    """Looks at the answers together, once each of them is sound. `answers`: the name of their formset."""

    answers = "options"

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        problem = "" if self.is_deferred_validation else self.problem(self.kept())
        if problem:
            self.add_error(None, ValidationError(problem))
        return not problem

    def kept(self) -> list[dict[str, Any]]:
        formset = self.formsets[self.answers]
        return [form.cleaned_data for form in formset.forms if form.cleaned_data and not form.cleaned_data["DELETE"]]

    def problem(self, answers: list[dict[str, Any]]) -> str:
        return ""


class SingleChoiceForm(QuestionForm):
    def problem(self, answers: list[dict[str, Any]]) -> str:
        right = sum(bool(answer["right"]) for answer in answers)
        return "" if right == 1 else _("Mark exactly one answer as the right one.")


class MultipleChoiceForm(QuestionForm):
    def problem(self, answers: list[dict[str, Any]]) -> str:
        total = sum(max(0, answer["percent"] or 0) for answer in answers)
        if total in WHOLE:
            return ""
        return _("The shares of the right answers make %(total)s, not 100. Change them until they do.") % {
            "total": total
        }


class ShortAnswerForm(QuestionForm):
    answers = "answers"

    def problem(self, answers: list[dict[str, Any]]) -> str:
        if any(answer["percent"] == 100 for answer in answers):
            return ""
        return _("Give at least one accepted answer the whole mark: 100 %.")
