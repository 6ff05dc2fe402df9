"""The ledger of letters: to whom, why, sent or not sent and why; quiet hours; never twice."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from lms.ops.actions import notify
from lms.ops.actions.notifications import give_up_unsent
from lms.ops.models import Notification
from lms.ops.queries import notifications_to_sweep
from lms.ops.tasks import sweep
from lms.ops.words import notification_reason, notification_title, notification_why_not
from lms.ops.work import send_notification

from .mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)  # 12:00 in Moscow, where the cast lives
NIGHT = datetime(2026, 3, 4, 19, 30, tzinfo=UTC)  # 22:30


def tell(person: Any, **fields: Any) -> Notification:
    return notify(person=person, kind="test.letter", key=fields.pop("key", "one"), reason="due", **fields)


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


def test_a_letter_is_sent_once_and_says_so(bench: Any, cast: Any) -> None:
    row = tell(cast.agent, at=NOON)
    assert row.pk == tell(cast.agent, at=NOON).pk
    assert send_notification(row.pk) == "sent"
    assert send_notification(row.pk) == "not free"
    row.refresh_from_db()
    assert (row.state, row.why_not, row.lease_until) == ("sent", "", None)
    assert [letter.to for letter in mail.outbox] == [["boris@example.com"]]
    assert notification_title(row) == "Morning letter"
    assert notification_reason(row) == "Something is due."


def test_quiet_hours_put_a_letter_off_until_eight_where_the_person_lives(bench: Any, cast: Any) -> None:
    row = tell(cast.agent, at=NIGHT)
    assert row.not_before == datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
    assert list(notifications_to_sweep(row.not_before - timedelta(seconds=1))) == []
    assert list(notifications_to_sweep(row.not_before)) == [row]


def test_an_urgent_letter_does_not_wait_for_the_morning(bench: Any, cast: Any) -> None:
    assert tell(cast.agent, at=NIGHT, urgent=True).not_before == NIGHT


def test_without_an_address_the_ledger_says_why_at_once(bench: Any, cast: Any) -> None:
    cast.agent.email = ""
    cast.agent.save()
    row = tell(cast.agent, at=NOON)
    assert (row.state, row.why_not) == ("not_sent", "no_address")
    assert notification_why_not(row) == "You have no e-mail address here."


@pytest.mark.parametrize(
    ("change", "why"),
    [({"is_active": False}, "person_left"), ({"email": ""}, "no_address")],
)
def test_what_changed_since_is_looked_at_before_sending(
    bench: Any, cast: Any, change: dict[str, Any], why: str
) -> None:
    row = tell(cast.agent, at=NOON)
    type(cast.agent).objects.filter(pk=cast.agent.pk).update(**change)
    assert send_notification(row.pk) == "not sent"
    row.refresh_from_db()
    assert (row.state, row.why_not) == ("not_sent", why)
    assert not mail.outbox


def test_nothing_left_to_say(bench: Any, cast: Any) -> None:
    bench.letter = None
    row = tell(cast.agent, at=NOON)
    send_notification(row.pk)
    row.refresh_from_db()
    assert row.why_not == "nothing_left_to_say"
    assert "nothing left to say" in str(notification_why_not(row))


def test_a_kind_that_is_gone(bench: Any, cast: Any) -> None:
    row = notify(person=cast.agent, kind="gone", key="x", reason="", at=NOON)
    send_notification(row.pk)
    row.refresh_from_db()
    assert row.why_not == "unknown_kind"


def test_a_letter_that_cannot_be_written_ends_as_not_sent(bench: Any, cast: Any) -> None:
    bench.letter = KeyError("no such name")
    row = tell(cast.agent, at=NOON)
    for _ in range(5):
        Notification.objects.update(not_before=NOON)
        assert send_notification(row.pk) == "put off"
    row.refresh_from_db()
    assert (row.state, row.why_not, row.attempt) == ("not_sent", "letter_failed", 5)


def test_a_mail_server_that_refuses_is_asked_again_later_and_at_last_the_ledger_says_so(
    bench: Any, cast: Any, post: MailServer
) -> None:
    post.refuses = True
    row = tell(cast.agent, at=NOON)
    for attempt in range(1, 6):
        assert send_notification(row.pk) == "put off"
        row.refresh_from_db()
        assert row.attempt == attempt
        if attempt < 5:
            assert row.state == "waiting" and row.not_before > timezone.now()
            assert "try again" in str(notification_why_not(row))
            assert send_notification(row.pk) == "not free", "not before its time"
            Notification.objects.update(not_before=NOON)
    assert (row.state, row.why_not) == ("not_sent", "mail_server")
    assert post.refused == 5 and not post.letters


def test_a_refused_letter_goes_out_once_the_server_takes_it(bench: Any, cast: Any, post: MailServer) -> None:
    post.refuses = True
    row = tell(cast.agent, at=NOON)
    send_notification(row.pk)
    post.refuses = False
    Notification.objects.update(not_before=NOON)
    sweep()
    row.refresh_from_db()
    assert (row.state, row.why_not) == ("sent", "") and len(post.letters) == 1


def test_trying_again_respects_quiet_hours(bench: Any, cast: Any) -> None:
    from lms.ops.actions import claim_notification, put_off

    evening = datetime(2026, 3, 4, 17, 59, 30, tzinfo=UTC)  # 20:59:30
    for key, urgent, hour in (("calm", False, 5), ("urgent", True, 18)):
        row = tell(cast.agent, key=key, at=evening, urgent=urgent)
        claimed = claim_notification(row.pk, at=evening)
        assert claimed
        put_off(row=claimed, why_not="mail_server", at=evening)
        row.refresh_from_db()
        assert row.not_before.hour == hour


def test_a_worker_that_dies_while_sending_every_time_does_not_block_the_ledger(bench: Any, cast: Any) -> None:
    row = tell(cast.agent, at=NOON)
    Notification.objects.update(attempt=5, lease_until=NOON)
    assert give_up_unsent(at=NOON) == 0, "its lease still runs"
    assert give_up_unsent(at=NOON + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert row.state == "not_sent"


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_the_same_time_send_every_letter_once(bench: Any, cast: Any, post: MailServer) -> None:
    for number in range(20):
        tell(cast.agent, key=str(number), at=NOON)
    start = threading.Barrier(4)

    def run() -> None:
        try:
            start.wait()
            sweep()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(post.letters) == 20
    assert set(Notification.objects.values_list("state", "attempt")) == {("sent", 1)}
