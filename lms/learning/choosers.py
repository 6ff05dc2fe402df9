"""Choosing something to do in the editor's part: any live activity, whichever room it lives in.

`ActivityChooserBlock` is for streams, the widget of `activity_chooser` for forms; a foreign key to Activity gets it.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, CreateView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from . import queries
from .cms import NothingIsMadeHere
from .models import Activity


class ActivityFilterForm(SearchFilterMixin, BaseFilterForm):
    """By words of the title in either language; SQLite would not see that «Урок» holds «урок»."""

    def filter(self, objects: Iterable[Activity]) -> list[Activity]:
        self.search_query = self.cleaned_data.get("q") or ""
        self.is_searching = bool(self.search_query)
        return queries.choosable(self.search_query)


class _Columns:
    filter_form_class = ActivityFilterForm
    results_template_name = "learning/cms/activities.html"

    @property
    def columns(self) -> list[Column]:
        own = [Column("kind", label=_("What it is"), accessor="kind_title"), Column("parent", label=_("Part of"))]
        return [*super().columns, *own]  # type: ignore[misc]


class ChooseActivityView(_Columns, ChooseView):
    pass


class ChooseActivityResultsView(_Columns, ChooseResultsView):
    pass


class CreateActivityView(NothingIsMadeHere, CreateView):
    pass


class ActivityChooserViewSet(ChooserViewSet):
    create_view_class = CreateActivityView
    model = "learning.Activity"
    icon = "list-ul"
    choose_one_text = _("Choose what to do")
    choose_another_text = _("Choose something else")
    choose_view_class = ChooseActivityView
    choose_results_view_class = ChooseActivityResultsView


activity_chooser = ActivityChooserViewSet("activity_chooser", url_prefix="activities/choose")
ActivityChooserBlock = activity_chooser.get_block_class(
    name="ActivityChooserBlock", module_path="lms.learning.choosers"
)
