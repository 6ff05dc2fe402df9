"""Secrets of invitations and what makes a PIN too easy. No Django: messages are marked for translation here
and translated by whoever shows them."""

import hashlib
import secrets
from datetime import date, timedelta

PIN_DIGITS = 6
_RUNS = "01234567890", "09876543210"


def gettext_noop(message: str) -> str:
    return message


WRONG_LENGTH = gettext_noop("A PIN is 6 digits, nothing else.")
TOO_EVEN = gettext_noop("That PIN uses one or two digits only. Choose one with at least three.")
A_RUN = gettext_noop("Digits in a row, such as 123456, are tried first by anybody. Choose another PIN.")
REPEATED = gettext_noop("A part that repeats, such as 123123, is easy to guess. Choose another PIN.")
A_DATE = gettext_noop("That PIN reads like a date, and dates are tried first. Choose another PIN.")
A_KNOWN_NUMBER = gettext_noop("That PIN is part of your phone or personnel number. Choose another PIN.")


def new_secret() -> str:
    """32 characters of 192 random bits: short enough for a small QR code."""
    return secrets.token_urlsafe(24)


def hash_of(secret: str) -> str:
    """SHA-256 in hex. The secret is random and long, so it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def lifetime(kind: str) -> timedelta:
    return timedelta(days=7 if kind == "qr" else 14)


def pin_problem(pin: str, known_numbers: tuple[str, ...] = ()) -> str:
    """Why this PIN is refused, as an untranslated sentence; "" when it will do.

    `known_numbers`: numbers colleagues know of the person (phone, personnel number).
    """
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        return WRONG_LENGTH
    if any(pin in run for run in _RUNS):
        return A_RUN
    if len(set(pin)) < 3:
        return TOO_EVEN
    if any(pin == pin[:size] * (PIN_DIGITS // size) for size in (2, 3)):
        return REPEATED
    if any(pin in _digits(number) for number in known_numbers):
        return A_KNOWN_NUMBER
    return A_DATE if _reads_like_a_date(pin) else ""


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _reads_like_a_date(pin: str) -> bool:
    """Day, month, year of two digits, in either order: 150788, 880715."""
    first, middle, last = (int(pin[place : place + 2]) for place in (0, 2, 4))
    return _is_date(last, middle, first) or _is_date(first, middle, last)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year if year < 40 else 1900 + year, month, day)
    except ValueError:
        return False
    return True
