"""The address of a rating link, and of one ticket under it: the number is signed, so that nobody rates others'."""

from django.conf import settings
from django.core import signing
from django.http import Http404
from django.urls import reverse

from .models import RatingLink

SALT = "quality.rate"


def address_of(link: RatingLink, number: str = "") -> str:
    args = [link.token, signing.dumps(number, salt=_salt(link))] if number else [link.token]
    return str(settings.BASE_URL) + reverse("rate_ticket" if number else "rate", args=args)


def number_in(link: RatingLink, ticket: str) -> str:
    """The ticket's number; empty for a link without one. A forged one is a 404."""
    try:
        return str(signing.loads(ticket, salt=_salt(link))) if ticket else ""
    except signing.BadSignature as error:
        raise Http404 from error


def _salt(link: RatingLink) -> str:
    return f"{SALT}:ticket:{link.token}"
