"""The secret of an invitation is part of its address, and addresses are logged."""

import logging

import pytest

from lms.people.logs import LOGGERS, WithoutSecrets

SECRET = "QvZ7G9K86qYvwLlxVzWtKqon6i7-nSYc"


def _record(message, *args) -> logging.LogRecord:
    return logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)


@pytest.mark.parametrize(
    "record",
    [
        _record(f"Gone: /join/{SECRET}/"),
        _record("%s: %s", "Gone", f"/join/{SECRET}/"),
        _record({"event": "request_finished", "request": f"POST /join/{SECRET}/"}),
        _record("%(r)s %(s)s", {"r": f"GET /join/{SECRET}/ HTTP/1.1", "s": "200"}),
    ],
)
def test_nothing_of_it_is_written(record):
    assert WithoutSecrets().filter(record)
    assert SECRET not in record.getMessage()
    assert "/join/…" in record.getMessage()


def test_nor_of_a_guests_link():
    record = _record("%s", f"POST /talk/{SECRET}/?lang=ru")
    assert WithoutSecrets().filter(record) and record.getMessage() == "POST /talk/…/?lang=ru"


def test_every_logger_that_sees_addresses_has_it():
    for name in LOGGERS:
        assert any(isinstance(each, WithoutSecrets) for each in logging.getLogger(name).filters), name
