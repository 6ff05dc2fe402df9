"""https://developers.freshdesk.com/api/#list_all_tickets and #satisfaction-ratings"""

from typing import Any

from assessments.quality.connectors.reading import moment_of

from . import AGENTS, NAMES, Case, Emulator, basic, by_change, z


class Freshdesk(Emulator):
    """A rating is a row of its own and changes no ticket. Pages beyond 300 are refused."""

    names = True

    def allowed(self, headers: Any, path: str) -> bool:
        return basic(headers) == "freshdesk-key-4711:X"

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        page, size = int(query.get("page", 1)), min(100, int(query.get("per_page", 30)))
        if page > 300:
            return 400, {"description": "Validation failed"}
        parts = path.strip("/").split("/")[2:]
        if parts == ["tickets"]:
            since = moment_of(query.get("updated_since", "2000-01-01T00:00:00Z"))
            rows = by_change(self.world.cases, since)
            return 200, [_ticket(case) for case in self.disorderly(rows[size * (page - 1) : size * page])]
        if parts == ["agents"]:
            return (200, [_agent(n) for n in AGENTS] if page == 1 else []) if self.names else (403, {})
        if parts == ["surveys", "satisfaction_ratings"]:
            since = moment_of(query.get("created_since", "2000-01-01T00:00:00Z"))
            rated = [case for case in self.world.cases.values() if case.rated and case.rated >= since]
            rated.sort(key=lambda case: case.rated, reverse=True)
            return 200, [_rating(case) for case in rated[size * (page - 1) : size * page]]
        if parts[:1] == ["tickets"] and int(parts[1]) in self.world.cases:
            case = self.world.cases[int(parts[1])]
            return 200, _talk(case) if parts[2:] == ["conversations"] else _ticket(case)
        return 404, {}


def _ticket(case: Case) -> dict[str, Any]:
    return {
        "id": case.number,
        "subject": case.subject,
        "description_text": case.talk[0][2],
        "status": 4 if case.solved else 2,
        "source": 1,
        "type": "Delivery",
        "responder_id": case.agent,
        "requester_id": case.customer,
        "requester": {"id": case.customer, "name": "Клиент", "email": f"canary{case.customer}@example.com"},
        "stats": {"resolved_at": z(case.solved), "reopened_at": z(case.updated) if case.reopened else None},
        "created_at": z(case.created),
        "updated_at": z(case.updated),
    }


def _talk(case: Case) -> list[dict[str, Any]]:
    return [
        {"id": n, "body_text": text, "incoming": author == "customer", "private": False, "created_at": z(at)}
        for n, (author, at, text) in enumerate(case.talk)
    ][1:]


def _agent(number: int) -> dict[str, Any]:
    return {"id": number, "contact": {"name": NAMES[number], "email": f"agent{number}@example.com"}}


def _rating(case: Case) -> dict[str, Any]:
    return {
        "id": case.number,
        "ticket_id": case.number,
        "agent_id": case.agent,
        "feedback": "спасибо",
        "ratings": {"default_question": 103 if case.rating == "good" else -103},
        "created_at": z(case.rated),
    }
