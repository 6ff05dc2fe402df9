"""The editor's side of suggestions: the form that decides, and the way to the place in the script."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import Panel

from .models import Scenario, Suggestion


class DecisionForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == Suggestion.State.DECLINED and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Say in a sentence why it is not taken."))
        return cleaned


class SuggestionPanel(Panel):
    """What was suggested, by whom, and the way to the place in the script."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "roleplays/cms/suggestion.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            row = self.instance
            context = super().get_context_data(parent_context) | {"row": row}
            scenario = Scenario.objects.filter(
                translation_key=row.activity.uid, locale__language_code=row.snapshot.language
            ).first()
            place = f"#block-{row.node}-section" if row.node else ""
            if scenario:
                context["url"] = reverse(scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk]) + place
                context["title"] = scenario.title
            return context
