"""Bitrix24: dialogues of open channels, by an inbound webhook.

https://apidocs.bitrix24.com/api-reference/crm/timeline/activities/activity-base/crm-activity-list.html (50 a page)
https://apidocs.bitrix24.com/api-reference/imopenlines/openlines/sessions/imopenlines-session-history-get.html
https://apidocs.bitrix24.com/settings/performance/limits.html (QUERY_LIMIT_EXCEEDED with 503)
https://apidocs.bitrix24.com/local-integrations/local-webhooks.html
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

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
OVERLAP = timedelta(days=1)  # a rating that comes late need not change the dialogue's record
FIELDS = ["ID", "SUBJECT", "CREATED", "LAST_UPDATED", "COMPLETED", "RESPONSIBLE_ID", "ASSOCIATED_ENTITY_ID"]
VOTES = {"like": 1.0, "dislike": 0.0}


def hook_address(value: str) -> str:
    """https://company.bitrix24.ru/rest/1/secret, as Bitrix24 shows it. Raises ValueError."""
    parts = [part for part in urlsplit(value.strip()).path.split("/") if part]
    if parts[:1] != ["rest"] or len(parts) < 3 or not parts[1].isdigit():
        raise ValueError(_("This is not the address of an inbound webhook: it looks like …/rest/1/abc123/."))
    return f"{address(value, '')}/{'/'.join(parts[:3])}"


class Bitrix24(Connector):
    name = "bitrix24"
    label = gettext_lazy("Bitrix24")
    about = gettext_lazy("Dialogues of open channels with what was written, and customers' likes.")
    fields = (
        SetupField(
            "hook",
            gettext_lazy("Address of the inbound webhook"),
            gettext_lazy("It holds the key, so it is kept like a password."),
            secret=True,
            clean=hook_address,
        ),
    )
    steps = (
        gettext_lazy("In Bitrix24 open Applications → Developer resources → Other → Inbound webhook."),
        gettext_lazy("Give it these rights: CRM (crm), Open channels (imopenlines), Users (user)."),
        gettext_lazy("Copy “Webhook to call REST API” and paste it here."),
        gettext_lazy("In the settings of the open channel let dialogues be kept in CRM: others cannot be listed."),
    )
    hook_steps = (
        gettext_lazy("In Bitrix24 open Applications → Developer resources → Other → Outbound webhook."),
        gettext_lazy("As handler paste the address below. It is secret: keep it to yourself."),
        gettext_lazy("Choose the events “Activity created” and “Activity updated”."),
    )
    ratings = gettext_lazy(
        "Likes and dislikes of customers come with their dialogues. One given later than a day after the dialogue's "
        "last change may be missed. The rating a manager gives there is not taken: reviews here serve for that."
    )
    every = 900

    def ask(self, settings: Settings, **options: Any) -> Ask:
        return Ask(settings["hook"], **options)

    def test(self, settings: Settings, ask: Ask) -> list[Finding]:
        ask.post("crm.activity.list", _listing(None, 1))
        found = [Finding(True, _("The webhook works. Dialogues can be listed."))]
        scopes = set(ask.post("scope", {}).get("result") or ())
        for scope, good, bad in (
            (
                "imopenlines",
                _("What was written can be read."),
                _("What was written cannot be read: give the webhook the right “Open channels”."),
            ),
            (
                "user",
                _("Names of employees can be read."),
                _("Employees are known by number only: give the webhook the right “Users”."),
            ),
        ):
            found.append(Finding(scope in scopes, good if scope in scopes else bad))
        return found

    def pull(self, settings: Settings, cursor: Cursor, ask: Ask) -> Iterator[Page]:
        people: dict[str, Any] = {}
        cursor, last = begin(settings, cursor), False
        while not last:
            found = ask.post("crm.activity.list", _listing(cursor["since"], cursor["page"]))["result"]
            moments = [moment_of(one["LAST_UPDATED"]) for one in found]
            cursor, last = further(cursor, moments, full=len(found) >= PAGE, overlap=OVERLAP)
            people |= _people({str(one["RESPONSIBLE_ID"]) for one in found} - set(people), ask)
            yield Page({"activities": found, "talks": _talks(found, ask), "people": people}, cursor, last)

    def rows(self, items: Mapping[str, Any], options: Options) -> Read:
        return read_all(items["activities"], partial(_row, options, items))


def _listing(since: str | None, page: int) -> dict[str, Any]:
    chosen = {"PROVIDER_ID": "IMOPENLINES_SESSION"} | ({">=LAST_UPDATED": since} if since else {})
    return {
        "filter": chosen,
        "order": {"LAST_UPDATED": "ASC", "ID": "ASC"},
        "select": FIELDS,
        "start": PAGE * (page - 1),
    }


def _talks(activities: Iterable[Mapping[str, Any]], ask: Ask) -> dict[str, Any]:
    """By session. One call for all of a page; a dialogue we may not open comes without its words."""
    sessions = {str(int(one["ASSOCIATED_ENTITY_ID"])) for one in activities}
    if not sessions:
        return {}
    calls = {f"s{number}": f"imopenlines.session.history.get?SESSION_ID={number}" for number in sorted(sessions)}
    answer = ask.post("batch", {"halt": 0, "cmd": calls})["result"]
    limited = [error for error in _dict(answer.get("result_error")).values() if "LIMIT" in str(error.get("error"))]
    if limited:
        raise Trouble("too_many", wait=5)
    return {name[1:]: talk for name, talk in _dict(answer.get("result")).items()}


def _people(numbers: set[str], ask: Ask) -> dict[str, Any]:
    if not numbers:
        return {}
    try:
        found = ask.post("user.get", {"ID": sorted(numbers)})["result"]
    except Trouble as trouble:
        if trouble.code not in ("not_allowed", "refused"):
            raise
        found = []
    return {number: {} for number in numbers} | {str(one["ID"]): one for one in found}


def _dict(value: Any) -> dict[str, Any]:
    """PHP gives an empty list for an empty object."""
    return value if isinstance(value, dict) else {}


def _row(
    options: Options, items: Mapping[str, Any], place: int, activity: Mapping[str, Any]
) -> tuple[TicketRow | None, list[Problem]]:
    session = str(int(activity["ASSOCIATED_ENTITY_ID"]))
    read, talk = Item(options, session, place), _Talk(_dict(items["talks"].get(session)))
    created = read.moment("CREATED", activity.get("CREATED"), needed=True)
    updated = read.moment("LAST_UPDATED", activity.get("LAST_UPDATED"), needed=True)
    messages = list(talk.messages(read))
    first = first_answer(messages)
    solved = (read.moment("message.date", talk.ended) or updated) if activity.get("COMPLETED") == "Y" else None
    who = str(activity["RESPONSIBLE_ID"])
    person = items["people"].get(who, {})
    if created is None or updated is None:
        return None, read.problems
    row = TicketRow(
        external_id=session,
        place=place,
        created_at=created,
        updated_at=updated,
        channel="chat",
        subject=read.text(activity.get("SUBJECT"), 300),
        customer_key=read.customer(f"bitrix24:{talk.customer}" if talk.customer else ""),
        agent=agent(who, f"{person.get('NAME') or ''} {person.get('LAST_NAME') or ''}".strip(), person.get("EMAIL")),
        first_reply_at=first,
        solved_at=solved,
        csat=VOTES.get(talk.vote),
        csat_raw=talk.vote,
        csat_at=read.moment("message.date", talk.voted_at) if talk.vote else None,
        first_response=values.since(created, first),
        resolution=values.since(created, solved),
        messages=messages,
    )
    return row, read.problems


class _Talk:
    """One session's history: who is the customer, what was said, the end, and the vote."""

    def __init__(self, history: Mapping[str, Any]) -> None:
        entries = _dict(history.get("message")).values()
        self.entries = sorted(entries, key=lambda one: (moment_of(one["date"]), int(one["id"])))
        users = _dict(history.get("users"))
        self.bots = {str(number) for number, user in users.items() if user.get("bot")}
        self.customers = {str(number) for number, user in users.items() if user.get("connector")}
        self.customer = min(self.customers, default="")
        self.ended, self.vote, self.voted_at = "", "", ""
        for entry in self.entries:
            self._note(entry, _dict(entry.get("params")))

    def _note(self, entry: Mapping[str, Any], params: Mapping[str, Any]) -> None:
        if "ol-end" in str(params.get("class")):
            self.ended = entry["date"]
        vote = str(params.get("imolVote") or params.get("IMOL_VOTE") or "")
        if vote in VOTES:
            self.vote, self.voted_at = vote, entry["date"]

    def messages(self, read: Item) -> Iterator[Message]:
        """Without what the system and its robots say."""
        for entry in self.entries:
            sender = str(entry.get("senderid"))
            if sender == "0" or sender in self.bots:
                continue
            author = "customer" if sender in self.customers else "agent"
            said = read.message(author, entry["date"], plain_text(entry.get("textlegacy") or entry.get("text")))
            if said:
                yield said


register(Bitrix24())
