"""Tickets sent to us, and what the answer says of each."""

import json

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assessments.quality import api
from assessments.quality.actions import add_connection, make_key, pause_connection
from assessments.quality.imports import FIELDS
from assessments.quality.models import Connection, Ticket

URL = "/api/v1/tickets/"


@pytest.fixture
def key(db) -> str:
    return make_key(connection=add_connection(system="api", name="Shop", options={}, secret={}, by=None), by=None)


@pytest.fixture
def send(client, key):
    def post(data, given: str | None = None, raw: bytes | None = None, **headers):
        body = raw if raw is not None else json.dumps(data).encode()
        bearer = {"HTTP_AUTHORIZATION": f"Bearer {given or key}"}
        return client.post(URL, body, content_type="application/json", **bearer, **headers)

    return post


def item(number: int = 1, **fields) -> dict:
    return {
        "external_id": f"T-{number}",
        "created_at": "2026-11-02T10:00:00+03:00",
        "updated_at": "2026-11-02T12:00:00+03:00",
        "solved_at": "2026-11-02T12:00:00+03:00",
        "agent": "Борис Орлов",
        "agent_email": "boris@example.com",
        "customer": "canary77@example.com",
        "question": "Ваза разбита, звоните 8 (912) 345-67-89",
        "reply": "Отправим новую",
        "csat": 5,
        **fields,
    }


def results(answer) -> list[str]:
    return [one["result"] for one in answer.json()["items"]]


def test_created_changed_unchanged(send):
    first = send([item(1), item(2)])
    assert first.status_code == 200 and results(first) == ["created", "created"]
    again = send([item(1), item(2, updated_at="2026-11-02T13:00:00+03:00", csat=1)])
    assert results(again) == ["unchanged", "changed"]
    older = send(item(2, updated_at="2026-11-02T11:00:00+03:00"))
    assert results(older) == ["unchanged"] and older.json()["unchanged"] == 1
    ticket = Ticket.objects.get(external_id="T-1")
    assert ticket.source == "api" and "[телефон]" in ticket.messages[0]["text"] and ticket.customer_key
    assert Connection.objects.get().taken == 3


def test_a_late_rating_alone_is_a_change(send):
    send(item(csat=None, csat_at=None))
    answer = send(item(updated_at="2026-11-02T11:30:00+03:00", csat=2, csat_at="2026-11-03T10:00:00+03:00"))
    assert results(answer) == ["changed"] and Ticket.objects.get().csat == 0.25


def test_a_problem_names_item_and_field(send):
    wrong = [
        item(1),
        item(2, csat="canary77@example.com"),
        item(3, colour="red"),
        item(4, subject=["a"]),
        {"external_id": "T-5"},
        "T-6",
        item(7, created_at="0001-01-01", updated_at=None, solved_at=None),
    ]
    answer = send(wrong)
    data = answer.json()
    assert answer.status_code == 200 and results(answer) == ["created", *["refused"] * 6]
    assert [one["problems"][0]["field"] for one in data["items"][1:5]] == ["csat", "colour", "subject", "created_at"]
    assert "canary77" not in answer.content.decode() and Ticket.objects.count() == 1


def test_all_refused_is_said_by_the_status(send):
    answer = send({"external_id": "T-1"})
    assert answer.status_code == 422 and answer.json()["refused"] == 1 and not Ticket.objects.exists()


def test_the_same_ticket_twice_in_one_call(send):
    answer = send([item(1, updated_at="2026-11-02T13:00:00+03:00", subject="new"), item(1, subject="old")])
    assert answer.status_code == 200 and Ticket.objects.get().subject == "new"


@pytest.mark.parametrize(
    ("raw", "status"),
    [(b"", 400), (b"{", 400), (b"[]", 400), (b"\xff\xfe", 400), (b"[" * 5000 + b"]" * 5000, 400), (b"null", 422)],
)
def test_what_is_no_ticket(raw, status, send):
    assert send(None, raw=raw).status_code == status and not Ticket.objects.exists()


def test_more_than_fits_is_refused(send):
    assert send([item(n) for n in range(501)]).status_code == 400
    assert send(None, raw=b"[" + b" " * (2 * 1024 * 1024) + b"]").status_code == 413
    assert not Ticket.objects.exists()


def test_half_a_letter_can_be_stored(send):
    answer = send(None, raw=json.dumps(item(subject="\ud83d broken")).encode())
    assert answer.status_code == 200 and Ticket.objects.get().subject == "? broken"


def test_only_with_the_key(send, client, key, cast):
    assert client.post(URL, "{}", content_type="application/json").status_code == 401
    assert send(item(), given="wrong").status_code == 401
    connection = Connection.objects.get()
    make_key(connection=connection, by=cast.administrator)
    assert send(item()).status_code == 401  # the earlier key ended
    assert not Ticket.objects.exists() and key not in str(Connection.objects.values())


def test_paused_is_refused(send, cast):
    pause_connection(connection=Connection.objects.get(), by=cast.administrator)
    assert send(item()).status_code == 403


def test_too_many_calls_are_slowed_down(send, monkeypatch):
    monkeypatch.setattr(api, "A_MINUTE", 2)
    assert [send(item()).status_code for _ in range(3)] == [200, 200, 429]


def test_guessing_keys_is_slowed_down(send, monkeypatch):
    monkeypatch.setattr(api, "WRONG_KEYS", 2)
    for _ in range(3):
        assert send(item(), given="wrong").status_code == 401
    assert send(item()).status_code == 401  # this address has to wait, right key or not


@hypothesis_settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(body=st.binary(max_size=200))
def test_no_bytes_break_it(body, send, monkeypatch):
    monkeypatch.setattr(api, "A_MINUTE", 10_000)
    assert send(None, raw=body).status_code in (400, 422) and not Ticket.objects.exists()


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.just("2026-11-02T10:00:00Z"),
    st.sampled_from(["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "31.12.2026", "1e400"]),
    st.lists(st.integers(), max_size=2),
)  # fmt: skip


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(fields=st.dictionaries(st.sampled_from([*FIELDS, "other"]), VALUES, max_size=8), good=st.booleans())
def test_any_values_are_taken_or_refused(fields, good, send, monkeypatch):
    monkeypatch.setattr(api, "A_MINUTE", 10_000)
    data = (item() if good else {}) | fields
    answer = send(None, raw=json.dumps(data).encode())
    assert answer.status_code in (200, 422)
    assert results(answer)[0] in api.RESULTS
    assert (answer.status_code == 422) == (results(answer) == ["refused"])


def test_the_description_names_every_field(visit, cast):
    data = visit(cast.administrator).get(reverse("quality_api")).json()
    call = data["paths"][URL]["post"]
    ticket = call["requestBody"]["content"]["application/json"]["schema"]["oneOf"][0]
    assert set(ticket["properties"]) == set(FIELDS) and call["security"] == [{"Key": []}]
    assert data["components"]["securitySchemes"]["Key"]["scheme"] == "bearer"
