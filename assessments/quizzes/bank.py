"""The question bank in `/cms/`: one list of all types; each question is edited as what it is.

A form of the parent model would edit a question without its answers, so every address of the parent but the list
leads to the child's own.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.models import Locale
from wagtail.snippets.models import register_snippet

from lms.learning.cms import PieceIndexView, PieceViewSet

from . import question_types
from .models import Question
from .question_types import QuestionType

LISTED = {"list", "list_results"}


def models() -> dict[str, type[Question]]:
    """The child model of each type that has one, wherever it lives."""
    found, waiting = {}, [Question]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if model.TYPE:
            found[model.TYPE] = model
    return found


def written() -> list[tuple[QuestionType, type[Question]]]:
    """The types that editors write, in the order they were registered."""
    known = models()
    return [(one, known[one.name]) for one in question_types.every() if one.address and one.name in known]


def url_of(question: Question, name: str, *args: Any) -> str:
    return reverse(f"{type(question).snippet_viewset.get_url_name(name)}", args=[question.pk, *args])


class BankIndexView(PieceIndexView):
    """Each row leads to the question's own type. “Add” asks which type."""

    def get_edit_url(self, instance: Question) -> str:
        return url_of(instance, "edit")

    def get_delete_url(self, instance: Question) -> str:
        return url_of(instance, "delete")

    def get_copy_url(self, instance: Question) -> str:
        return url_of(instance, "copy")

    def get_usage_url(self, instance: Question) -> str:
        return url_of(instance, "usage")


def to_child(name: str) -> Any:
    """A view: the same page of the question's own type. Nothing is read from what was posted."""

    def view(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        question = Question.objects.filter(pk=pk).first()
        if question is None:
            raise Http404
        return HttpResponseRedirect(url_of(question, name if name in ("delete", "usage", "history") else "edit"))

    return view


def choose_type(request: HttpRequest) -> HttpResponse:
    """“Add question” offers the types."""
    offers = [
        {"title": one.title, "hint": one.hint, "url": reverse(model.snippet_viewset.get_url_name("add"))}
        for one, model in written()
    ]
    locale = request.GET.get("locale", "")
    known = Locale.objects.filter(language_code=locale).exists()
    context = {
        "offers": offers,
        "locale": locale if known else "",
        "back": reverse("wagtailsnippets_quizzes_question:list"),
    }
    return render(request, "quizzes/cms/add.html", context)


class BankViewSet(PieceViewSet):
    model = Question
    icon = "help"
    menu_name = "questions"
    menu_label = _("Questions")
    menu_order = 251
    base_url_path = "questions"
    chooser_base_url_path = "questions/choose"
    index_view_class = BankIndexView
    list_display = ["text", Column("type_title", label=_("Type")), "locale", "live"]
    list_filter = ["type", "difficulty", "skills", "locale", "live"]
    search_fields: Any = None  # all that is indexed

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list and where it leads: every address with a question goes to the question's own type."""
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            if pattern.name == "add":
                pattern.callback = self.permitted(choose_type)
            elif pattern.name not in LISTED and "pk" in pattern.pattern.converters:
                pattern.callback = self.permitted(to_child(pattern.name))
        return [one for one in patterns if one.name in LISTED | {"add"} or "pk" in one.pattern.converters]

    def permitted(self, view: Any) -> Any:
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.permission_policy.user_has_any_permission(request.user, {"add", "change"}):
                return HttpResponseRedirect(reverse("wagtailadmin_home"))
            return view(request, *args, **kwargs)

        return checked


def viewset_of(one: QuestionType, question_model: type[Question]) -> type[PieceViewSet]:
    """Edits the questions of one type. Not in the menu: the bank lists them all."""

    class TypeViewSet(PieceViewSet):
        model = question_model
        icon = one.icon
        menu_label = question_model._meta.verbose_name_plural
        add_to_admin_menu = False
        menu_item_is_registered = True  # else Wagtail adds a menu of its own for it
        base_url_path = f"questions/{one.address}"
        chooser_base_url_path = f"questions/{one.address}/choose"
        list_display = ["text", "locale", "live"]
        search_fields: Any = None  # all that is indexed

    return TypeViewSet


def register_all() -> None:
    register_snippet(BankViewSet)
    for one, model in written():
        register_snippet(viewset_of(one, model))
