from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import EditView

from lms.learning.cms import PieceIndexView, PieceViewSet

from .importing_views import ExportView, ImportView, LookView
from .models import Scenario


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


class ScenarioEditView(EditView):
    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, export_button(self.object)]


class ScenarioViewSet(PieceViewSet):
    model = Scenario
    icon = "comment"
    menu_name = "roleplays"
    menu_label = _("Roleplays")
    menu_order = 252
    base_url_path = "roleplays"
    chooser_base_url_path = "roleplays/choose"
    list_display = ["title", "channel", "minutes", "locale", "live"]
    index_view_class = ScenarioIndexView
    edit_view_class = ScenarioEditView

    def get_urlpatterns(self) -> list[URLPattern]:
        export = self.construct_view(ExportView)
        return [
            *super().get_urlpatterns(),
            path("import/", self.construct_view(ImportView), name="import"),
            path("import/<uuid:token>/", self.construct_view(LookView), name="import_look"),
            path("export/<int:pk>/", export, name="export"),
            path("export/<int:pk>/<slug:kind>/", export, name="export_file"),
        ]


register_snippet(ScenarioViewSet)
