"""Which heading means which field of a ticket, in Russian and English, as help desks call them."""

import re
from collections.abc import Container, Mapping, Sequence

from assessments.quality.masking import mask

from . import problems
from .problems import FileProblem

FIELDS: dict[str, tuple[str, ...]] = {
    "external_id": ("id", "ticket id", "ticket", "number", "номер", "обращение", "номер обращения", "заявка", "тикет"),
    "created_at": (
        "created",
        "created at",
        "created time",
        "date",
        "создано",
        "создана",
        "создан",
        "дата",
        "дата создания",
        "открыто",
    ),
    "agent": (
        "agent",
        "assignee",
        "operator",
        "employee",
        "сотрудник",
        "оператор",
        "ответственный",
        "исполнитель",
        "агент",
    ),
    "agent_email": ("agent email", "agent e mail", "assignee email", "почта сотрудника", "почта оператора"),
    "agent_number": ("agent number", "personnel number", "табельный номер", "табельный"),
    "customer": ("customer", "requester", "client", "contact", "клиент", "контакт", "покупатель", "email клиента"),
    "channel": ("channel", "source", "ticket channel", "канал", "источник"),
    "subject": ("subject", "title", "ticket subject", "тема", "заголовок"),
    "category": ("category", "topic", "tag", "type", "ticket type", "категория", "тематика", "рубрика", "тег"),
    "question": ("message", "question", "description", "text", "сообщение", "вопрос", "текст", "текст обращения"),
    "reply": ("reply", "answer", "ответ", "ответ сотрудника", "текст ответа"),
    "first_reply_at": (
        "first reply",
        "first reply at",
        "first response at",
        "initial response time",
        "первый ответ",
        "дата первого ответа",
    ),
    "solved_at": (
        "solved",
        "solved at",
        "closed",
        "closed at",
        "resolved",
        "resolved at",
        "resolved time",
        "решено",
        "решена",
        "закрыто",
        "закрыта",
        "дата решения",
    ),
    "updated_at": (
        "updated",
        "updated at",
        "last update time",
        "last updated",
        "изменено",
        "обновлено",
        "дата изменения",
    ),
    "reopened": ("reopens", "reopened", "переоткрыто", "возвратов", "возвращено"),
    "csat": (
        "csat",
        "rating",
        "score",
        "satisfaction",
        "survey results",
        "customer satisfaction rating",
        "оценка",
        "оценка клиента",
        "удовлетворенность",
    ),
    "csat_at": ("rated at", "rating date", "дата оценки"),
    "csat_comment": ("rating comment", "csat comment", "комментарий к оценке", "отзыв"),
    "first_response": ("first response min", "first response minutes", "первый ответ мин"),
    "first_response_business": ("first response business min", "первый ответ рабочие мин"),
    "resolution": ("resolution min", "resolution minutes", "решение мин", "время решения мин"),
    "resolution_business": ("resolution business min", "решение рабочие мин"),
}
REQUIRED = ("external_id", "created_at")
_BY_HEADING = {heading: name for name, headings in FIELDS.items() for heading in headings}


def plain(heading: object) -> str:
    """Case, ё, punctuation and № do not matter."""
    text = str(heading or "").casefold().replace("ё", "е").replace("№", " номер ")
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Field → heading, for those we know; the first wins."""
    found: dict[str, str] = {}
    for heading in headings:
        name = _BY_HEADING.get(plain(heading), "")
        if name and heading:
            found.setdefault(name, heading)
    return found


def places(headings: Sequence[str], named: Mapping[str, str], without: Container[str] = ()) -> dict[str, int]:
    """Field → place. What is named must be there, by its heading or as “#3” by its number; a blank name leaves a
    field out; the rest is guessed. `without`: fields that need no column. Raises FileProblem."""
    taken = {name: heading for name, heading in {**guess(headings), **named}.items() if heading}
    for heading in taken.values():
        if headings.count(heading) > 1:
            raise FileProblem(problems.COLUMN_TWICE, text=mask(heading))
    for name in REQUIRED:
        if name not in taken and name not in without:
            raise FileProblem(problems.NO_COLUMN, name=name, heading=" / ".join(FIELDS[name][:3]))
    at = {plain(heading): place for place, heading in reversed(list(enumerate(headings)))}
    found = {name: _numbered(heading, headings, at.get(plain(heading))) for name, heading in taken.items()}
    for name, place in found.items():
        if place is None:
            raise FileProblem(problems.NO_COLUMN, name=name, heading=mask(taken[name]))
    return {name: place for name, place in found.items() if place is not None}


def _numbered(heading: str, headings: Sequence[str], place: int | None) -> int | None:
    number = heading.removeprefix("#")
    if heading.startswith("#") and number.isdigit() and 1 <= int(number) <= len(headings):
        return int(number) - 1
    return place
