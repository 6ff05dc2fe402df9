"""What editors see around the page editor: the menu in the product's words, and what waits for them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import PageExplorerMenuItem
from wagtail.admin.wagtail_hooks import ExplorerMenuItem

from . import queries

RECENT = timedelta(days=14)
SHOWN = 8
# Headings of the menu, each with the orders of what stands under it (`lms.learning.cms.PieceViewSet`).
HEADINGS = (
    (_("Library"), "library", "folder-open-1", range(200, 250)),
    (_("Practice"), "practice", "comment", range(250, 270)),
    (_("Hiring"), "hiring", "group", range(270, 280)),
)
REPLACED = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}
# Wagtail's own word for pieces is on these, and the dashboard says the same more plainly.
UNUSED_REPORTS = {"workflows", "workflow-tasks", "page-types-usage"}


class CoursesMenuItem(ExplorerMenuItem):
    """The pages, from the list of courses in the editor's language on."""

    def render_component(self, request: HttpRequest) -> Any:
        index = queries.index_in((get_language() or "en")[:2])
        if index is None:
            return super().render_component(request)
        url = reverse("wagtailadmin_explore", args=[index.pk])
        return PageExplorerMenuItem(self.name, self.label, url, index.pk, self.icon_name, self.classname)


def arrange_menu(items: list[MenuItem]) -> None:
    """Courses first, then the library: what lessons are made of; then what is practised, and hiring."""
    images = reverse("wagtailimages:index")
    for label, name, icon, orders in HEADINGS:
        under = [item for item in items if item.order in orders or (name == "library" and item.url == images)]
        if under:
            items[:] = [item for item in items if item not in under]
            items.append(SubmenuMenuItem(label, Menu(items=under), name=name, icon_name=icon, order=orders.start))
    items[:] = [_as_courses(item) for item in items]


def _as_courses(item: MenuItem) -> MenuItem:
    if item.name != "explorer":
        return item
    return CoursesMenuItem(_("Courses"), item.url, name=item.name, icon_name=item.icon_name, order=item.order)


class WaitingPanel(Component):
    """Reviews to give and to get, drafts of the last two weeks, lessons in one language. Five queries."""

    name = "waiting"
    template_name = "catalogue/cms/waiting.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        person = (parent_context or {})["request"].user
        return {
            "reviews": queries.reviews_for(person)[:SHOWN],
            "asked": queries.reviews_asked_by(person)[:SHOWN],
            "drafts": queries.drafts_since(timezone.now() - RECENT)[:SHOWN],
            "lonely": queries.untranslated_lessons()[:SHOWN],
            "may_translate": person.has_perm("simple_translation.submit_translation"),
        }


def arrange_home(panels: list[Component]) -> None:
    """Ours stands in for Wagtail's lists of reviews: the same pages would be named twice."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels.append(WaitingPanel())
