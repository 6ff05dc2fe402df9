"""What is written once stays: UPDATE, DELETE and TRUNCATE are refused for every registered table."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from lms.ops import append_only
from lms.ops.models import AuditEntry

from .made_up import row_of

TABLES = append_only.tables()
MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
EVENTS = ("UPDATE", "DELETE", "TRUNCATE")
every_table = pytest.mark.parametrize("table", TABLES)


def change(model: type[models.Model], row: models.Model) -> None:
    field = next(field for field in model._meta.concrete_fields if not field.primary_key)
    model._base_manager.filter(pk=row.pk).update(**{field.attname: getattr(row, field.attname)})


def statement(event: str, table: str) -> str:
    key = MODELS[table]._meta.pk.column
    return {
        "UPDATE": f'UPDATE "{table}" SET "{key}" = "{key}"',
        "DELETE": f'DELETE FROM "{table}"',
        "TRUNCATE": f'TRUNCATE "{table}" CASCADE',
    }[event]


def test_the_ledgers_are_registered() -> None:
    assert {"ops_auditentry", "learning_learningrecord", "learning_evidence", "people_companysetting"} <= set(TABLES)


@pytest.mark.django_db
def test_every_guard_is_there_after_all_migrations() -> None:
    assert append_only.missing_triggers() == []
    assert len(append_only.expected_triggers()) == len(TABLES) * (3 if connection.vendor == "postgresql" else 2)


@pytest.mark.django_db
@every_table
def test_the_orm_is_refused(table: str) -> None:
    model = MODELS[table]
    row = row_of(model)
    for attempt in (
        lambda: change(model, row),
        lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default"),
        lambda: row.save(force_update=True),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert model._base_manager.filter(pk=row.pk).exists()


@pytest.mark.django_db
@every_table
@pytest.mark.parametrize("event", EVENTS)
def test_raw_sql_is_refused(table: str, event: str) -> None:
    if event == "TRUNCATE" and connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    row = row_of(MODELS[table])
    connection.check_constraints()  # PostgreSQL truncates nothing while it has foreign keys left to look at
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement(event, table))
    assert MODELS[table]._base_manager.filter(pk=row.pk).exists()


@pytest.mark.django_db
def test_writing_once_is_allowed() -> None:
    assert row_of(AuditEntry).pk


@pytest.mark.django_db
def test_a_missing_guard_is_named_and_put_back() -> None:
    name = append_only.trigger_name("ops_auditentry", "DELETE")
    on = ' ON "ops_auditentry"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    assert append_only.missing_triggers() == [name]
    append_only.install()
    assert append_only.missing_triggers() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_database_is_empty_again_between_tests_and_guarded_again(turn: int) -> None:
    assert AuditEntry.objects.count() == 0
    assert append_only.missing_triggers() == []
    row_of(AuditEntry)


def test_nobody_can_flush_a_real_database(settings: Any) -> None:
    settings.TESTING = False
    with pytest.raises(CommandError, match="append-only"):
        call_command("flush", interactive=False)
