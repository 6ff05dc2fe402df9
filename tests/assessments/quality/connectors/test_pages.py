"""The pages where help desks are connected; secrets go in and never come out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quality.actions import add_connection
from assessments.quality.actions.connecting import PATH
from assessments.quality.models import Connection, Ticket
from assessments.quality.sealing import unseal
from lms.ops.models import Job
from tests.assessments.quality.test_uploading import dump

from .conftest import SYSTEMS, typed
from .test_hooks import BODY, address, call

DONE = {"back": "page"}


def filled(system: str, address_: str) -> dict[str, str]:
    open_, secret = typed(system, address_)
    return {"name": "Поддержка", **open_, **secret}


@pytest.mark.parametrize("system", SYSTEMS)
def test_connect_test_start(system, desk, visit, cast):
    other = desk(system)
    client = visit(cast.administrator)
    page = client.get(reverse("quality_connection_add", args=[system])).content.decode()
    assert "Step by step" in page
    answer = client.post(reverse("quality_connection_add", args=[system]), filled(system, other.address))
    made = Connection.objects.exclude(pk=other.connection.pk).get()
    assert answer.url == reverse("quality_connection", args=[made.uid]) and not made.enabled
    page = client.get(answer.url).content.decode()
    assert "<h1>Поддержка</h1>" in page
    secrets = [value for name, value in unseal(made.sealed).items() if name != PATH]
    assert secrets and not [value for value in secrets if value in page] and "••••" in page
    assert address(made) in page
    tested = client.post(reverse("quality_connection_test", args=[made.uid]), HTTP_HX_REQUEST="true").content.decode()
    assert "Tickets can be read" in tested or "Dialogues can be listed" in tested
    whole = client.post(reverse("quality_connection_test", args=[made.uid])).content.decode()
    assert "<html" in whole and "works" in whole
    client.post(reverse("quality_connection_do", args=[made.uid]), {"do": "start", **DONE})
    made.refresh_from_db()
    assert made.enabled and made.source == f"{system}-2"


def test_the_test_says_what_is_wrong(desk, visit, cast):
    one = desk("zendesk")
    one.emulator.locked = True
    client = visit(cast.administrator)
    page = client.post(reverse("quality_connection_test", args=[one.connection.uid])).content.decode()
    assert "Zendesk does not accept the key" in page


def test_a_form_says_what_to_mend(visit, cast):
    client = visit(cast.administrator)
    url = reverse("quality_connection_add", args=["zendesk"])
    page = client.post(url, {"name": "x", "address": "http://a.zendesk.com", "since": "2040-01-01"}).content.decode()
    assert "has to begin with https://" in page and "today at the latest" in page
    assert not Connection.objects.exists()


def test_a_secret_left_empty_stays_unless_the_address_changes(desk, visit, cast):
    one = desk("freshdesk").connection
    client, url = visit(cast.administrator), reverse("quality_connection", args=[one.uid])
    same = {"name": "Renamed", "address": one.options["address"], "since": one.options["since"], "api_key": ""}
    assert client.post(url, same).status_code == 302
    one.refresh_from_db()
    assert one.name == "Renamed" and unseal(one.sealed)["api_key"] == "freshdesk-key-4711"
    page = client.post(url, {**same, "address": "https://evil.example.com"}).content.decode()
    assert "type the key in again" in page
    one.refresh_from_db()
    assert one.options["address"] != "https://evil.example.com"


def test_another_first_day_begins_anew(desk, visit, cast):
    one = desk("omnidesk")
    one.world.happen(20)
    one.until_done()
    url = reverse("quality_connection", args=[one.connection.uid])
    same = {"name": "x", "address": one.address, "email": "boss@example.com", "since": one.connection.options["since"]}
    visit(cast.administrator).post(url, same)
    assert one.now().cursor != {}
    visit(cast.administrator).post(url, {**same, "since": "2026-10-01"})
    assert one.now().cursor == {}


def test_pause_try_again_new_address_delete(desk, visit, cast, client):
    one = desk("freshdesk").connection
    admin, url = visit(cast.administrator), reverse("quality_connection_do", args=[one.uid])
    Ticket.objects.create(
        source="freshdesk", external_id="1", created_at=timezone.now(), updated_at=timezone.now(), digest="x"
    )
    before = address(one)
    admin.post(url, {"do": "address", **DONE})
    one.refresh_from_db()
    assert address(one) != before and client.post(before, BODY, content_type="text/plain").status_code == 404
    assert call(client, one) == 204
    admin.post(url, {"do": "pause"})
    one.refresh_from_db()
    assert not one.enabled
    Connection.objects.update(last_error="not_allowed", failures=3)
    admin.post(url, {"do": "start"})
    one.refresh_from_db()
    assert one.enabled and not one.last_error and one.next_at <= timezone.now()
    assert admin.post(url, {"do": "nonsense"}).status_code == 302
    assert admin.post(url, {"do": "delete"}).url == reverse("quality_connections")
    assert not Connection.objects.exists() and Ticket.objects.count() == 1


def test_a_key_is_shown_once(visit, cast):
    client = visit(cast.administrator)
    client.post(reverse("quality_connection_add", args=["api"]), {"name": "Магазин"})
    one = Connection.objects.get()
    url = reverse("quality_connection_do", args=[one.uid])
    page = client.post(url, {"do": "key"})
    key = page.context["key"]
    one.refresh_from_db()
    assert one.enabled and key in page.content.decode()
    assert key not in client.get(reverse("quality_connection", args=[one.uid])).content.decode()
    assert key not in dump()
    pulling = add_connection(system="zendesk", name="x", options={}, secret={}, by=None)
    assert client.post(reverse("quality_connection_do", args=[pulling.uid]), {"do": "key"}).status_code == 404


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"enabled": False}, "Not started yet"),
        ({"enabled": False, "last_pull_at": timezone.now()}, "Paused"),
        ({}, "Begins in a moment"),
        ({"last_pull_at": timezone.now()}, "Fetching what is older"),
        ({"last_pull_at": timezone.now(), "caught_up_at": timezone.now()}, "Works"),
        (
            {
                "last_pull_at": timezone.now() - timedelta(hours=2),
                "caught_up_at": timezone.now() - timedelta(hours=1),
            },
            "is the worker running",
        ),
        ({"last_error": "too_many"}, "asks us to wait"),
        ({"last_error": "broken", "failures": 1, "failing_since": timezone.now()}, "trouble of its own"),
        ({"last_error": "not_allowed", "failures": 1, "failing_since": timezone.now()}, "does not accept the key"),
    ],
)
def test_how_it_is_doing_in_words(fields, words, visit, cast):
    one = add_connection(system="freshdesk", name="Desk", options={}, secret={}, by=None)
    Connection.objects.filter(pk=one.pk).update(**{"enabled": True, **fields})
    page = visit(cast.reviewer).get(reverse("quality_connections")).content.decode()
    assert words in page and "Try again" not in page and reverse("quality_connection", args=[one.uid]) not in page
    assert ("Try again" in visit(cast.administrator).get(reverse("quality_connections")).content.decode()) == (
        "last_error" in fields
    )


@pytest.mark.parametrize("many", [1, 30])
def test_the_list_asks_the_same_however_many_there_are(many, visit, cast, django_assert_num_queries):
    for _ in range(many):
        add_connection(system="freshdesk", name="Desk", options={}, secret={}, by=None)
    client = visit(cast.administrator)
    client.get(reverse("quality_connections"))
    with django_assert_num_queries(6):
        client.get(reverse("quality_connections"))


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_canary_and_no_secret_anywhere(system, desk, visit, cast, caplog, monkeypatch, client, capsys):
    sent: list[tuple] = []
    for place in ("connecting", "fetching"):
        monkeypatch.setattr(f"assessments.quality.actions.{place}.nudge", lambda *args: sent.append(args))
    caplog.set_level("DEBUG")
    one = desk(system)
    admin = visit(cast.administrator)
    one.emulator.faulty = True
    one.world.happen(150)
    call(client, one.connection)
    call(client, one.connection, path="forged")
    one.turn()
    one.emulator.faulty = False
    one.until_done()
    one.emulator.locked = True
    one.turn()
    admin.post(reverse("quality_connection_test", args=[one.connection.uid]))
    one.emulator.answer = lambda *args: 1 / 0
    one.emulator.locked = False
    page = reverse("quality_connection", args=[one.connection.uid])
    html = (
        admin.get(reverse("quality_connections")).content.decode()
        + admin.get(reverse("quality_tickets")).content.decode()
    )
    everywhere = {
        "database": dump(),
        "logs": caplog.text,
        "tasks": str(sent) + str(list(Job.objects.values())),
        "pages": html,
        "out": "".join(capsys.readouterr()),
    }
    secrets = unseal(one.now().sealed)
    keys = [value.rsplit("/", 1)[-1] for value in secrets.values()]
    raw = ["canary", "345-67-89", "agent7@example.com", *keys]
    assert [(where, value) for where, text in everywhere.items() for value in raw if value in text] == []
    assert Ticket.objects.exists() and secrets[PATH] in admin.get(page).content.decode()
