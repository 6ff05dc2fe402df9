"""Secrets of other systems, sealed at rest with a key derived from the installation's own (Fernet: AES and HMAC)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class SealBroken(Exception):
    """SECRET_KEY is another than when this was sealed: the secrets have to be typed again."""


def _fernet() -> "Fernet":
    from cryptography.fernet import Fernet  # a tenth of a second of each start, and few processes seal

    key = hmac.new(settings.SECRET_KEY.encode(), b"quality.connections", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(secrets: Mapping[str, str]) -> str:
    return _fernet().encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(sealed: str) -> dict[str, str]:
    """Raises SealBroken."""
    if not sealed:
        return {}
    from cryptography.fernet import InvalidToken

    try:
        return dict(json.loads(_fernet().decrypt(sealed.encode())))
    except InvalidToken as error:
        raise SealBroken from error
