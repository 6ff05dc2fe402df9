from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView as SnippetEditView

from lms.learning.cms import PieceIndexView, PieceViewSet

from . import cms_views
from .actions import decide_suggestion
from .editor_views import RedrawNewView, RedrawView, ScenarioCopyView, TryView
from .importing_views import ExportView, ImportView, LookView
from .models import Scenario, Suggestion
from .own_words_panel import OwnWordsPanel
from .suggesting import DecisionForm, SuggestionPanel


def export_button(scenario: Scenario) -> Button:
    url = reverse(Scenario.snippet_viewset.get_url_name("export"), args=[scenario.pk])
    return Button(_("Export"), url=url, icon_name="download", priority=25)


class ScenarioIndexView(PieceIndexView):
    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = super().header_buttons
        if self.user_has_permission("add"):
            url = reverse(Scenario.snippet_viewset.get_url_name("import"))
            buttons = [*buttons, HeaderButton(_("Import a scenario"), url=url, icon_name="upload", priority=1010)]
        return buttons

    def get_list_more_buttons(self, instance: Scenario) -> list[Any]:
        return [*super().get_list_more_buttons(instance), export_button(instance)]


class ScenarioEditView(SnippetEditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, export_button(self.object)]


class ScenarioViewSet(PieceViewSet):
    model = Scenario
    panels = [*Scenario.panels, OwnWordsPanel(heading=_("People said this: make it a reply?"))]
    icon = "comment"
    menu_name = "roleplays"
    menu_label = _("Roleplays")
    menu_order = 252
    base_url_path = "roleplays"
    chooser_base_url_path = "roleplays/choose"
    list_display = ["title", "channel", "minutes", "locale", "live"]
    index_view_class = ScenarioIndexView
    edit_view_class = ScenarioEditView
    copy_view_class = ScenarioCopyView

    def get_urlpatterns(self) -> list[URLPattern]:
        export, form = self.construct_view(ExportView), {"form_class": self.get_form_class()}
        return [
            *super().get_urlpatterns(),
            path("try/<int:pk>/", self.construct_view(TryView), name="try"),
            path("redraw/", self.construct_view(RedrawNewView, **form), name="redraw_new"),
            path("redraw/<int:pk>/", self.construct_view(RedrawView, **form), name="redraw"),
            path("import/", self.construct_view(ImportView), name="import"),
            path("import/<uuid:token>/", self.construct_view(LookView), name="import_look"),
            path("export/<int:pk>/", export, name="export"),
            path("export/<int:pk>/<slug:kind>/", export, name="export_file"),
        ]


register_snippet(ScenarioViewSet)


FROM = Column("by", label=_("From"), accessor="by.get_full_name")


class DecideView(EditView):
    """Taken or not, with a word to whoever suggested it."""

    def save_instance(self) -> Suggestion:
        form = self.form
        return decide_suggestion(
            suggestion=form.instance,
            state=form.cleaned_data["state"],
            answer=form.cleaned_data["answer"],
            by=self.request.user,
        )


class SuggestionViewSet(ModelViewSet):
    """The queue of what staff suggest for the scripts: waiting ones first."""

    model = Suggestion
    name = "suggestion"
    url_prefix = "suggestions"
    icon = "pick"
    menu_label = _("Suggestions")
    menu_order = 253
    add_to_admin_menu = True
    list_display = ("text", "activity", FROM, "at", "state")
    list_filter = ("state",)
    search_fields = ("text", "answer")
    ordering = ("-state", "-at")  # waiting, taken, declined
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_view_class = DecideView

    edit_handler = ObjectList(
        [
            SuggestionPanel(heading=_("What was suggested")),
            MultiFieldPanel([FieldPanel("state"), FieldPanel("answer")], heading=_("What comes of it")),
        ],
        base_form_class=DecisionForm,
    )


@hooks.register("register_admin_viewset")
def suggestions() -> SuggestionViewSet:
    return SuggestionViewSet()


@hooks.register("register_admin_urls")
def own_words_url() -> list[URLPattern]:
    return [path("roleplays/words/<int:pk>/", cms_views.own_words, name="roleplay_own_words")]
