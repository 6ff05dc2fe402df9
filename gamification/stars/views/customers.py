"""The customer's page: no account, no script, nothing stored by looking. One browser thanks one person once.

The form's token is signed and used once, so that no cookie is needed to be sure that the page was ours; a cookie that
only says "has thanked" comes with the vote.
"""

import io
import secrets
from collections.abc import Callable
from functools import wraps

from allauth.account.adapter import get_adapter
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from PIL import Image

from gamification.stars import access, queries
from gamification.stars.actions import raise_concern, thank
from gamification.stars.models import VoteLink
from lms.people import limits
from lms.people.queries import setting

LANGUAGES = ("en", "ru")
SALT = "stars.thanks"
OPEN_HOURS = 24
COOKIE, COOKIE_DAYS = "thanks", 30
MOST = 30  # posts a minute from one address
SIDE = 144
WORDS = 300

View = Callable[..., HttpResponse]


def in_own_language(view: View) -> View:
    """`?lang=` or the form's own, else what the browser asks for."""

    @wraps(view)
    @csrf_exempt
    def spoken(request: HttpRequest, token: str) -> HttpResponse:
        asked = request.POST.get("lang") or request.GET.get("lang") or ""
        language = asked if asked in LANGUAGES else (translation.get_language() or "en")[:2]
        with translation.override(language):
            response = view(request, access.open_link(token))
        response["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        patch_cache_control(response, private=True, no_store=True)
        return response

    return spoken


@in_own_language
def thanks(request: HttpRequest, link: VoteLink) -> HttpResponse:
    if request.method != "POST":
        return page(request, link, "stars/thanks.html")
    refused = _refused(request, link, "stars/thanks.html")
    if refused:
        return refused
    browser = _browser(request) or secrets.token_hex(8)
    if request.user != link.person:
        thank(
            person=link.person,
            form=_form(request),
            browser=_hashed(browser, link),
            mark=_mark(request, link),
            words=request.POST.get("words", "")[:WORDS],
        )
    response = page(request, link, "stars/thanked.html", own=request.user == link.person)
    response.set_signed_cookie(
        COOKIE,
        browser,
        salt=SALT,
        max_age=COOKIE_DAYS * 86_400,
        path="/thanks/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@in_own_language
def wrong(request: HttpRequest, link: VoteLink) -> HttpResponse:
    if request.method != "POST":
        return page(request, link, "stars/wrong.html")
    refused = _refused(request, link, "stars/wrong.html")
    if refused:
        return refused
    words = request.POST.get("words", "")
    if not words.strip():
        return page(request, link, "stars/wrong.html", status=400, empty=True)
    raise_concern(person=link.person, form=_form(request), words=words[:2000])
    return page(request, link, "stars/told.html")


def page(request: HttpRequest, link: VoteLink, template: str, *, status: int = 200, **said: object) -> HttpResponse:
    language = translation.get_language() or "en"
    context = {
        "person": link.person,
        "token": link.token,
        "form": signing.dumps(secrets.token_hex(12), salt=f"{SALT}:{link.token}"),
        "language": language,
        "other": next(code for code in LANGUAGES if code != language),
        "company": setting("company.name"),
        "here": request.path,
        "photo": reverse("thanks_photo", args=[link.token]) if link.person.photo else "",
        "words": request.POST.get("words", ""),
        "most": WORDS,
    }
    return render(request, template, context | said, status=status)


def _refused(request: HttpRequest, link: VoteLink, template: str) -> HttpResponse | None:
    """Too many at once, or a page that is not ours or was open too long: the page again, with what was typed."""
    if limits.too_many(request, "thanks", MOST):
        return page(request, link, template, status=429, busy=True)
    limits.count_failure(request, "thanks")
    if not _form(request):
        return page(request, link, template, status=400, stale=True)
    return None


def _form(request: HttpRequest) -> str:
    """The one-time token of the page that was sent; empty when it is not ours."""
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    try:
        form: str = signing.loads(request.POST.get("form", ""), salt=f"{SALT}:{token}", max_age=OPEN_HOURS * 3600)
    except signing.BadSignature:
        return ""
    return form


def _browser(request: HttpRequest) -> str:
    found: str = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_DAYS * 86_400) or ""
    return found


def _hashed(text: str, link: VoteLink) -> str:
    return salted_hmac(SALT, f"{link.person_id}:{text}", algorithm="sha256").hexdigest()


def _mark(request: HttpRequest, link: VoteLink) -> str:
    """The same for one phone in one place on one day. Cannot be turned back into an address."""
    address = str(get_adapter().get_client_ip(request))
    network = ":".join(address.split(":")[:4]) if ":" in address else address
    day = queries.company_day(timezone.now())
    return _hashed(f"{day}|{network}|{request.headers.get('User-Agent', '')}", link)


@require_safe
def photo(request: HttpRequest, token: str) -> HttpResponse:
    """Small, for a page that has to be light."""
    path, out = access.photo_behind(token), io.BytesIO()
    with Image.open(path) as picture:
        picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "WEBP", quality=78)
    response = HttpResponse(out.getvalue(), content_type="image/webp")
    patch_cache_control(response, public=True, max_age=3600)
    return response
