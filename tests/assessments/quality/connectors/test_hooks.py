"""Calls of help desks: genuine ones wake the fetching, all others are refused and change nothing."""

import base64
import hashlib
import hmac
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assessments.quality.actions import pause_connection
from assessments.quality.actions.connecting import PATH
from assessments.quality.models import Connection, HookCall, Ticket
from assessments.quality.sealing import unseal

from .conftest import SECRET

BODY = b'{"ticket": {"id": 1, "comment": "canary77@example.com"}}'


def address(connection: Connection, path: str | None = None) -> str:
    return reverse("quality_hook", args=[connection.uid, path or unseal(connection.sealed)[PATH]])


def signed(body: bytes = BODY, at=None, secret: str = SECRET) -> dict[str, str]:
    """As https://developer.zendesk.com/documentation/webhooks/verifying/ describes it."""
    stamp = (at or timezone.now()).strftime("%Y-%m-%dT%H:%M:%SZ")
    digest = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).digest()
    return {
        "HTTP_X_ZENDESK_WEBHOOK_SIGNATURE": base64.b64encode(digest).decode(),
        "HTTP_X_ZENDESK_WEBHOOK_SIGNATURE_TIMESTAMP": stamp,
    }


def call(client, connection, body: bytes = BODY, path: str | None = None, **headers) -> int:
    answer = client.post(address(connection, path), body, content_type="application/json", **headers)
    return answer.status_code


def row_of(connection: Connection) -> tuple:
    connection.refresh_from_db()
    fields = [field.name for field in Connection._meta.concrete_fields]
    return tuple(str(getattr(connection, name)) for name in fields)


def test_a_signed_call_is_taken_once(desk, client):
    one = desk("zendesk").connection
    Connection.objects.filter(pk=one.pk).update(next_at=timezone.now() + timedelta(hours=1))
    headers = signed()
    assert call(client, one, **headers) == 204
    one.refresh_from_db()
    assert one.last_event_at and one.next_at < timezone.now() + timedelta(seconds=90)
    before = row_of(one)
    assert call(client, one, **headers) == 403  # replayed
    assert row_of(one) == before and HookCall.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (dict, 401),
        (lambda: signed(secret="another"), 401),
        (lambda: signed(body=BODY + b" "), 401),
        (lambda: signed() | {"HTTP_X_ZENDESK_WEBHOOK_SIGNATURE": "не base64"}, 401),
        (lambda: signed(at=timezone.now() - timedelta(minutes=6)), 403),
        (lambda: signed(at=timezone.now() + timedelta(minutes=6)), 403),
    ],
)
def test_forged_and_stale_calls_are_refused(headers, status, desk, client):
    one = desk("zendesk").connection
    before = row_of(one)
    assert call(client, one, **headers()) == status
    assert row_of(one) == before and not HookCall.objects.exists()


def test_a_right_signature_over_no_moment_is_refused(desk, client):
    one = desk("zendesk").connection
    stamp = "yesterday"
    digest = hmac.new(SECRET.encode(), stamp.encode() + BODY, hashlib.sha256).digest()
    headers = {
        "HTTP_X_ZENDESK_WEBHOOK_SIGNATURE": base64.b64encode(digest).decode(),
        "HTTP_X_ZENDESK_WEBHOOK_SIGNATURE_TIMESTAMP": stamp,
    }
    assert call(client, one, **headers) == 403


@pytest.mark.parametrize("system", ["freshdesk", "bitrix24", "omnidesk"])
def test_where_nothing_is_signed_the_secret_path_decides(system, desk, client, django_capture_on_commit_callbacks):
    one = desk(system).connection
    Connection.objects.filter(pk=one.pk).update(next_at=timezone.now() + timedelta(hours=1))
    before = row_of(one)
    assert call(client, one, path="guessed") == 404
    assert call(client, one, path=unseal(one.sealed)[PATH][:-1]) == 404
    assert row_of(one) == before
    assert call(client, one) == call(client, one) == 204  # the same news twice is no harm
    one.refresh_from_db()
    assert one.last_event_at and one.next_at < timezone.now() + timedelta(minutes=1)


def test_nobody_answers_for_what_is_paused_gone_or_waits_for_no_calls(desk, client, cast):
    one = desk("freshdesk").connection
    path = address(one)
    pause_connection(connection=one, by=cast.administrator)
    assert client.post(path).status_code == 404
    one.delete()
    assert client.post(path).status_code == 404
    assert client.post(reverse("quality_hook", args=[uuid4(), "x"])).status_code == 404


def test_after_another_secret_key_calls_are_refused(desk, client, settings):
    one = desk("freshdesk").connection
    path = address(one)
    settings.SECRET_KEY = "another" * 10
    assert client.post(path).status_code == 404


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    body=st.binary(max_size=300),
    signature=st.text(max_size=60),
    stamp=st.text(max_size=30),
    system=st.sampled_from(["zendesk", "freshdesk"]),
    right_path=st.booleans(),
)
def test_no_bytes_break_it_or_write_anything(body, signature, stamp, system, right_path, desks, client):
    one = desks[system]
    path = None if right_path else "forged"
    status = call(
        client,
        one,
        body,
        path,
        HTTP_X_ZENDESK_WEBHOOK_SIGNATURE=signature,
        HTTP_X_ZENDESK_WEBHOOK_SIGNATURE_TIMESTAMP=stamp,
    )
    genuine = system == "freshdesk" and right_path
    assert status == 204 if genuine else status in (401, 403, 404)
    assert not Ticket.objects.exists() and not HookCall.objects.exists()


@pytest.fixture
def desks(desk):
    return {name: desk(name).connection for name in ("zendesk", "freshdesk")}


def test_a_huge_call_is_not_read(desk, client):
    one = desk("freshdesk").connection
    assert client.post(address(one), b"x", content_type="text/plain", CONTENT_LENGTH=str(2**30)).status_code == 413
