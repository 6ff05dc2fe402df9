"""A checklist, tickets and reviews, made by the actions everybody uses."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Locale

from assessments.quality.actions import Imported, import_tickets, save_draft, start_review, submit_review
from assessments.quality.imports import check
from assessments.quality.models import Review, Scorecard, ScorecardCategory, Ticket
from assessments.quality.options import options
from assessments.quality.queries import company_today, latest_snapshot, scorecards
from assessments.quality.signals import tickets_changed
from lms.learning.models import Skill
from lms.people.models import User

CATEGORIES = (
    ("Greeting", 10, 5, False, True, "greeting"),
    ("Apologise", 30, 5, False, True, "apologise"),
    ("Solve", 60, 4, True, False, "solve"),
)


def make_scorecard() -> Scorecard:
    """Published, in English: Greeting, Apologise, Solve (critical)."""
    card = Scorecard.objects.create(title="Complaints", locale=Locale.objects.get(language_code="en"), live=False)
    for number, (title, weight, scale, critical, may_skip, slug) in enumerate(CATEGORIES):
        skill, _ = Skill.objects.get_or_create(slug=slug, defaults={"name_en": title, "name_ru": title})
        category = ScorecardCategory.objects.create(
            scorecard=card,
            title=title,
            weight=weight,
            scale=scale,
            critical=critical,
            may_skip=may_skip,
            sort_order=number,
        )
        category.skills.set([skill])
        category.save()
    card = Scorecard.objects.get(pk=card.pk)
    card.save_revision().publish()
    return Scorecard.objects.get(pk=card.pk)


@pytest.fixture
def scorecard(db: None) -> Scorecard:
    return make_scorecard()


def uids(card: Scorecard) -> dict[str, str]:
    return {category.title: str(category.uid) for category in card.categories.all()}


def make_ticket(person: User | None, days_ago: int = 1, **fields: Any) -> Ticket:
    solved = timezone.now() - timedelta(days=days_ago)
    talk = [
        {"author": "customer", "at": solved.isoformat(), "text": "The vase came broken."},
        {"author": "agent", "at": solved.isoformat(), "text": "We will send a new one today."},
    ]
    values = {
        "source": "generic",
        "external_id": uuid4().hex[:12],
        "subject": "A broken vase",
        "messages": talk,
        "agent": person,
        "created_at": solved - timedelta(minutes=30),
        "solved_at": solved,
        "solved_on": company_today(solved),
        "updated_at": solved,
        "first_response": 12.0,
        "resolution": 60.0,
        "digest": "x",
        **fields,
    }
    made = Ticket.objects.create(**values)
    tickets_changed.send(Ticket, places=frozenset({(made.agent_id, made.solved_on)}))
    return made


def make_review(
    person: User, reviewer: User, ratings: Iterable[int | None] = (5, 5, 4), comment: str = "", days_ago: int = 0
) -> Review:
    """On a ticket of its own; ratings in the order of the categories."""
    snapshot = latest_snapshot(scorecards()[0], "en")
    assert snapshot
    at = timezone.now() - timedelta(days=days_ago)
    ticket = make_ticket(person, days_ago)
    review = start_review(ticket=ticket, reviewer=reviewer, snapshot=snapshot, at=at)
    order = [item["uid"] for item in snapshot.body["categories"]]
    save_draft(review=review, ratings=dict(zip(order, ratings, strict=True)), comment=comment)
    return submit_review(review=review, by=reviewer, at=at)


@pytest.fixture
def reviewed(scorecard: Scorecard) -> Callable[..., Review]:
    return make_review


HEADINGS = (
    "Номер обращения",
    "Создано",
    "Сотрудник",
    "Почта сотрудника",
    "Клиент",
    "Тема",
    "Сообщение",
    "Ответ",
    "Первый ответ",
    "Решено",
    "Изменено",
    "Оценка",
    "Комментарий к оценке",
)


def line(number: int, **cells: str) -> dict[str, str]:
    """One good line of a spreadsheet."""
    return {
        "Номер обращения": f"T-{number}",
        "Создано": "02.11.2026 10:00",
        "Сотрудник": "Борис Орлов",
        "Почта сотрудника": "boris@example.com",
        "Клиент": f"client{number}@example.org",
        "Тема": "Разбитая ваза",
        "Сообщение": "Ваза пришла разбитой.",
        "Ответ": "Простите нас. Новую отправим сегодня.",
        "Первый ответ": "02.11.2026 10:12",
        "Решено": "02.11.2026 12:00",
        "Изменено": "02.11.2026 12:00",
        **cells,
    }


def table(lines: Iterable[dict[str, str]], headings: Iterable[str] = HEADINGS) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(headings), delimiter=";", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def zendesk(*tickets: dict[str, Any], **more: Any) -> bytes:
    """An export with one agent (boris, id 7), one customer (id 900) and these tickets."""
    users = [
        {"id": 7, "name": "Борис Орлов", "role": "agent", "email": "boris@example.com", "external_id": None},
        {"id": 900, "name": "Клиент", "role": "end-user", "email": "client@example.org", "phone": "+79123456789"},
    ]
    return json.dumps({"tickets": list(tickets), "users": users, **more}, ensure_ascii=False).encode()


def ticket(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "subject": "Late parcel",
        "status": "solved",
        "via": {"channel": "email"},
        "assignee_id": 7,
        "requester_id": 900,
        "tags": ["delivery"],
        "created_at": "2026-11-02T07:00:00Z",
        "updated_at": "2026-11-02T09:00:00Z",
        **fields,
    }


def take(content: bytes, source: str = "generic", **fields: Any) -> Imported:
    return import_tickets(checked=check(content, source, options()), file_hash="x" * 64, by=None, **fields)


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def write(content: bytes, name: str = "tickets.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


NOON = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
