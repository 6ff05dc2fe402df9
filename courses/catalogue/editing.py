"""What editors see around the page editor: the menu in the product's words, and what waits for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from wagtail.models import Locale

from lms.people.models import User

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


@dataclass(frozen=True)
class PieceInReview:
    """A piece of content that is not a page, with a review open. `kind`: what it is, in words."""

    title: str
    kind: str
    url: str
    locale: Any
    asked_by: int | None
    asked_at: datetime
    sent_back: bool


def pieces_in_review() -> Iterator[PieceInReview]:
    """Two queries: the reviews, the languages."""
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    for state in queries.pieces_in_review():
        model: Any = state.content_type.model_class()
        yield PieceInReview(
            title=state.current_task_state.revision.object_str,
            kind=model._meta.verbose_name,
            url=reverse(model.snippet_viewset.get_url_name("edit"), args=[state.object_id]),
            locale=locales.get(state.current_task_state.revision.content.get("locale"), ""),
            asked_by=state.requested_by_id,
            asked_at=state.created_at,
            sent_back=state.status == state.STATUS_NEEDS_CHANGES,
        )


class WaitingPanel(Component):
    """Reviews to give and to get, drafts of the last two weeks, lessons in one language. Seven queries."""

    name = "waiting"
    template_name = "catalogue/cms/waiting.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        person = (parent_context or {})["request"].user
        return _reviews(person) | {
            "asked": queries.reviews_asked_by(person)[:SHOWN],
            "drafts": queries.drafts_since(timezone.now() - RECENT)[:SHOWN],
            "lonely": queries.untranslated_lessons()[:SHOWN],
            "may_translate": person.has_perm("simple_translation.submit_translation"),
        }


def _reviews(person: User) -> dict[str, Any]:
    """`reviews`, `reviews_of_pieces`: what colleagues sent; `asked_of_pieces`: what this person sent."""
    pieces = list(pieces_in_review())
    found: dict[str, Any] = {"asked_of_pieces": [piece for piece in pieces if piece.asked_by == person.pk][:SHOWN]}
    if not queries.may_review(person):
        return found | {"reviews": [], "reviews_of_pieces": []}
    others = [piece for piece in pieces if piece.asked_by != person.pk and not piece.sent_back]
    return found | {"reviews": queries.reviews_for(person)[:SHOWN], "reviews_of_pieces": others[:SHOWN]}


def arrange_home(panels: list[Component]) -> None:
    """Ours stands in for Wagtail's lists of reviews: the same pages would be named twice."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels.append(WaitingPanel())
