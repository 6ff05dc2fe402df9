"""Tickets written many at once. New ones go straight into their table, on PostgreSQL by COPY; those that stand there
already are laid out in a table of this connection, then one statement, the same for both databases, knows the rules:

The newest `updated_at` wins, of the same moment the one that arrives last. A rating follows its own moment: one that
came late is taken from an older version, and no version takes a newer one away. Whoever solved a ticket keeps it while
it stays solved as it was.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date
from typing import Any

from django.db import connection

from assessments.quality.imports import Line

Place = tuple[int | None, date | None]
Stored = tuple[str, int | None, date | None, str]
TABLE = "quality_arriving"
AT_ONCE = 5000
DRAWN = 1000
UNSENT = 64 * 1024 * 1024  # bytes; to wait for them earlier would be to wait for whoever reads the next lines as well
WHO = ("agent_ref", "agent_name", "agent_id", "team_id")
RATING = ("csat", "csat_raw", "csat_at", "csat_comment")
LAID_OUT = (*Line._fields[:-1], *WHO[2:])  # as lines have them, without the day
PLAIN = tuple(name for name in LAID_OUT if name not in {"external_id", "digest", *WHO, *RATING})


def stored(source: str, external_ids: Sequence[str]) -> dict[str, Stored]:
    """What stands there already, by the help desk's id: digest, agent, the date of the solution, the customer."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_STORED, [list(external_ids), source])
            return {row[0]: row[1:] for row in cursor.fetchall()}
        found: dict[str, Stored] = {}
        for start in range(0, len(external_ids), AT_ONCE):
            some = external_ids[start : start + AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"{_COLUMNS_STORED} WHERE source = %s AND external_id IN ({marks})", [source, *some])
            found |= {row[0]: (row[1], row[2], _day(row[3]), row[4]) for row in cursor.fetchall()}
    return found


_COLUMNS_STORED = "SELECT external_id, digest, agent_id, solved_on, customer_key FROM quality_ticket"
# one by one through the unique index: from a list the planner may read all tickets of the source each time
_STORED = f"""SELECT t.* FROM unnest(%s::text[]) AS asked (external_id) CROSS JOIN LATERAL
    ({_COLUMNS_STORED} WHERE external_id = asked.external_id AND source = %s OFFSET 0) AS t"""


def months_of(customers: Collection[str]) -> Iterator[Place]:
    """Under whom, in which months (a day of each) tickets of these customers stand: whether one of them was asked again
    may have changed."""
    keys = list(customers)
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"""SELECT agent_id, min(solved_on) FROM quality_ticket WHERE customer_key IN ({marks})
                AND agent_id IS NOT NULL AND solved_on IS NOT NULL GROUP BY agent_id, {_MONTH[connection.vendor]}""",
                some,
            )
            yield from ((agent, _day(day)) for agent, day in cursor.fetchall())


def newest() -> int:
    """The number of the ticket written last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM quality_ticket")
        return int(cursor.fetchone()[0])


def made_until(number: int) -> str:
    """When the last of the tickets up to that number was made, as lines say it; empty without any. Reads them all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(created_at) FROM quality_ticket WHERE id <= %s", [number])
        (found,) = cursor.fetchone()
    return "" if found is None else found if isinstance(found, str) else found.astimezone(UTC).isoformat(" ")[:-6]


def months_after(number: int) -> Iterator[Place]:
    """The same of tickets that stood there before those numbered higher were written, and were made after them."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS_AFTER[connection.vendor], [number, number])
        yield from ((agent, _day(day)) for agent, day in cursor.fetchall())


_MONTH = {"postgresql": "date_trunc('month', solved_on)", "sqlite": "substr(solved_on, 1, 7)"}
_LATER = """t.customer_key = new.customer_key AND t.category = new.category AND t.created_at > new.created_at
    AND t.id <= %s AND t.agent_id IS NOT NULL AND t.solved_on IS NOT NULL"""
_NEW = "new.customer_key <> '' AND new.id > %s GROUP BY 1, "
_MONTHS_AFTER = {
    "postgresql": f"""SELECT later.agent_id, min(later.solved_on) FROM quality_ticket AS new CROSS JOIN LATERAL
        (SELECT t.agent_id, t.solved_on FROM quality_ticket AS t WHERE {_LATER} OFFSET 0) AS later
        WHERE {_NEW} date_trunc('month', later.solved_on)""",
    "sqlite": f"""SELECT t.agent_id, min(t.solved_on)
        FROM quality_ticket AS new CROSS JOIN quality_ticket AS t ON {_LATER}
        WHERE {_NEW} substr(t.solved_on, 1, 7)""",
}


def insert(source: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Tickets which do not stand there yet: a Line's values up to the day, then the ids of agent and team. Raises
    IntegrityError when one does."""
    with connection.cursor() as cursor:
        _write(cursor, "quality_ticket", ("uid", "source", *LAID_OUT), _named(source, rows))


def _named(source: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Each with a number of its own, as `uuid4` makes them, but many at once."""
    dice: Iterator[str] = iter(())
    for row in rows:
        word = next(dice, None)
        if word is None:
            drawn = os.urandom(16 * DRAWN).hex()
            dice = iter([drawn[n : n + 32] for n in range(0, len(drawn), 32)])
            word = next(dice)
        yield f"{word[:12]}4{word[13:16]}a{word[17:]}", source, *row


def update(source: str, rows: Iterable[tuple[Any, ...]]) -> list[Place]:
    """The same of those that do, each once. Whose, of which day, each row changed now is."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} AS SELECT {', '.join(LAID_OUT)} FROM quality_ticket WHERE 1 = 0"
        )
        _write(cursor, TABLE, LAID_OUT, rows)
        cursor.execute(_UPSERT[connection.vendor], [source])
        found = [(agent, _day(day)) for agent, day in cursor.fetchall()]
        cursor.execute(f"DROP TABLE {TABLE}")
    return found


def _write(cursor: Any, table: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    columns = ", ".join(names)
    if connection.vendor == "postgresql":
        sql = f"COPY {table} ({columns}) FROM STDIN"
        with connection.wrap_database_errors, cursor.copy(sql) as copy:
            copy.writer.flush_threshold = UNSENT
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def hush(source: str, people: Iterable[int], external_ids: Sequence[str]) -> None:
    """What was written of and by those who were forgotten is not kept again."""
    from assessments.quality.models import Ticket

    rows = Ticket.objects.filter(source=source, external_id__in=external_ids, agent__in=list(people))
    rows.update(subject="", messages=[], csat_comment="", agent_name="")


_NEWER = "excluded.updated_at >= t.updated_at"
_RATED_AT = "coalesce(excluded.csat_at, excluded.updated_at)"
_RATING_TAKEN = f"""(CASE WHEN {_NEWER}
    THEN t.csat IS NULL OR (excluded.csat IS NOT NULL AND (t.csat_at IS NULL OR {_RATED_AT} >= t.csat_at))
    ELSE excluded.csat IS NOT NULL AND (t.csat_at IS NULL OR {_RATED_AT} > t.csat_at) END)"""
_KEPT = "coalesce(t.solved_at = excluded.solved_at, 1 = 0) AND t.agent_ref <> ''"
_DIGEST = f"""(CASE WHEN {_NEWER} THEN substr(excluded.digest, 1, 32) ELSE substr(t.digest, 1, 32) END
    || CASE WHEN {_RATING_TAKEN} THEN substr(excluded.digest, 33) ELSE substr(t.digest, 33) END)"""


def _statement(uid: str) -> str:
    """Every row meets one that stands there: the values to insert are only a form."""
    columns = ", ".join(LAID_OUT)
    changes = [
        *(f"{name} = CASE WHEN {_NEWER} THEN excluded.{name} ELSE t.{name} END" for name in PLAIN),
        *(f"{name} = CASE WHEN {_NEWER} AND NOT ({_KEPT}) THEN excluded.{name} ELSE t.{name} END" for name in WHO),
        *(f"{name} = CASE WHEN {_RATING_TAKEN} THEN excluded.{name} ELSE t.{name} END" for name in RATING),
        f"digest = {_DIGEST}",
    ]
    return f"""INSERT INTO quality_ticket AS t (uid, source, {columns})
        SELECT {uid}, %s, {columns} FROM {TABLE} WHERE 1 = 1
        ON CONFLICT (source, external_id) DO UPDATE SET {", ".join(changes)}
        WHERE t.digest <> {_DIGEST}
        RETURNING agent_id, solved_on"""


_UPSERT = {"postgresql": _statement("gen_random_uuid()"), "sqlite": _statement("hex(randomblob(16))")}
