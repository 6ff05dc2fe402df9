"""Zendesk: the incremental export with a cursor, and signed webhooks.

https://developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api/
https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/ (10 calls a minute)
https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/
https://developer.zendesk.com/documentation/webhooks/verifying/
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.quality.connectors import (
    Ask,
    Connector,
    Cursor,
    Finding,
    HookRefused,
    Page,
    Read,
    Settings,
    SetupField,
    Trouble,
    register,
)
from assessments.quality.connectors.reading import address, begin, moment_of, zendesk_rows
from assessments.quality.imports import Options

EXPORT = "api/v2/incremental/tickets/cursor.json"
PAGE = 100
SOLVED = {"solved", "closed"}
OVERLAP = timedelta(minutes=5)  # the export leaves the last minute out; without its cursor we begin well before
WINDOW = timedelta(minutes=5)


class Zendesk(Connector):
    name = "zendesk"
    label = "Zendesk"
    about = gettext_lazy("Tickets with what was written, reply times in working hours too, and ratings good or bad.")
    fields = (
        SetupField(
            "address",
            gettext_lazy("Address of your Zendesk"),
            gettext_lazy("For instance company.zendesk.com"),
            clean=partial(address, domain="zendesk.com"),
        ),
        SetupField(
            "email",
            gettext_lazy("E-mail of an administrator there"),
            gettext_lazy("Only administrators may read all tickets."),
        ),
        SetupField("api_token", gettext_lazy("API token"), secret=True),
        SetupField(
            "hook_secret",
            gettext_lazy("Signing secret of the webhook"),
            gettext_lazy("Only for news at once. It can be added later."),
            secret=True,
            required=False,
        ),
    )
    steps = (
        gettext_lazy("In Zendesk open Admin Center → Apps and integrations → APIs → Zendesk API."),
        gettext_lazy("Switch “Token access” on and press “Add API token”. Call it Service Star."),
        gettext_lazy("Copy the token at once: Zendesk shows it only now. Paste it here."),
        gettext_lazy("Write the e-mail of the administrator in whose name it was made."),
    )
    hook_steps = (
        gettext_lazy("In Admin Center open Apps and integrations → Webhooks → Create webhook."),
        gettext_lazy("Choose “Trigger or automation”, POST, JSON, and as endpoint the address below."),
        gettext_lazy("On the webhook's page press “Reveal secret” and paste it into the field “Signing secret”."),
        gettext_lazy("Add a trigger that notifies this webhook when a ticket is created or updated."),
    )
    ratings = gettext_lazy(
        "Ratings good and bad come with their tickets. Answers to the newer survey from 1 to 5 are not part of this "
        "export: bring them by a spreadsheet."
    )
    pages_a_turn = 8
    rest = 60
    hook_delay = 70

    def ask(self, settings: Settings, **options: Any) -> Ask:
        auth = (f"{settings['email']}/token", settings["api_token"])
        return Ask(settings["address"], auth=auth, **options)

    def test(self, settings: Settings, ask: Ask) -> list[Finding]:
        me = ask.get("api/v2/users/me.json").get("user") or {}
        if not me.get("id"):
            raise Trouble("not_allowed")
        if me.get("role") != "admin":
            return [Finding(False, _("The key works, but this person is not an administrator. Take another's key."))]
        found = [Finding(True, _("The key works and belongs to an administrator."))]
        start = int((datetime.now(UTC) - timedelta(days=1)).timestamp())
        ask.get(EXPORT, start_time=start, per_page=1)
        found.append(Finding(True, _("Tickets can be read.")))
        try:
            ask.get("api/v2/satisfaction_ratings.json", per_page=1)
            found.append(Finding(True, _("Ratings can be read.")))
        except Trouble as trouble:
            if trouble.code not in ("not_allowed", "refused"):
                raise
            text = _("Ratings are switched off in Zendesk, or not part of your plan: tickets come without them.")
            found.append(Finding(False, text))
        if not settings.get("hook_secret"):
            text = _("The webhook has no signing secret yet: news comes every five minutes instead of at once.")
            found.append(Finding(False, text))
        return found

    def pull(self, settings: Settings, cursor: Cursor, ask: Ask) -> Iterator[Page]:
        cursor = begin(settings, cursor)
        while True:
            data = self._export(cursor, ask)
            tickets = [ticket for ticket in data["tickets"] if ticket.get("status") != "deleted"]
            solved = sorted({int(ticket["id"]) for ticket in tickets if ticket.get("status") in SOLVED})
            comments = [comment for number in solved for comment in _talk(number, ask)]
            moments = [moment_of(ticket["updated_at"]) for ticket in data["tickets"]]
            since = max([moment_of(cursor["since"]), *moments])
            cursor = {"since": since.isoformat(), "after": data.get("after_cursor") or cursor.get("after")}
            last = bool(data.get("end_of_stream", not moments))
            yield Page({**data, "tickets": tickets, "comments": comments}, cursor, last)
            if last:
                return

    def _export(self, cursor: Cursor, ask: Ask) -> dict[str, Any]:
        """A cursor Zendesk no longer knows is refused: then by time, from a little before the last change seen."""
        sides = {"include": "users,metric_sets", "per_page": PAGE}
        if cursor.get("after"):
            try:
                return dict(ask.get(EXPORT, cursor=cursor["after"], **sides))
            except Trouble as trouble:
                if trouble.code != "refused":
                    raise
        start = int((moment_of(cursor["since"]) - OVERLAP).timestamp())
        return dict(ask.get(EXPORT, start_time=start, **sides))

    def rows(self, items: Mapping[str, Any], options: Options) -> Read:
        return zendesk_rows(items, options) if items["tickets"] else Read()

    def check_hook(self, headers: Mapping[str, str], body: bytes, settings: Settings, now: datetime) -> str:
        """base64(HMAC-SHA256(secret, timestamp + body)), not older than five minutes."""
        stamp, given = (headers.get(f"X-Zendesk-Webhook-Signature{end}", "") for end in ("-Timestamp", ""))
        secret = settings.get("hook_secret", "")
        signed = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
        if not secret or not hmac.compare_digest(base64.b64encode(signed), given.encode()):
            raise HookRefused(401)
        try:
            age = now - moment_of(stamp)
        except (ValueError, TypeError) as error:
            raise HookRefused(403) from error
        if abs(age) > WINDOW:
            raise HookRefused(403)
        return hashlib.sha256(signed).hexdigest()


def _talk(number: int, ask: Ask) -> list[dict[str, Any]]:
    """What was written on a ticket: one call each, so open ones wait until they are solved."""
    try:
        found = ask.get(f"api/v2/tickets/{number}/comments.json", per_page=PAGE)
    except Trouble as trouble:
        if trouble.code != "refused":  # deleted meanwhile
            raise
        return []
    return [{**comment, "ticket_id": number} for comment in found["comments"]]


register(Zendesk())
