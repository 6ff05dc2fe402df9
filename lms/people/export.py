"""Everything stored about one person, as the personal-data declarations say."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from lms.ops.personal_data import Declaration, declarations

from .models import User


def rows_of(declaration: Declaration, person: User) -> models.QuerySet[Any]:
    """What a declaration calls this person's, also rows a default manager would hide."""
    about = {"pk": person.pk} if declaration.subject == "self" else {declaration.subject: person}
    return declaration.model._base_manager.filter(**about)


def export_of(person: User) -> dict[str, Any]:
    """JSON-able: one list of rows a table, under the table's name; one query for each."""
    tables = {
        declaration.model._meta.label_lower: _table(declaration, person)
        for declaration in declarations()
        if declaration.subject and declaration.export
    }
    return {"exported_at": timezone.now().isoformat(), **{name: rows for name, rows in tables.items() if rows}}


def _table(declaration: Declaration, person: User) -> list[dict[str, Any]]:
    names = sorted(declaration.export)
    fields = {field.name: field for field in declaration.model._meta.get_fields()}
    joined = [name for name in names if name in fields and fields[name].many_to_one]
    rows = rows_of(declaration, person).select_related(*joined) if joined else rows_of(declaration, person)
    return [{name: _plain(getattr(row, name)) for name in names} for row in rows.order_by("pk")]


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if hasattr(value, "all"):
        return [str(item) for item in value.all()]
    return str(value)
