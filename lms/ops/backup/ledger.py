"""One SHA-256 per append-only table: its rows in primary-key order, so that a restored ledger can be compared."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from lms.ops.append_only import tables

Query = Callable[[str], Iterable[tuple[Any, ...]]]


def ledgers(query: Query, vendor: str) -> dict[str, dict[str, Any]]:
    """{table: {"rows": n, "sha256": …}} of the append-only tables this database has."""
    columns = _columns(query, vendor)
    return {table: _digest(query, vendor, table, columns[table]) for table in tables() if table in columns}


def _columns(query: Query, vendor: str) -> dict[str, list[str]]:
    if vendor == "postgresql":
        rows = query("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    else:
        rows = query(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        )
    found: dict[str, list[str]] = {}
    for table, column in sorted(rows):
        found.setdefault(table, []).append(column)
    return found


def _digest(query: Query, vendor: str, table: str, columns: list[str]) -> dict[str, Any]:
    cast = "::text" if vendor == "postgresql" else ""
    fields = ", ".join(f'"{column}"{cast}' for column in columns)
    digest, count = hashlib.sha256(), 0
    for row in query(f'SELECT {fields} FROM "{table}" ORDER BY "id"'):  # noqa: S608
        digest.update(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        count += 1
    return {"rows": count, "sha256": digest.hexdigest()}
