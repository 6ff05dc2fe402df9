"""https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/"""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

from . import AGENTS, NAMES, Case, Emulator, basic, z


class Zendesk(Emulator):
    """The last minute is left out; a cursor of an earlier `generation` is no longer known."""

    generation = 1
    role = "admin"
    ratings = True

    def allowed(self, headers: Any, path: str) -> bool:
        return basic(headers) == "boss@example.com/token:zendesk-key-4711"

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        if path == "/api/v2/users/me.json":
            return 200, {"user": {"id": 1, "role": self.role}}
        if path == "/api/v2/satisfaction_ratings.json":
            return (200, {"satisfaction_ratings": []}) if self.ratings else (403, {"error": "Forbidden"})
        if path == "/api/v2/incremental/tickets/cursor.json":
            return self._export(query)
        if path.startswith("/api/v2/tickets/") and path.endswith("/comments.json"):
            return 200, {"comments": self._comments(int(path.split("/")[4]))}
        return 404, {"error": "RecordNotFound"}

    def _export(self, query: dict[str, str]) -> tuple[int, Any]:
        after = (0.0, 0)
        if "cursor" in query:
            generation, moment, number = base64.b64decode(query["cursor"]).decode().split("|")
            if int(generation) != self.generation:
                return 400, {"error": "InvalidValue", "description": "cursor is not valid"}
            after = (float(moment), int(number))
        elif "start_time" in query:
            after = (float(query["start_time"]), 0)
            if after[0] > (datetime.now(UTC) + timedelta(days=365)).timestamp():
                return 422, {"error": "StartTimeTooRecent"}
        else:
            return 400, {"error": "InvalidValue"}
        size = int(query.get("per_page", 1000))
        until = self.world.now - timedelta(minutes=1)
        rows = sorted(self.world.cases.values(), key=_key)
        rows = [case for case in rows if _key(case) > after and case.updated <= until]
        page = rows[:size]
        last = _key(page[-1]) if page else after
        cursor = base64.b64encode(f"{self.generation}|{last[0]}|{last[1]}".encode()).decode()
        shown = self.disorderly(page)
        return 200, {
            "tickets": [_ticket(case) for case in shown],
            "users": [*map(_agent, AGENTS), *map(_customer, sorted({case.customer for case in shown}))],
            "metric_sets": [_metrics(case) for case in sorted(shown, key=_key)],
            "after_cursor": cursor,
            "end_of_stream": len(rows) <= size,
        }

    def _comments(self, number: int) -> list[dict[str, Any]]:
        case = self.world.cases[number]
        return [
            {
                "id": n,
                "author_id": case.agent if author == "agent" else case.customer,
                "plain_body": text,
                "public": True,
                "created_at": z(at),
            }
            for n, (author, at, text) in enumerate(case.talk)
        ]


def _key(case: Case) -> tuple[float, int]:
    return case.updated.timestamp(), case.number


def _ticket(case: Case) -> dict[str, Any]:
    rated = {"score": case.rating, "comment": "спасибо"} if case.rating else {"score": "unoffered"}
    return {
        "id": case.number,
        "subject": case.subject,
        "status": "solved" if case.solved else "open",
        "via": {"channel": "email"},
        "assignee_id": case.agent,
        "requester_id": case.customer,
        "tags": ["delivery"],
        "satisfaction_rating": rated,
        "created_at": z(case.created),
        "updated_at": z(case.updated),
    }


def _metrics(case: Case) -> dict[str, Any]:
    return {"ticket_id": case.number, "solved_at": z(case.solved), "reopens": case.reopened}


def _agent(number: int) -> dict[str, Any]:
    return {"id": number, "name": NAMES[number], "role": "agent", "email": f"agent{number}@example.com"}


def _customer(number: int) -> dict[str, Any]:
    return {"id": number, "name": f"Customer {number}", "role": "end-user", "email": f"canary{number}@example.com"}
