"""The customer's page of one question: no account, no script, nothing stored by looking.

The form's token is signed, so that no cookie is needed to know that the page was ours. A cookie that says nothing but a
random word comes with the answer: the same browser that answers again on the same day corrects itself.
"""

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt

from assessments.quality import access, actions, queries
from assessments.quality.asking import SCALES, fits
from assessments.quality.models import RatingLink
from assessments.quality.signed import SALT, number_in
from lms.people import limits
from lms.people.queries import setting

LANGUAGES = ("en", "ru")
OPEN_HOURS = 24
COOKIE, COOKIE_DAYS = "rated", 30
MOST = 30  # posts a minute from one address
WORDS = 1000


@csrf_exempt
def rate(request: HttpRequest, token: str, ticket: str = "") -> HttpResponse:
    """`?lang=` or the form's own, else what the browser asks for."""
    asked = request.POST.get("lang") or request.GET.get("lang") or ""
    language = asked if asked in LANGUAGES else (translation.get_language() or "en")[:2]
    with translation.override(language):
        link = access.open_rating_link(token)
        number = number_in(link, ticket)
        response = _answered(request, link, number) if request.method == "POST" else _page(request, link)
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    patch_cache_control(response, private=True, no_store=True)
    return response


def _page(request: HttpRequest, link: RatingLink, *, status: int = 200, **said: object) -> HttpResponse:
    language = translation.get_language() or "en"
    low, high = SCALES[link.kind]
    context = {
        "link": link,
        "scores": [(n, n) for n in range(low, high + 1)],
        "chosen": request.POST.get("score", ""),
        "comment": request.POST.get("comment", ""),
        "form": signing.dumps(secrets.token_hex(8), salt=f"{SALT}:{link.token}"),
        "language": language,
        "other": next(code for code in LANGUAGES if code != language),
        "company": setting("company.name"),
        "here": request.path,
        "most": WORDS,
    }
    return render(request, "quality/rate.html", context | said, status=status)


def _answered(request: HttpRequest, link: RatingLink, number: str) -> HttpResponse:
    if limits.too_many(request, "rate", MOST):
        return _page(request, link, status=429, busy=True)
    limits.count_failure(request, "rate")
    if not _is_ours(request, link):
        return _page(request, link, status=400, stale=True)
    given = request.POST.get("score", "")
    if not (given.isascii() and given.isdigit() and len(given) < 3 and fits(link.kind, int(given))):
        return _page(request, link, status=400, empty=True)
    browser = _browser(request) or secrets.token_hex(8)
    own = link.person is not None and request.user == link.person
    if not own:
        comment = request.POST.get("comment", "")[:WORDS]
        mark = _mark(link, number, browser)
        actions.answer(link=link, score=int(given), mark=mark, comment=comment, number=number)
    response = _page(request, link, done=True, own=own)
    response.set_signed_cookie(
        COOKIE,
        browser,
        salt=SALT,
        max_age=COOKIE_DAYS * 86_400,
        path="/rate/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _is_ours(request: HttpRequest, link: RatingLink) -> bool:
    try:
        signing.loads(request.POST.get("form", ""), salt=f"{SALT}:{link.token}", max_age=OPEN_HOURS * 3600)
    except signing.BadSignature:
        return False
    return True


def _browser(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_DAYS * 86_400) or "")


def _mark(link: RatingLink, number: str, browser: str) -> str:
    """The ticket when the link carries one, else this browser on this day. Cannot be turned back."""
    what = f"ticket:{number}" if number else f"{queries.company_today(timezone.now())}:{browser}"
    return salted_hmac(SALT, f"{link.pk}:{what}", algorithm="sha256").hexdigest()
