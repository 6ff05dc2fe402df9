"""How quickly tickets come in, beside a bare COPY of the same rows into a table of the same shape, in the same run.

BENCHMARK_ROWS says how many (small by default; `make proof` takes 1,000,000). With text to mask a fifth of them.
"""

import os
import random
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pytest
from django.db import connection

from assessments.quality.actions import import_file
from assessments.quality.models import Ticket
from assessments.quality.options import options
from lms.people.models import Membership, User

ROWS = int(os.environ.get("BENCHMARK_ROWS", "3000"))
FULL = ROWS >= 1_000_000
CHUNK = 256 * 1024
LARGEST_MB = 300
AGENTS = 200
HEADINGS = "id;created;agent email;customer;channel;subject;category;first reply;solved;updated;rating"
TALK = (
    "Здравствуйте! Заказ № 45123{n:05} не пришёл, хотя обещали 12.11.2026. Позвоните мне, пожалуйста, на {phone} или "
    "напишите на client{n}@example.org. Платил картой 4111 1111 1111 1111, сумма 12 990 ₽, трек 801234567890{d:02}. "
    "Коробка была целая, а ваза внутри разбита, фотографии приложу. Жду ответа сегодня."
)


@pytest.fixture
def agents(db: None, cast: Any) -> None:
    """In teams, as in a company of this size."""
    since = datetime(2025, 1, 1).date()
    people = [User(username=f"agent{n}", email=f"agent{n}@example.com", started_on=since) for n in range(AGENTS)]
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(person=person, team=cast.team, since=since) for person in people)


def write(path: Path, rows: int, *, text: bool) -> None:
    dice, start = random.Random(7), datetime(2026, 1, 1, 9)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADINGS + (";message" if text else "") + "\n")
        for n in range(rows):
            created = start + timedelta(seconds=n * 20 % 25_000_000)
            first = created + timedelta(minutes=dice.randrange(1, 50))
            solved = first + timedelta(minutes=dice.randrange(5, 400))
            rating = dice.choice(("", "", "5", "4", "2"))
            cells = [
                f"T-{n}",
                created,
                f"agent{n % AGENTS}@example.com",
                f"client{dice.randrange(rows)}@example.org",
                dice.choice(("chat", "e-mail", "phone")),
                "Where is my parcel",
                "delivery",
                first,
                solved,
                solved,
                rating,
            ]
            if text:
                cells.append(TALK.format(n=n, d=n % 100, phone=f"8 (9{n % 90 + 10}) 345-67-{n % 90 + 10}")[:300])
            file.write(";".join(map(str, cells)) + "\n")


@contextmanager
def timed(times: dict[str, float], busy: dict[str, float], name: str) -> Iterator[None]:
    """Seconds by the clock, and seconds this process and the database's worked: on a busy machine they differ."""
    start, worked = perf_counter(), work()
    yield
    times[name], busy[name] = perf_counter() - start, work() - worked


def work() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    ticks = stat.read_text().rsplit(")", 1)[1].split()[11:13] if stat.exists() else ["0", "0"]
    return process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def load(path: Path) -> Any:
    with path.open("rb") as file:
        _checked, done = import_file(file, "generic", options(), file_hash="x" * 64, by=None)
    return done


def copied_out(path: Path) -> list[str]:
    """The same rows as a file COPY takes."""
    names = [field.column for field in Ticket._meta.concrete_fields]
    out = f"COPY quality_ticket ({', '.join(names)}) TO STDOUT"
    with connection.cursor() as cursor, path.open("wb") as file, cursor.copy(out) as copy:
        file.writelines(copy)
    return names


def copied_in(path: Path, names: list[str], like: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare (LIKE quality_ticket {like})")
        with path.open("rb") as file, cursor.copy(f"COPY bare ({', '.join(names)}) FROM STDIN") as copy:
            while block := file.read(CHUNK):
                copy.write(block)
        cursor.execute("DROP TABLE bare")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="measured on PostgreSQL")
@pytest.mark.parametrize(("text", "least"), [(False, 0.40), (True, 0.08)], ids=["figures", "with text to mask"])
def test_beside_a_bare_copy(text: bool, least: float, agents: None, tmp_path: Path) -> None:
    rows = ROWS // 5 if text else ROWS
    path, times, busy, before = tmp_path / "tickets.csv", {}, {}, peak_mb()
    write(path, rows, text=text)
    with timed(times, busy, "import"):
        done = load(path)
    grown = peak_mb()
    with timed(times, busy, "again"):
        again = load(path)
    assert (done.created, again.unchanged, Ticket.objects.count()) == (rows, rows, rows)
    names = copied_out(tmp_path / "rows.copy")
    with timed(times, busy, "bare"):
        copied_in(tmp_path / "rows.copy", names, "INCLUDING ALL")
    with timed(times, busy, "without indexes"):
        copied_in(tmp_path / "rows.copy", names, "INCLUDING DEFAULTS")
    tell(rows, times, busy, before, grown)
    if FULL:
        assert times["bare"] / times["import"] >= least
        assert times["again"] <= times["import"]
        assert grown <= LARGEST_MB


def tell(rows: int, times: dict[str, float], busy: dict[str, float], before: float, grown: float) -> None:
    said: Callable[[str], Any] = sys.stdout.write
    for name, seconds in times.items():
        share, worked = times["bare"] / seconds, busy["bare"] / busy[name]
        said(f"\n{name:>16}  {rows / seconds:>9,.0f} rows/s  {share:7.1%} of the bare COPY ({worked:.1%} by work done)")
    said(f"\n{'memory':>16}  {before:.0f} MB before, {grown:.0f} MB at most\n")
