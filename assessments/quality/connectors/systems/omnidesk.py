"""Omnidesk: cases by their last change; the rating stands on the case.

https://omnidesk.ru/api/cases (100 a page, at most 500 pages), https://omnidesk.ru/api/introduction (500 calls an hour)
https://omnidesk.ru/api/staff, https://support.omnidesk.ru/knowledge_base/item/51883 (webhooks, unsigned)
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.quality.connectors import (
    Ask,
    Connector,
    Cursor,
    Finding,
    Page,
    Read,
    Settings,
    SetupField,
    Trouble,
    register,
)
from assessments.quality.connectors.reading import (
    Item,
    address,
    agent,
    begin,
    first_answer,
    further,
    moment_of,
    plain_text,
    read_all,
)
from assessments.quality.imports import Message, Options, Problem, TicketRow, values

PAGE = 50
OVERLAP = timedelta(minutes=2)
CHANNELS = {"email": "e-mail", "web": "form", "widget": "form", "call": "phone", "chat": "chat"}
RATINGS = {"low": 0.0, "middle": 0.5, "high": 1.0}


class Omnidesk(Connector):
    name = "omnidesk"
    label = gettext_lazy("Omnidesk")
    about = gettext_lazy("Requests with what was written, and ratings in three steps.")
    fields = (
        SetupField(
            "address",
            gettext_lazy("Address of your Omnidesk"),
            gettext_lazy("For instance company.omnidesk.ru"),
            clean=partial(address, domain="omnidesk.ru"),
        ),
        SetupField("email", gettext_lazy("E-mail of an employee with full access there")),
        SetupField("api_key", gettext_lazy("API key"), secret=True),
    )
    steps = (
        gettext_lazy("In Omnidesk open Settings → API."),
        gettext_lazy("Press “Add API key”, copy it and paste it here."),
        gettext_lazy("Write the e-mail of the employee to whom the key belongs."),
    )
    hook_steps = (
        gettext_lazy("In Omnidesk open Channels → Rules → For changed requests → New rule."),
        gettext_lazy("As action choose “Send a webhook”, POST, and as address the one below."),
        gettext_lazy("Omnidesk does not sign its calls, so this address is secret: keep it to yourself."),
    )
    ratings = gettext_lazy(
        "Ratings low, middle and high come with their requests and count as 0, 50 and 100. When one was given is not "
        "told: the day of the request's last change is taken."
    )
    pages_a_turn = 4
    rest = 60

    def ask(self, settings: Settings, **options: Any) -> Ask:
        return Ask(settings["address"], auth=(settings["email"], settings["api_key"]), **options)

    def test(self, settings: Settings, ask: Ask) -> list[Finding]:
        cases = _listed(ask.get("api/cases.json", limit=1), "case")
        found = [Finding(True, _("The key works. Tickets can be read."))]
        try:
            ask.get("api/staff.json", limit=1)
            found.append(Finding(True, _("Names of agents can be read.")))
        except Trouble as trouble:
            if trouble.code not in ("not_allowed", "refused"):
                raise
            found.append(Finding(False, _("Names of agents cannot be read: take the key of an administrator.")))
        if cases and "rating" not in cases[0]:
            found.append(Finding(False, _("Ratings do not come with the requests: switch them on in Omnidesk.")))
        return found

    def pull(self, settings: Settings, cursor: Cursor, ask: Ask) -> Iterator[Page]:
        cursor, staff, last = begin(settings, cursor), _staff(ask), False
        while not last:
            found = _listed(
                ask.get(
                    "api/cases.json",
                    from_updated_time=int(moment_of(cursor["since"]).timestamp()),
                    sort="updated_at_asc",
                    limit=PAGE,
                    page=cursor["page"],
                ),
                "case",
            )
            moments = [parsedate_to_datetime(case["updated_at"]) for case in found]
            cursor, last = further(cursor, moments, full=len(found) >= PAGE, overlap=OVERLAP)
            closed = {case["case_id"] for case in found if case.get("status") == "closed"}
            talks = {number: _talk(number, ask) for number in closed}
            items = [{"case": case, "talk": talks.get(case["case_id"], [])} for case in found]
            yield Page({"items": items, "staff": staff}, cursor, last)

    def rows(self, items: Mapping[str, Any], options: Options) -> Read:
        wanted = [item for item in items["items"] if not (item["case"].get("spam") or item["case"].get("deleted"))]
        return read_all(wanted, partial(_row, options, items["staff"]))


def _listed(answer: Any, name: str) -> list[Any]:
    """{"0": {name: …}, "1": …, "total_count": n} → the things, in order."""
    numbers = sorted((key for key in answer if str(key).isdigit()), key=int)
    return [answer[key][name] for key in numbers]


def _staff(ask: Ask) -> dict[int, Any]:
    found: dict[int, Any] = {}
    try:
        for page in range(1, 50):
            some = _listed(ask.get("api/staff.json", limit=100, page=page), "staff")
            found |= {one["staff_id"]: one for one in some}
            if len(some) < 100:
                break
    except Trouble as trouble:
        if trouble.code not in ("not_allowed", "refused"):
            raise
    return found


def _talk(number: int, ask: Ask) -> list[Any]:
    """One call each, and calls are scarce: only of closed ones."""
    try:
        return _listed(ask.get(f"api/cases/{int(number)}/messages.json", limit=100), "message")
    except Trouble as trouble:
        if trouble.code != "refused":
            raise
        return []


def _row(
    options: Options, staff: Mapping[int, Any], place: int, item: Mapping[str, Any]
) -> tuple[TicketRow | None, list[Problem]]:
    case = item["case"]
    read = Item(options, case.get("case_number") or case["case_id"], place)
    created, updated = (read.moment(name, case.get(name), needed=True) for name in ("created_at", "updated_at"))
    solved = (read.moment("closed_at", case.get("closed_at")) or updated) if case.get("status") == "closed" else None
    messages = list(_messages(read, item["talk"]))
    first = first_answer(messages)
    csat = RATINGS.get(str(case.get("rating") or ""))
    who = case.get("staff_id")
    person = staff.get(who or 0, {})
    if created is None or updated is None:
        return None, read.problems
    row = TicketRow(
        external_id=values.short(case["case_id"], 64),
        place=place,
        created_at=created,
        updated_at=updated,
        channel=CHANNELS.get(str(case.get("channel")), str(case.get("channel") or ""))[:20],
        subject=read.text(case.get("subject"), 300),
        customer_key=read.customer(f"omnidesk:{case['user_id']}" if case.get("user_id") else ""),
        agent=agent(who, person.get("staff_full_name"), person.get("staff_email")) if who else None,
        first_reply_at=first,
        solved_at=solved,
        csat=csat,
        csat_raw="" if csat is None else str(case["rating"]),
        csat_comment="" if csat is None else read.text(case.get("rating_comment")),
        first_response=values.since(created, first),
        resolution=values.since(created, solved),
        messages=messages,
    )
    return row, read.problems


def _messages(read: Item, talk: Iterable[Mapping[str, Any]]) -> Iterator[Message]:
    for entry in talk:
        author = "note" if entry.get("note") else "agent" if entry.get("staff_id") else "customer"
        said = read.message(
            author, entry.get("created_at"), entry.get("content") or plain_text(entry.get("content_html"))
        )
        if said:
            yield said


register(Omnidesk())
