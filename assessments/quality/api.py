"""Tickets sent to us by another system: `POST /api/v1/tickets/`, with a key as bearer token.

The fields are those of a spreadsheet (`imports.FIELDS`). Everything is masked within the request; the same ticket may
be sent again and again, the newest version counts.
"""

import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.security import HttpBearer

from lms.people.limits import count_failure, too_many

from .actions.connecting import hash_of
from .actions.fetching import take_sent
from .connection_queries import connection_with_key
from .connectors.asking import parsed
from .connectors.reading import id_of, table_rows
from .imports import FIELDS, REQUIRED, Problem
from .masking import mask
from .models import Connection
from .options import options

MOST = 500
LARGEST = 2 * 1024 * 1024
A_MINUTE = 120
WRONG_KEYS = 30


class Wrong(Schema):
    field: str
    problem: str


class Item(Schema):
    n: int
    id: str
    result: str
    problems: list[Wrong] = []


class Answer(Schema):
    created: int
    changed: int
    unchanged: int
    refused: int
    items: list[Item]


class Refusal(Schema):
    detail: str


class Key(HttpBearer):
    """The connection the key belongs to. Guessing keys is slowed down by address."""

    def authenticate(self, request: HttpRequest, token: str) -> Connection | None:
        if too_many(request, "quality-api", WRONG_KEYS):
            return None
        found = connection_with_key(hash_of(token))
        if found is None:
            count_failure(request, "quality-api")
        return found


def _table() -> dict[str, Any]:
    """How a ticket is described: a field for each column of a spreadsheet."""
    value = {"type": ["string", "number", "null"]}
    fields = {name: {**value, "description": f"Also known as: {', '.join(also[:4])}"} for name, also in FIELDS.items()}
    ticket = {"type": "object", "properties": fields, "required": list(REQUIRED), "additionalProperties": False}
    several = {"type": "array", "items": ticket, "minItems": 1, "maxItems": MOST}
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"oneOf": [ticket, several]}}}}
    }


api = NinjaAPI(title="Service Star", version="1", docs_url=None, openapi_url=None, auth=Key())


@api.post(
    "tickets/",
    url_name="quality_push",
    summary="Send tickets",
    description=(
        f"One ticket or a list of up to {MOST}. Moments as 2026-12-31T14:05:00+03:00; without a zone the company's is "
        "meant. A ticket is known by external_id; the version with the newest updated_at counts. Sending the "
        "same again changes nothing. Addresses, phone, card and account numbers are masked before anything is kept."
    ),
    response={200: Answer, 422: Answer, 400: Refusal, 403: Refusal, 413: Refusal, 429: Refusal},
    openapi_extra=_table(),
)
def push(request: HttpRequest) -> Any:
    connection: Connection = request.auth  # type: ignore[attr-defined]
    refusal = _refusal(request, connection)
    if refusal:
        return refusal
    try:
        data = parsed(request.body)
    except ValueError:
        return 400, {"detail": "This is not JSON in UTF-8."}
    items = data if isinstance(data, list) else [data]
    if not 1 <= len(items) <= MOST:
        return 400, {"detail": f"Send 1 to {MOST} tickets at a time."}
    return _take(connection, items)


def _refusal(request: HttpRequest, connection: Connection) -> tuple[int, dict[str, str]] | None:
    if not connection.enabled:
        return 403, {"detail": "This connection is paused."}
    if _too_often(connection):
        return 429, {"detail": f"At most {A_MINUTE} calls a minute. Send more tickets in one call."}
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return 413, {"detail": f"At most {LARGEST // 1024 // 1024} MB in one call."}
    return None


def _too_often(connection: Connection) -> bool:
    key = f"quality-api:{connection.pk}:{int(time.time()) // 60}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) > A_MINUTE
    except ValueError:  # it ran out between the two lines
        return False


def _take(connection: Connection, items: list[Any]) -> tuple[int, dict[str, Any]]:
    read = table_rows(items, options())
    results = take_sent(connection=connection, rows=read.rows, at=timezone.now()) if read.rows else {}
    wrong: dict[int, list[Problem]] = {}
    for problem in read.problems:
        wrong.setdefault(problem.line, []).append(problem)
    answers = [_answer(place, item, wrong.get(place, []), results) for place, item in enumerate(items, 1)]
    counts = {name: sum(answer["result"] == name for answer in answers) for name in RESULTS}
    return (200 if read.rows else 422), {**counts, "items": answers}


RESULTS = ("created", "changed", "unchanged", "refused")


def _answer(place: int, item: Any, wrong: list[Problem], results: dict[str, str]) -> dict[str, Any]:
    told = mask(str(item.get("external_id", "")).strip())[:64] if isinstance(item, dict) else ""
    if wrong:
        problems = [{"field": problem.column, "problem": problem.sentence()} for problem in wrong]
        return {"n": place, "id": told, "result": "refused", "problems": problems}
    return {"n": place, "id": told, "result": results[id_of(item)]}


def description() -> dict[str, Any]:
    """OpenAPI, for administrators to hand on."""
    return dict(api.get_openapi_schema(path_prefix="/api/v1/"))


_patterns: list[Any] = api.urls[0]
urls = [
    path(f"api/v1/{pattern.pattern}", pattern.callback, name=pattern.name)
    for pattern in _patterns
    if pattern.name != "api-root"
]
