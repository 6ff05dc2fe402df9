"""What connectors share: reading one item into a masked row, and walking through a list sorted by its last change."""

import html
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.quality.imports import (
    FIELDS,
    AgentRow,
    FileProblem,
    Message,
    Options,
    Problem,
    TicketRow,
    problems,
    values,
)
from assessments.quality.imports import generic as generic_file
from assessments.quality.imports import zendesk as zendesk_file
from assessments.quality.imports.findings import Findings
from assessments.quality.imports.problems import BadValue
from assessments.quality.masking import customer_key, mask

from . import Cursor, Read

ODD = gettext_noop("It does not look as the help desk's documentation says.")
YEAR = gettext_noop("One of its moments lies too far in the past or the future.")
NO_OBJECT = gettext_noop("This is no object with fields.")
NO_VALUE = gettext_noop("Here stands a text or a number.")
UNKNOWN_FIELD = gettext_noop("There is no such field. There are: %(names)s.")
EARLIEST, LATEST = 1990, 2100
_BLOCK_END = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h\d)>", re.IGNORECASE)


class Item:
    """One ticket being read: values of any kind in, masked ones out; what is wrong is kept with its field."""

    def __init__(self, options: Options, ref: object, place: int) -> None:
        self.options, self.ref, self.place = options, str(ref), place
        self.problems: list[Problem] = []

    def moment(self, name: str, value: Any, *, needed: bool = False) -> datetime | None:
        if needed and not value:
            self._problem(name, problems.MISSING)
        return self.value(name, value, self._moment)

    def _moment(self, value: Any) -> datetime:
        """Ours, or as letters have it: Mon, 05 May 2014 00:15:17 +0300."""
        try:
            found = parsedate_to_datetime(str(value))
        except (ValueError, TypeError):
            return values.moment(str(value), self.options.zone)
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def value(self, name: str, value: Any, reader: Callable[[Any], Any]) -> Any:
        """None for an empty one, or a bad one, which is then a problem."""
        if value is None or value in ("", "-"):
            return None
        try:
            return reader(value)
        except BadValue as bad:
            self._problem(name, bad.message, **bad.values_)
            return None

    def text(self, value: Any, limit: int | None = None) -> str:
        return mask(str(value or "").strip(), self.options.region)[:limit]

    def message(self, author: str, at: Any, text: Any) -> Message | None:
        moment, body = self.moment("message", at), self.text(text)
        return Message(author, moment.isoformat(), body) if moment and body else None

    def customer(self, address: Any) -> str:
        return customer_key(str(address or ""), self.options.key)

    def _problem(self, name: str, message: str, **details: object) -> None:
        told = {key: mask(value) if isinstance(value, str) else value for key, value in details.items()}
        self.problems.append(Problem(self.place, f"{mask(self.ref)[:40]}: {name}", message, told, item=True))


def plain_text(markup: Any) -> str:
    """Of a help desk's HTML: paragraphs become lines."""
    text = nh3.clean(_BLOCK_END.sub("\n", str(markup or "")), tags=set())
    return "\n".join(line for part in html.unescape(text).splitlines() if (line := part.strip()))


def agent(ref: Any, name: Any, email: Any = "", number: Any = "") -> AgentRow:
    return AgentRow(str(ref)[:80], mask(str(name or ""))[:120], str(email or ""), str(number or ""))


def first_answer(messages: Iterable[Message]) -> datetime | None:
    return next((datetime.fromisoformat(one.at) for one in messages if one.author == "agent"), None)


def read_all(items: Sequence[Any], reader: Callable[[int, Any], tuple[TicketRow | None, list[Problem]]]) -> Read:
    """Each item by itself: a bad one is told and left out."""
    rows, found = [], []
    for place, item in enumerate(items, 1):
        try:
            row, wrong = reader(place, item)
        except (AttributeError, TypeError, KeyError, ValueError, IndexError):  # not the shape that was documented
            row, wrong = None, [Problem(place, "", ODD, item=True)]
        found += wrong
        if row and not wrong:
            rows.append(row)
    return _kept(rows, found)


def _kept(rows: Iterable[TicketRow], found: list[Problem]) -> Read:
    """Each ticket once; of versions of the same moment the last. Years nobody lived in are told and left out."""
    newest: dict[str, TicketRow] = {}
    for row in rows:
        if not all(EARLIEST <= moment.year <= LATEST for moment in _moments(row)):
            found.append(Problem(row.place, mask(row.external_id), YEAR, item=True))
            continue
        known = newest.get(row.external_id)
        if known is None or row.updated_at >= known.updated_at:
            newest[row.external_id] = row
    return Read(list(newest.values()), found)


def _moments(row: TicketRow) -> list[datetime]:
    found = (row.created_at, row.updated_at, row.first_reply_at, row.solved_at, row.csat_at)
    return [moment for moment in found if moment]


def zendesk_rows(page: Mapping[str, Any], options: Options) -> Read:
    """Read as the file of the same export is; one broken ticket spoils no other."""
    findings = Findings()
    try:
        rows = list(zendesk_file.read(io.BytesIO(json.dumps(page).encode()), options, findings))
    except FileProblem as error:
        return Read([], [error.problem])
    return _kept(rows, findings.problems)


def table_rows(items: Sequence[Any], options: Options) -> Read:
    """Objects with the fields of a spreadsheet. A problem's line is the item's place, its column the field."""
    names = list(FIELDS)
    findings = Findings()
    reader = generic_file._Reader(options, {name: place for place, name in enumerate(names)}, names, findings, False)
    rows, found = [], []
    for place, item in enumerate(items, 1):
        wrong = _shape(place, item)
        found += wrong
        row = None if wrong else reader.take((place, [item.get(name) for name in names]))
        if row:
            rows.append(row)
    return _kept(rows, found + findings.problems)


def _shape(place: int, item: Any) -> list[Problem]:
    if not isinstance(item, dict):
        return [Problem(place, "", NO_OBJECT, item=True)]
    strange = [name for name in item if name not in FIELDS]
    odd = [name for name in FIELDS if not isinstance(item.get(name), str | int | float | None)]
    return [
        *(Problem(place, mask(str(name))[:40], UNKNOWN_FIELD, {"names": ", ".join(FIELDS)}) for name in strange),
        *(Problem(place, name, NO_VALUE) for name in odd),
    ]


def id_of(item: Mapping[str, Any]) -> str:
    """As the row of this item has it."""
    return generic_file._text(item.get("external_id"))


# addresses ------------------------------------------------------------------


def address(value: str, domain: str) -> str:
    """https://company.<domain> from what people type: a name, a host, a whole address. Raises ValueError."""
    text = value.strip().casefold()
    text = text if "://" in text else f"https://{text}"
    parts = urlsplit(text)
    host = parts.hostname or ""
    if not host or parts.username or parts.password:
        raise ValueError(_("This is not an address. Write it as the browser shows it: https://company.example.com"))
    loopback = settings.CONNECTIONS_ALLOW_LOOPBACK and host == "127.0.0.1"
    if parts.scheme != "https" and not loopback:
        raise ValueError(_("The address has to begin with https://, or the key could be read on the way."))
    host = host if "." in host or not domain else f"{host}.{domain}"
    return f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}"


# cursors --------------------------------------------------------------------


def begin(settings_: Mapping[str, str], cursor: Cursor) -> Cursor:
    return {"since": f"{settings_['since']}T00:00:00+00:00", "page": 1} | cursor


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def further(cursor: Cursor, moments: Iterable[datetime], *, full: bool, overlap: timedelta) -> tuple[Cursor, bool]:
    """Where to go on in a list sorted by its last change, asked for from `since` on; and whether this was its end.

    After a full page we ask again from the last change on it: whatever changes meanwhile moves to the end of the
    list, and no number of pages is too high. Only when a whole page changed in one moment the next page is turned.
    At the end we step back by `overlap`, for changes the list shows late.
    """
    since = moment_of(cursor["since"])
    last = max(moments, default=None)
    if not full:
        return {"since": _utc(last - overlap if last else since), "page": 1}, True
    if last and last > since:
        return {"since": _utc(last), "page": 1}, False
    return {"since": cursor["since"], "page": cursor["page"] + 1}, False


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
