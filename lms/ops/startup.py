"""Refuses to serve from a broken installation, in words. Called by wsgi, asgi, the worker and `serve`."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.checks import ERROR
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import ChannelError, KombuError

from . import append_only, broker, checks
from .actions import nudge
from .backup.places import interrupted_restore

logger = structlog.get_logger(__name__)


def refuse_a_broken_installation() -> None:
    """In a thread of its own, so that an asynchronous server may import us inside its loop."""
    if settings.TESTING:
        return
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_refuse).result()


def _refuse() -> None:
    _refuse_bad_settings()
    _refuse_half_a_restore()
    try:
        _refuse_an_old_database()
        _refuse_missing_guards()
    except OperationalError as error:
        raise ImproperlyConfigured(
            f"The database does not answer: {str(error).strip()}. Start it, or mend DATABASE_URL in .env."
        ) from error
    finally:
        connection.close()


def _refuse_bad_settings() -> None:
    for message in (found for check in checks.AT_START for found in check()):
        if message.level >= ERROR:
            raise ImproperlyConfigured(f"{message.msg} {message.hint}")
        logger.warning("configuration", finding=message.msg, cure=message.hint)


def _refuse_half_a_restore() -> None:
    if interrupted_restore():
        raise ImproperlyConfigured(
            "A restore was interrupted half-way. Run “manage.py restore --undo” to put back what was there, "
            "or start the restore again."
        )


def _refuse_an_old_database() -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        first = waiting[0][0]
        raise ImproperlyConfigured(
            f"The database is older than the program: {len(waiting)} changes are not applied, "
            f"the first is {first.app_label} {first.name}. Run “manage.py migrate”."
        )


def _refuse_missing_guards() -> None:
    missing = append_only.missing_triggers()
    if missing:
        raise ImproperlyConfigured(
            f"The append-only guard {missing[0]} is missing from the database ({len(missing)} in all). "
            "Run “manage.py migrate”, which puts the guards back, and find out who took them off."
        )


def refuse_a_broken_worker(**kwargs: Any) -> None:
    """Celery swallows exceptions of its signals, so the worker is told to exit."""
    try:
        refuse_a_broken_installation()
    except ImproperlyConfigured as refusal:
        raise SystemExit(str(refusal)) from refusal


def sweep_at_once(**kwargs: Any) -> None:
    """A worker that begins takes up at once what the last one left."""
    nudge("lms.ops.tasks.sweep")


def broker_trouble() -> str:
    """A sentence when the queue cannot be reached; empty when it can."""
    try:
        with current_app.connection_for_write(connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=0, timeout=2)
            connection.default_channel.close()
        broker.refuse_unwritable()
    except (KombuError, ChannelError, OSError) as error:
        return (
            f"The queue does not answer ({type(error).__name__}). Start Redis, or mend REDIS_URL in .env; "
            "without REDIS_URL the queue is a folder of files."
        )
    return ""
