"""https://omnidesk.ru/api/cases, https://omnidesk.ru/api/staff"""

from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from . import AGENTS, NAMES, Case, Emulator, basic, by_change


class Omnidesk(Emulator):
    """Lists are objects with numbers for keys and a total; moments as in letters."""

    def allowed(self, headers: Any, path: str) -> bool:
        return basic(headers) == "boss@example.com:omnidesk-key-4711"

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any]:
        page, size = int(query.get("page", 1)), min(100, int(query.get("limit", 100)))
        if path == "/api/staff.json":
            return 200, _list("staff", [_staff(n) for n in AGENTS] if page == 1 else [], len(AGENTS))
        if path == "/api/cases.json":
            since = datetime.fromtimestamp(int(query.get("from_updated_time", 0)), UTC)
            rows = by_change(self.world.cases, since)
            shown = self.disorderly(rows[size * (page - 1) : size * page])
            return 200, _list("case", [_case(case) for case in shown], len(rows))
        number = int(path.split("/")[3])
        if path.endswith("/messages.json") and number in self.world.cases:
            talk = [_message(n, *said) for n, said in enumerate(self.world.cases[number].talk)]
            return 200, _list("message", talk, len(talk))
        return 404, {"error": "case_not_found"}


def _list(name: str, things: list[Any], total: int) -> dict[str, Any]:
    return {**{str(n): {name: thing} for n, thing in enumerate(things)}, "total_count": total}


def _when(moment: datetime | None) -> str:
    return format_datetime(moment) if moment else "-"


def _case(case: Case) -> dict[str, Any]:
    return {
        "case_id": case.number,
        "case_number": f"664-{case.number}",
        "subject": case.subject,
        "user_id": case.customer,
        "staff_id": case.agent,
        "status": "closed" if case.solved else "open",
        "channel": "telegram",
        "deleted": False,
        "spam": False,
        "created_at": _when(case.created),
        "updated_at": _when(case.updated),
        "closed_at": _when(case.solved),
        "rating": {"good": "high", "bad": "low"}.get(case.rating),
        "rating_comment": "спасибо" if case.rating else "",
    }


def _message(number: int, author: str, at: datetime, text: str) -> dict[str, Any]:
    ours = author == "agent"
    return {
        "message_id": number,
        "user_id": 0 if ours else 5,
        "staff_id": 7 if ours else 0,
        "content": "",
        "content_html": f"<p>{text}</p><p>.</p>",
        "note": False,
        "created_at": _when(at),
    }


def _staff(number: int) -> dict[str, Any]:
    return {"staff_id": number, "staff_full_name": NAMES[number], "staff_email": f"agent{number}@example.com"}
