from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.people import actions, queries
from lms.people.access import SignedIn, administrators_only
from lms.people.forms import CompanyForm

from .pages import bound, form_page


@administrators_only
def company(request: SignedIn) -> HttpResponse:
    def save(form: CompanyForm) -> str:
        changed = actions.set_settings(values=form.values, by=request.user)
        if not changed:
            return _("Everything stays as it was.")
        told = ngettext("%(n)d setting holds from today.", "%(n)d settings hold from today.", len(changed))
        return told % {"n": len(changed)}

    return form_page(
        request,
        bound(CompanyForm, request, values=queries.settings_on()),
        save,
        title=_("Company"),
        lead=_("A change holds from today on; what was counted before stays."),
        back=reverse("people"),
        then=reverse("company"),
        cancel="no",
        submit=_("Save"),
        template="people/company.html",
    )
