"""Skills in the editor's part: a list of their own in the menu. And choosing what to do, for all rooms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from . import queries
from .choosers import ActivityChooserViewSet, activity_chooser
from .forms import SkillForm
from .models import Skill


class SkillDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if queries.skill_is_used(self.object):
            messages.error(request, _used(self.object))
            return HttpResponseRedirect(reverse("skill:edit", args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


def _used(skill: Skill) -> str:
    return _(
        "“%(name)s” cannot be deleted: results, lessons or other skills refer to it. Take the tick off “in use” "
        "instead. It is then offered nowhere, and what was counted stays."
    ) % {"name": skill.name}


class SkillViewSet(ModelViewSet):
    model = Skill
    name = "skill"
    url_prefix = "skills"
    icon = "tag"
    menu_label = gettext_lazy("Skills")
    menu_order = 230
    add_to_admin_menu = True
    form_fields = ("name_en", "name_ru", "slug", "parent", "order", "live")
    list_display = ("name_en", "name_ru", "parent", "order", BooleanColumn("live", label=gettext_lazy("In use")))
    list_filter = ("live", "parent")
    search_fields = ("name_en", "name_ru", "slug")
    copy_view_enabled = False
    delete_view_class = SkillDeleteView

    def get_form_class(self, for_update: bool = False) -> type[SkillForm]:
        return SkillForm


@hooks.register("register_admin_viewset")
def skills() -> SkillViewSet:
    return SkillViewSet()


@hooks.register("register_admin_viewset")
def choosing_what_to_do() -> ActivityChooserViewSet:
    return activity_chooser
