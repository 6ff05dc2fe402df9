"""Keeps the secrets that are part of an address out of the logs: of invitations, of guests' links, and of calls other
systems make."""

import logging
import re
from typing import Any

_SECRET = re.compile(r"(/join/|/talk/|/hooks/[\w-]+/)[\w-]+")
LOGGERS = (
    "django.request",
    "django.security.csrf",
    "django.server",
    "django_structlog.middlewares.request",
    "gunicorn.access",
)


class WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _clean(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_clean(arg) for arg in record.args)
        elif isinstance(record.args, dict):  # gunicorn's atoms: a dict of its own kind, kept as it is
            for key, value in record.args.items():
                record.args[key] = _clean(value)
        return True


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _SECRET.sub(r"\1…", value)
    return {key: _clean(item) for key, item in value.items()} if isinstance(value, dict) else value


def install() -> None:
    for name in LOGGERS:
        logging.getLogger(name).addFilter(WithoutSecrets())
