"""How lists of content pieces look in the editor's part (`/cms/`), in the product's words."""

from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet


class PieceIndexView(IndexView):
    """One is deleted on its own page: what deletes many at once speaks Wagtail's words."""

    @property
    def columns(self) -> list:
        return [column for column in super().columns if column.name != "bulk_actions"]


class ChoosePieceView(ChooseView):
    results_template_name = "learning/cms/choices.html"


class ChoosePieceResultsView(ChooseResultsView):
    results_template_name = "learning/cms/choices.html"


class NothingIsMadeHere:
    """What is chosen is written on its own page: the chooser's form for a new one has no fields to ask for."""

    def can_create(self) -> bool:
        return False


class PieceCreateView(NothingIsMadeHere, SnippetCreateView):
    pass


class PieceChooserViewSet(SnippetChooserViewSet):
    create_view_class = PieceCreateView
    choose_view_class = ChoosePieceView
    choose_results_view_class = ChoosePieceResultsView


class PieceViewSet(SnippetViewSet):
    """Set `model`, `icon`, `menu_label`, `menu_name`, `base_url_path` and `chooser_base_url_path`.

    `menu_order` says under which heading of the menu it stands: 200–249 Library, 250–269 Practice, 270–279 Hiring.
    """

    icon = "doc-full"
    add_to_admin_menu = True
    index_view_class = PieceIndexView
    index_template_name = "wagtailadmin/generic/index.html"
    chooser_viewset_class = PieceChooserViewSet
    list_display = ["title", "locale", "live"]
    list_filter = ["locale", "live"]
    search_fields = ["title"]
