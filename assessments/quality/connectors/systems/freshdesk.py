"""Freshdesk: tickets by their last change, ratings in a list of their own, unsigned webhooks.

https://developers.freshdesk.com/api/#list_all_tickets (100 a page, at most 300 pages)
https://developers.freshdesk.com/api/#satisfaction-ratings
https://developers.freshdesk.com/api/#ratelimit
https://support.freshdesk.com/support/solutions/articles/132589-using-webhooks-in-automation-rules
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
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
MOST_PAGES = 300
SOLVED = {4, 5}
CHANNELS = {1: "e-mail", 2: "form", 3: "phone", 7: "chat", 9: "form", 10: "e-mail"}
SCALE = (-103, -102, -101, 100, 101, 102, 103)
OVERLAP = timedelta(minutes=2)


class Freshdesk(Connector):
    name = "freshdesk"
    label = "Freshdesk"
    about = gettext_lazy("Tickets with what was written, and ratings of the satisfaction survey.")
    fields = (
        SetupField(
            "address",
            gettext_lazy("Address of your Freshdesk"),
            gettext_lazy("For instance company.freshdesk.com"),
            clean=partial(address, domain="freshdesk.com"),
        ),
        SetupField("api_key", gettext_lazy("API key"), secret=True),
    )
    steps = (
        gettext_lazy("Sign in to Freshdesk as an administrator."),
        gettext_lazy("Press your picture at the top right and choose “Profile settings”."),
        gettext_lazy("Press “View API key” at the right, copy it and paste it here."),
    )
    hook_steps = (
        gettext_lazy("In Freshdesk open Admin → Automations → Ticket updates → New rule."),
        gettext_lazy("Choose when: the ticket is solved, reopened, given to somebody else, or rated."),
        gettext_lazy("As action choose “Trigger webhook”, POST, and as URL the address below."),
        gettext_lazy("Freshdesk does not sign its calls, so this address is secret: keep it to yourself."),
    )
    ratings = gettext_lazy("Ratings of the satisfaction survey come by themselves, late ones too.")

    def ask(self, settings: Settings, **options: Any) -> Ask:
        return Ask(settings["address"], auth=(settings["api_key"], "X"), **options)

    def test(self, settings: Settings, ask: Ask) -> list[Finding]:
        ask.get("api/v2/tickets", per_page=1)
        found = [Finding(True, _("The key works. Tickets can be read."))]
        checks = (
            (
                "api/v2/agents",
                _("Names of agents can be read."),
                _("Names of agents cannot be read: take the key of an administrator."),
            ),
            (
                "api/v2/surveys/satisfaction_ratings",
                _("Ratings can be read."),
                _("Ratings cannot be read: the survey is off, or not part of your plan. Tickets come without."),
            ),
        )
        for path, good, bad in checks:
            try:
                ask.get(path, per_page=1)
                found.append(Finding(True, good))
            except Trouble as trouble:
                if trouble.code not in ("not_allowed", "refused"):
                    raise
                found.append(Finding(False, bad))
        return found

    def pull(self, settings: Settings, cursor: Cursor, ask: Ask) -> Iterator[Page]:
        """Tickets to the end of their list, then a page of ratings, and so on until those end too: years of ratings,
        each with its ticket to fetch, do not keep today's tickets waiting."""
        agents = _agents(ask)
        tickets = begin(settings, cursor.get("tickets", {}))
        ratings = begin(settings, cursor.get("ratings", {}))
        caught_up, last = cursor.get("stage") == "ratings", False
        while not last:
            if not caught_up:
                items, tickets, caught_up = self._tickets(tickets, ask)
            else:
                items, ratings, last = self._ratings(ratings, ask)
                caught_up = False
            stage = "ratings" if caught_up else "tickets"
            yield Page(
                {"items": items, "agents": agents}, {"stage": stage, "tickets": tickets, "ratings": ratings}, last
            )

    def _tickets(self, tickets: Cursor, ask: Ask) -> tuple[list[dict[str, Any]], Cursor, bool]:
        found = ask.get(
            "api/v2/tickets",
            updated_since=tickets["since"],
            order_by="updated_at",
            order_type="asc",
            include="stats,requester,description",
            per_page=PAGE,
            page=tickets["page"],
        )
        moments = [moment_of(ticket["updated_at"]) for ticket in found]
        tickets, last = further(tickets, moments, full=len(found) >= PAGE, overlap=OVERLAP)
        solved = {one["id"] for one in found if one.get("status") in SOLVED}
        talks = {number: _talk(number, ask) for number in solved}
        return [{"ticket": ticket, "talk": talks.get(ticket["id"], [])} for ticket in found], tickets, last

    def _ratings(self, ratings: Cursor, ask: Ask) -> tuple[list[dict[str, Any]], Cursor, bool]:
        """A rating that comes late changes no ticket: its ticket is fetched with it."""
        found = _or_none(
            ask,
            "api/v2/surveys/satisfaction_ratings",
            created_since=ratings["since"],
            per_page=100,
            page=ratings["page"],
        )
        moments = [moment_of(rating["created_at"]) for rating in found]
        newest = max([moment_of(ratings.get("newest") or ratings["since"]), *moments])
        last = not found or ratings["page"] >= MOST_PAGES
        items = list(_rated(found, ask))
        if not last:
            return items, {**ratings, "page": ratings["page"] + 1, "newest": newest.isoformat()}, False
        since = (newest - OVERLAP).isoformat() if ratings.get("newest") else ratings["since"]
        return items, {"since": since, "page": 1}, True

    def rows(self, items: Mapping[str, Any], options: Options) -> Read:
        wanted = [item for item in items["items"] if not (item["ticket"].get("spam") or item["ticket"].get("deleted"))]
        return read_all(wanted, partial(_row, options, items["agents"]))


def _or_none(ask: Ask, path: str, **params: Any) -> Any:
    try:
        return ask.get(path, **params)
    except Trouble as trouble:
        if trouble.code not in ("not_allowed", "refused"):
            raise
        return []


def _agents(ask: Ask) -> dict[Any, Any]:
    """By id. Nobody where the key may not read them: then they are known by their number only."""
    found: dict[Any, Any] = {}
    for page in range(1, MOST_PAGES):
        some = _or_none(ask, "api/v2/agents", per_page=100, page=page)
        found |= {one["id"]: one.get("contact") or {} for one in some}
        if len(some) < 100:
            break
    return found


def _talk(number: int, ask: Ask) -> list[Any]:
    """What was written after the first message: one call each, so open tickets wait until they are solved."""
    return list(_or_none(ask, f"api/v2/tickets/{int(number)}/conversations", per_page=100))


def _rated(ratings: list[Any], ask: Ask) -> Iterator[dict[str, Any]]:
    """The newest rating of each ticket, with the ticket as it is now."""
    newest: dict[int, Any] = {}
    for rating in sorted(ratings, key=lambda one: moment_of(str(one["created_at"]))):
        newest[int(rating["ticket_id"])] = rating
    for number, rating in newest.items():
        ticket = _or_none(ask, f"api/v2/tickets/{number}", include="stats,requester")
        if ticket:
            talk = _talk(number, ask) if ticket.get("status") in SOLVED else []
            yield {"ticket": ticket, "talk": talk, "rating": rating}


def rating_of(answers: Mapping[str, Any]) -> float | None:
    """0–1: seven faces from −103 (extremely unhappy) over 100 (neutral) to 103."""
    given = answers.get("default_question")
    return SCALE.index(given) / (len(SCALE) - 1) if given in SCALE else None


def _row(
    options: Options, agents: Mapping[Any, Any], place: int, item: Mapping[str, Any]
) -> tuple[TicketRow | None, list[Problem]]:
    ticket, rating = item["ticket"], item.get("rating") or {}
    read, stats = Item(options, ticket.get("id"), place), ticket.get("stats") or {}
    created, updated = (read.moment(name, ticket.get(name), needed=True) for name in ("created_at", "updated_at"))
    solved = read.moment("stats.resolved_at", stats.get("resolved_at") or stats.get("closed_at"))
    solved = (solved or updated) if ticket.get("status") in SOLVED else None
    messages = list(_messages(read, ticket, item["talk"]))
    first = read.moment("stats.first_responded_at", stats.get("first_responded_at")) or first_answer(messages)
    csat = rating_of(rating.get("ratings") or {})
    asker, who = ticket.get("requester") or {}, ticket.get("responder_id")
    address_ = asker.get("email") or asker.get("phone") or asker.get("mobile")
    if created is None or updated is None:
        return None, read.problems
    row = TicketRow(
        external_id=values.short(ticket["id"], 64),
        place=place,
        created_at=created,
        updated_at=updated,
        channel=CHANNELS.get(ticket.get("source"), ""),
        subject=read.text(ticket.get("subject"), 300),
        category=read.text(ticket.get("type") or next(iter(ticket.get("tags") or ()), ""), 120),
        customer_key=read.customer(address_ or f"freshdesk:{ticket.get('requester_id')}"),
        agent=agent(who, agents.get(who, {}).get("name"), agents.get(who, {}).get("email")) if who else None,
        first_reply_at=first,
        solved_at=solved,
        reopened=1 if stats.get("reopened_at") else 0,
        csat=csat,
        csat_raw="" if csat is None else str(rating["ratings"]["default_question"]),
        csat_at=None if csat is None else read.moment("rating.created_at", rating.get("created_at")),
        csat_comment="" if csat is None else read.text(rating.get("feedback")),
        first_response=values.since(created, first),
        resolution=values.since(created, solved),
        messages=messages,
    )
    return row, read.problems


def _messages(read: Item, ticket: Mapping[str, Any], talk: Iterable[Mapping[str, Any]]) -> Iterator[Message]:
    text = ticket.get("description_text") or plain_text(ticket.get("description"))
    first = read.message("customer", ticket.get("created_at"), text)
    if first:
        yield first
    for entry in sorted(talk, key=lambda one: str(one.get("created_at") or "")):
        author = "customer" if entry.get("incoming") else "note" if entry.get("private") else "agent"
        said = read.message(author, entry.get("created_at"), entry.get("body_text") or plain_text(entry.get("body")))
        if said:
            yield said


register(Freshdesk())
