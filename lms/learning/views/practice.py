from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.learning import queries
from lms.learning.kinds import activity_kinds
from lms.people.access import is_administrator, signed_in
from lms.people.queries import is_manager

PAGE = 24


@require_safe
@signed_in
def practice(request: HttpRequest) -> HttpResponse:
    """Everything one can practise on its own, by kind, skill and words."""
    wish = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "kind", "skill")}
    found = queries.practice_library(request.user, **wish)
    context: dict[str, Any] = {
        "wish": wish,
        "query": urlencode({name: value for name, value in wish.items() if value}) + "&",
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "kinds": [kind for kind in activity_kinds.values() if kind.practice and not kind.part],
        "skills": queries.practised_skills(),
        "may_ask": is_manager(request.user) or is_administrator(request.user),
    }
    return render(request, "learning/_practice.html" if request.htmx else "learning/practice.html", context)
