"""Links and codes by which customers rate us, and what came of them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.quality import access, actions, queries, ratings
from assessments.quality.forms import LinkForm
from assessments.quality.signed import address_of
from lms.people.access import signed_in
from lms.ui.toasts import say

from .common import tabs

PAGE = 20
LONGEST_NUMBER = 60


@signed_in
def asking(request: HttpRequest) -> HttpResponse:
    access.may_ask(request.user)
    form = LinkForm(request.POST or None, people=access.people_seen(request.user))
    if request.method == "POST" and form.is_valid():
        link = actions.make_rating_link(by=request.user, **form.values)
        say(request, _("The link is ready."))
        return redirect("quality_asking_link", link.uid)
    page = Paginator(ratings.links_seen(request.user), PAGE).get_page(request.GET.get("page"))
    found = ratings.summaries(page.object_list, queries.company_today())
    context = {
        "form": form,
        "page": page,
        "rows": [{"link": link, "summary": found[link.pk]} for link in page.object_list],
        "tabs": tabs(request, "asking"),
    }
    return render(request, "quality/asking.html", context)


@require_safe
@signed_in
def link(request: HttpRequest, uid: UUID) -> HttpResponse:
    """With `?ticket=`: the address for that ticket."""
    found = access.rating_link(request.user, uid)
    number = request.GET.get("ticket", "").strip()[:LONGEST_NUMBER]
    context = {
        "link": found,
        "number": number,
        "address": address_of(found, number),
        "summary": ratings.summaries([found], queries.company_today())[found.pk],
        "comments": list(ratings.comments(found)),
        "tabs": tabs(request, "asking"),
    }
    return render(request, "quality/asking_link.html", context)


@require_POST
@signed_in
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.rating_link(request.user, uid)
    actions.end_rating_link(link=found, by=request.user)
    say(request, _("The link no longer opens. What was answered stays."))
    return redirect("quality_asking_link", uid)
