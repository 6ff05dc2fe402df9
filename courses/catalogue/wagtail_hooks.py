from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceViewSet

from . import editing, reading
from .models import LearnIndexPage, ServiceStandard


@hooks.register("before_serve_page")
def bring_the_reader(page: Page, request: HttpRequest, serve_args: list, serve_kwargs: dict) -> None:
    """Progress and answers come with the request, so that previews and the page itself need no queries of their own."""
    if not request.user.is_authenticated:
        return
    language = (get_language() or "en")[:2]
    if isinstance(page, LearnIndexPage):
        request.cards = reading.course_cards(request.user, language)
        return
    request.reader = reading.reader_of(request.user, page, language)


@hooks.register("construct_main_menu")
def menu_in_our_words(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    editing.arrange_menu(menu_items)


@hooks.register("construct_reports_menu")
def reports_one_needs(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in editing.UNUSED_REPORTS]


@hooks.register("construct_help_menu")
def help_that_stays_here(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """The rest are links to the web about a product whose name nobody here has to know."""
    menu_items[:] = [item for item in menu_items if item.name.startswith("keyboard-shortcuts")]


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Component]) -> None:
    editing.arrange_home(panels)


class ServiceStandardViewSet(PieceViewSet):
    model = ServiceStandard
    menu_name = "service-standards"
    menu_label = _("Service standards")
    menu_order = 210
    base_url_path = "standards"
    chooser_base_url_path = "standards/choose"


register_snippet(ServiceStandardViewSet)
