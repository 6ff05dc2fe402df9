"""Point rules in the editor's part, for administrators: a list of their own in the menu."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from . import queries
from .actions import add_rule, change_rule
from .forms import PointRuleForm
from .models import PointRule


class RuleIndexView(IndexView):
    """What holds today or later; earlier versions stay in the ledger's memory."""

    def get_base_queryset(self) -> QuerySet[PointRule]:
        today = queries.company_day(timezone.now())
        return super().get_base_queryset().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))


class RuleCreateView(CreateView):
    def save_instance(self) -> PointRule:
        return add_rule(by=self.request.user, **self.form.cleaned_data)


class RuleEditView(EditView):
    def save_instance(self) -> PointRule:
        return change_rule(rule=self.object, by=self.request.user, **self.form.cleaned_data)


class PointRuleViewSet(ModelViewSet):
    model = PointRule
    name = "point_rule"
    url_prefix = "point-rules"
    icon = "list-ol"
    menu_label = gettext_lazy("Point rules")
    menu_order = 240
    add_to_admin_menu = True
    form_fields = PointRuleForm.Meta.fields
    list_display = (
        "name_en",
        "name_ru",
        "points",
        "daily_cap",
        "valid_from",
        BooleanColumn("live", label=gettext_lazy("In use")),
    )
    list_filter = ("live",)
    search_fields = ("name_en", "name_ru")
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = RuleIndexView
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView

    def get_form_class(self, for_update: bool = False) -> Any:
        return PointRuleForm


@hooks.register("register_admin_viewset")
def point_rules() -> PointRuleViewSet:
    return PointRuleViewSet()
