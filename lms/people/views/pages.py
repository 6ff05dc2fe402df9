"""What the views of this room share: one form on a page, saved by one action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from lms.ui.toasts import say


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    save: Callable[[Any], str],
    *,
    title: str,
    back: str,
    submit: str,
    lead: str = "",
    template: str = "people/form.html",
    danger: bool = False,
    then: str = "",
    **context: Any,
) -> HttpResponse:
    """`save` gets the valid form and returns what to tell; its ValidationError goes back to the form.

    Afterwards the person is at `then`, or where `back` leads.
    """
    if request.method == "POST" and form.is_valid():
        try:
            told = save(form)
        except ValidationError as error:
            add_problem(form, error)
        else:
            if told:
                say(request, told)
            return redirect(then or back)
    shown = {"form": form, "title": title, "lead": lead, "back": back, "submit": submit, "danger": danger}
    return render(request, template, shown | context)


def tried(
    request: HttpRequest, act: Callable[[], object], told: str, *, back: str, then: str = "", undo: str = ""
) -> HttpResponse:
    """The act and what to tell; when it refuses, its words, back where the button was."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)
    say(request, told, undo=undo)
    return redirect(next_or(request, then or back))


def add_problem(form: forms.BaseForm, error: ValidationError) -> None:
    """An action's words at the field they are about, else above the form."""
    named = getattr(error, "error_dict", {})
    if named and set(named) <= set(form.fields):
        form.add_error(None, error)
    else:
        form.add_error(None, ValidationError(error.messages))


def bound(form: type[Any], request: HttpRequest, **options: Any) -> Any:
    """The form with what was sent, or fresh."""
    return form(request.POST if request.method == "POST" else None, **options)


def next_or(request: HttpRequest, default: str) -> str:
    target = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if local else default
