"""Personal data in free text, replaced by words in brackets before anything is stored. No Django.

E-mail addresses (also written out), phone numbers (also as people in Russia write them), bank cards and bank accounts;
names of people where the extra `names` is installed. Masking twice is masking once. What a number is, is told by its
shape, its check digit and the words before it: an order, a tracking number, a sum or a taxpayer's number stays.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    format_number,
    is_possible_number,
    is_valid_number,
    parse,
)
from stdnum import iban, luhn

from . import names

_WORDS = {
    "mail": ("[e-mail]", "[адрес почты]"),
    "phone": ("[phone]", "[телефон]"),
    "card": ("[card number]", "[номер карты]"),
    "iban": ("[bank account]", "[счёт]"),
    "name": ("[name]", "[имя]"),
}
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_D = r"\-‐‑‒–—−"  # dashes
_SIGN = re.compile("[@＠]")
_BEFORE_AT = r"(?<![\w.+\-=&%'’])\w[\w.+\-=&%'’]*"
_MAIL = re.compile(rf"{_BEFORE_AT}\s?[@＠]\s?(?:[\w\-]+\.)+[^\W\d_][\w\-]+")
_AT = r"(?:\s*(?:\((?:at|собака)\)|\[(?:at|собака)\])\s*|\s+собака\s+|\s?@\s?)"
_DOT = r"(?:\.|\s*(?:\((?:dot|точка)\)|\[(?:dot|точка)\])\s*|\s+(?:dot|точка)\s+)"
_SPELT_MAIL = re.compile(
    rf"{_BEFORE_AT}(?:{_AT}[\w\-]+(?:{_DOT}[\w\-]+)+|\s+at\s+[\w\-]+(?:\s+dot\s+[\w\-]+)+)", re.IGNORECASE
)
_SPELT = ("собака", "(at)", "[at]", " dot ", "(dot)", "[dot]", "точка")
# each begins with a set of characters, so that a long text is skipped through quickly; what must not stand before is
# looked at afterwards
_IBAN = re.compile(rf"[A-Za-z]{{2}}\d{{2}}(?:[ {_D}]?[A-Za-z0-9]{{1,4}}){{3,8}}(?!\w)")
_ACCOUNT = re.compile(r"40(?:817|820|802|702|703|701)(?: ?\d){15}(?!\d)")
_CARD = re.compile(rf"\d(?:[ \u00a0{_D}]{{0,2}}\d){{12,18}}(?!\d)")
_NUMBER = re.compile(rf"[+＋(\d](?:[ \u00a0]?\(?\d)?(?:[ \u00a0\u202f.{_D}()/]{{0,3}}\d){{3,16}}\)?(?!\w)")
_SPACES = re.compile(r"[ \u00a0\u202f]+")
_DIGIT, _NO_DIGIT = re.compile(r"\d"), re.compile(r"\D+")
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){4}")
_MONEY = re.compile(
    r"[ \u00a0\u202f]*(?:₽|руб|р\.|р\b|тыс|млн|€|\$|usd|eur|rub|rur|usdt|шт|кг|км|мм|см|баллов|бонус|points|pcs|items)",
    re.IGNORECASE,
)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"(?:{_DAY}[./\-]{_MONTH}|{_MONTH}[./\-]{_DAY})[./\-](?:\d{{4}}|\d{{2}})(?!\d)|\d{{4}}[./\-]{_MONTH}[./\-]{_DAY}(?!\d)"
)
_WORD = re.compile(r"[^\W\d_]+")
_FILLERS = re.compile(
    r"номер[а-я]{0,2}|ном|no?|numbers?|is|was|are|id|the|my|мо[йя]|наша?|это|был[аои]?|такой|указан[аоы]?",
    re.IGNORECASE,
)
_ORDERS = re.compile(  # beginnings of words which say that it is no phone
    "заказ|заявк|заявлени|обращени|тикет|трек|накладн|отправлени|посылк|артикул|инн|кпп|бик|огрн|окпо|снилс|сч[её]т|договор|"
    "чек|код|индекс|товар|серийн|полис|паспорт|парти|штрих|квитанц|операци|транзакц|сертификат|купон|промокод|ваучер|бронь|"
    "order|ticket|track|parcel|shipment|invoice|article|sku|item|ref|serial|code|vat|tax|inn|case|contract|receipt|barcode|"
    "batch|isbn|ean|imei|transaction|coupon|voucher|booking|policy|passport",
    re.IGNORECASE,
)
_CALLS = re.compile(  # and that it is one
    "тел|мобил|сот|звон|позвон|перезвон|дозвон|набер|набир|whatsapp|ватсап|вотсап|вайбер|viber|смс|sms|phone|mobile|"
    "cell|call|ring|dial|fax|факс",
    re.IGNORECASE,
)
FEWEST = 5  # digits of a phone number
_NATIONAL = ("GB", "DE", "FR", "IT", "ES")


class Span(NamedTuple):
    start: int
    end: int
    kind: str


def mask(text: str, region: str = "RU") -> str:
    """The text without what leads to a person. Order numbers, sums and dates stay."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not _worth(text):
        return text
    before = ""
    while text != before:  # what is left after one round may read as another number
        before, word = text, 1 if _CYRILLIC.search(text) else 0
        for span in reversed(spans(text, region)):
            text = text[: span.start] + _WORDS[span.kind][word] + text[span.end :]
    return text


def _worth(text: str) -> bool:
    return _has_mail(text) or bool(_MANY_DIGITS.search(text)) or (names.installed() and names.worth(text))


def _has_mail(text: str) -> bool:
    return "@" in text or "＠" in text or _is_spelt(text)


def _is_spelt(text: str) -> bool:
    small = text.casefold()
    return any(sign in small for sign in _SPELT)


def spans(text: str, region: str = "RU") -> list[Span]:
    """What is found, in order; none overlaps another."""
    found: list[Span] = []
    for kind, pieces in _kinds(text, region, found):
        for start, end in pieces:
            if not _taken(found, start, end):
                found.append(Span(start, end, kind))
    return sorted(found)


def _taken(found: list[Span], start: int, end: int) -> bool:
    return any(start < span.end and span.start < end for span in found)


def _kinds(text: str, region: str, found: list[Span]) -> Iterator[tuple[str, Iterator[tuple[int, int]]]]:
    if _has_mail(text):
        yield "mail", (match.span() for match in _SPELT_MAIL.finditer(text)) if _is_spelt(text) else _mails(text)
    if _MANY_DIGITS.search(text):
        yield "iban", _accounts(text)
        yield "card", _cards(text)
        yield "phone", _phones(text, region, found)
    yield "name", names.found(text)


def _mails(text: str) -> Iterator[tuple[int, int]]:
    """Looked for from the word before each sign on: trying every word of a long text takes long."""
    at = 0
    while sign := _SIGN.search(text, at):
        begin = text.rfind(" ", at, max(at, sign.start() - 1)) + 1
        found = _MAIL.search(text, max(at, begin))
        if not found:
            return
        yield found.span()
        at = found.end()


# accounts and cards ------------------------------------------------------------


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    """IBANs by their check digits, the longest beginning that is one: the pattern may have run on into the next words.
    Russian accounts of people and firms by their first digits."""
    for found in _IBAN.finditer(text):
        if _in_word(text, found.start()):
            continue
        ends = [place.start() for place in re.finditer(rf"[ {_D}]", found[0])]
        for end in (len(found[0]), *reversed(ends)):
            if iban.is_valid(re.sub(rf"[{_D}]", "", found[0][:end]), check_country=False):
                yield found.start(), found.start() + end
                break
    for found in _ACCOUNT.finditer(text):
        if not _in_word(text, found.start()):
            yield found.span()


def _in_word(text: str, start: int) -> bool:
    return start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for found in _CARD.finditer(text):
        digits = _NO_DIGIT.sub("", found[0])
        if not text[found.start() - 1 : found.start()].isdigit() and _is_card(digits) and luhn.is_valid(digits):
            yield found.span()


def _is_card(digits: str) -> bool:
    """By the issuer's first digits and the length that goes with them (ISO/IEC 7812)."""
    length, two, four = len(digits), int(digits[:2]), int(digits[:4])
    if digits[0] == "4":
        return length in (13, 16, 19)
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return length == 16
    if 2200 <= four <= 2204 or two in (50, 62) or 56 <= two <= 69:
        return 16 <= length <= 19
    if two in (34, 37):
        return length == 15
    return (3528 <= four <= 3589 and length == 16) or (two in (30, 36, 38, 39) and length == 14)


# phones -------------------------------------------------------------------------


def _phones(text: str, region: str, taken: list[Span]) -> Iterator[tuple[int, int]]:
    at = 0
    while found := _NUMBER.search(text, at):
        start, end = found.span()
        if _goes_on(text, start):
            at = start + 1
            continue
        at = end
        if _taken(taken, start, end):
            continue
        for first, last in _pieces(text, start, end):
            if first >= start and last - first >= FEWEST and _is_phone(text, first, last, region):
                yield first, last
                start = last
                if end - start < FEWEST:
                    break


def _goes_on(text: str, start: int) -> bool:
    """Part of a word, of a number with a sign, or of a longer figure."""
    if start == 0:
        return False
    before = text[start - 1]
    return before.isalnum() or before in "_№#" or (start > 1 and before in ".,:/" and text[start - 2].isdigit())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The whole, then parts of it between spaces, the longest first: two numbers may stand side by side."""
    yield _trimmed(text, start, end)
    breaks = [place.span() for place in _SPACES.finditer(text, start, end)]
    if not breaks:
        return
    starts, ends = [start, *(last for _, last in breaks)], [*(first for first, _ in breaks), end]
    for many in range(len(starts) - 1, 0, -1):
        for n in range(len(starts) - many + 1):
            yield _trimmed(text, starts[n], ends[n + many - 1])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a bracket that has no partner."""
    body = text[start:end]
    if body.endswith(")") and body.count(")") > body.count("("):
        end -= 1
    if body.startswith("(") and body.count("(") > body.count(")"):
        start += 1
    return start, end


def _is_phone(text: str, start: int, end: int, region: str) -> bool:
    body = text[start:end]
    digits = _NO_DIGIT.sub("", body)
    if not FEWEST <= len(digits) <= 15:
        return False
    if body[0] in "+＋":
        return len(digits) >= 8 and _possible(f"+{digits}")
    before = text[max(0, start - 40) : start]
    if (
        _DATE.match(body)
        or _MONEY.match(text, end)
        or before.rstrip(" \u00a0")[-1:] in ("€", "$", "£", "₽")
        or _is_order(before)
    ):
        return False
    told = _is_told(before)
    if len(digits) < 10 and not told and digits[0] != "0":
        return False
    if digits.startswith("00") and len(digits) >= 10:
        return _possible(f"+{digits[2:]}")
    if digits.startswith("810") and len(digits) >= 12:
        return _possible(f"+{digits[3:]}")
    groups = [len(part) for part in _NO_DIGIT.split(body.strip("()")) if part]
    return _russian(digits, groups, body, told) or _grouped(digits, groups, body, told) or _other(digits, told, region)


def _is_order(before: str) -> bool:
    """The word right before, without fillers and in the same sentence, names another kind of number."""
    words = list(_WORD.finditer(before))
    if not words:
        return False
    gap = before[words[-1].end() :]
    if any(sign in gap for sign in "\n,;") or _DIGIT.search(gap):
        return False
    if ". " in gap and not _FILLERS.fullmatch(words[-1][0]):
        return False
    last = next((found[0] for found in reversed(words) if not _FILLERS.fullmatch(found[0])), "")
    return bool(_ORDERS.match(last))


def _is_told(before: str) -> bool:
    """One of the last three words says that a phone number comes."""
    words = _WORD.findall(before)[-3:]
    return words[-1:] in (["т"], ["Т"]) or any(_CALLS.match(word) for word in words)


def _russian(digits: str, groups: list[int], body: str, told: bool) -> bool:
    """8 or 7 and ten digits; or the ten alone, from a mobile net or in the usual groups."""
    if len(digits) == 11 and digits[0] in "78":
        return digits[1] in "3489" and (told or groups[0] <= 4 or len(groups) == 1)
    if len(digits) != 10 or digits[0] not in "3489":
        return False
    if len(groups) == 1:
        return told or digits[0] == "9"
    return "(" in body or groups in ([3, 3, 2, 2], [3, 3, 4], [3, 7], [4, 2, 2, 2], [5, 1, 2, 2], [4, 6])


def _grouped(digits: str, groups: list[int], body: str, told: bool) -> bool:
    """A North American number as it is written; a local one where the words say that it is one."""
    if len(digits) == 10 and groups == [3, 3, 4] and digits[0] in "23456789" and not re.search(r"[/]", body):
        return True
    if len(digits) == 11 and digits[0] == "1" and groups in ([1, 3, 3, 4], [11]) and (told or len(groups) == 4):
        return True
    return told and 5 <= len(digits) <= 7 and groups in ([3, 2, 2], [2, 2, 2], [1, 2, 2], [3, 4], [7], [2, 3, 2], [6])


def _other(digits: str, told: bool, region: str) -> bool:
    """A national number with its leading zero; after a word that says so whatever is valid in some country."""
    if not (digits.startswith("0") or told) or not 8 <= len(digits) <= 13:
        return False
    return any(_valid(digits, country) for country in (region, *_NATIONAL))


@lru_cache(maxsize=10_000)
def _possible(number: str) -> bool:
    try:
        return is_possible_number(parse(number, None))
    except NumberParseException:
        return False


@lru_cache(maxsize=10_000)
def _valid(digits: str, country: str) -> bool:
    try:
        return is_valid_number(parse(digits, country))
    except NumberParseException:
        return False


# keys ---------------------------------------------------------------------------


def normal_address(address: str, region: str = "RU") -> str:
    """An e-mail in small letters, a phone as +79123456789; anything else as it is, without outer space."""
    text = address.strip()
    if "@" in text:
        return text.casefold()
    numbers = list(PhoneNumberMatcher(text, region)) if len(_DIGIT.findall(text)) >= 7 else []
    return format_number(numbers[0].number, PhoneNumberFormat.E164) if numbers else text.casefold()


@lru_cache(maxsize=20_000)
def keyed(value: str, key: bytes) -> str:
    """The same person has the same key here; without our key nobody can try addresses out. Empty stays empty."""
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:40] if value else ""


def customer_key(address: str, key: bytes) -> str:
    return keyed(normal_address(address), key)
