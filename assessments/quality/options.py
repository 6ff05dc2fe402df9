"""What this installation knows about reading a file: the key of customers' addresses, zone and country."""

import hashlib
import hmac
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from lms.people.queries import settings_on

from .imports import Options


def customers_key() -> bytes:
    """Derived from the installation's own key, for this purpose only."""
    return hmac.new(settings.SECRET_KEY.encode(), b"quality.customer_key", hashlib.sha256).digest()


def options(data: Any = None) -> Options:
    """`data`: what a map says. Raises FileProblem."""
    company = settings_on()
    zone, region = ZoneInfo(company["company.zone"]), company["company.country"] or "RU"
    return Options.from_map(data or {}, key=customers_key(), zone=zone, region=region)
