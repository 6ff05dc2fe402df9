"""The first run of a real company."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lms.people import queries
from lms.people.models import CompanySetting, User

OPTIONS = {
    "name": "Ромашка",
    "admin_username": "olga",
    "admin_email": "olga@example.com",
    "language": "ru",
    "country": "RU",
    "zone": "Asia/Omsk",
}


def _start(**options) -> str:
    out = io.StringIO()
    call_command("start_company", stdout=out, **(OPTIONS | options))
    return out.getvalue()


def test_settings_administrator_and_a_link_that_works_once(db: None):
    said = _start()
    person = User.objects.get()
    assert queries.company_roles(person) == {"administrator"}
    assert queries.setting("company.name") == "Ромашка"
    assert queries.company_zone().key == "Asia/Omsk"
    link = said.split("\n")[2]
    path = link.removeprefix("http://127.0.0.1:8000")
    client = Client()
    assert client.post(path, {"password": "tall green lighthouse"}).status_code == 302
    assert client.get("/people/").status_code == 200
    assert Client().get(path).status_code == 410


def test_machines_read_json(db: None):
    said = json.loads(_start(json=True))
    assert said["username"] == "olga"
    assert "/join/" in said["link"]


def test_a_password_from_standard_input(db: None, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("tall green lighthouse\n"))
    assert "/join/" not in _start(password_stdin=True)
    assert User.objects.get().check_password("tall green lighthouse")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"zone": "Mars/Base"}, "not a time zone"),
        ({"country": "XX"}, "No official calendar"),
        ({"admin_username": "a b"}, "without spaces"),
        ({"admin_email": "olga"}, "valid email"),
    ],
)
def test_bad_input_changes_nothing(db: None, options, said):
    with pytest.raises(CommandError, match=said):
        _start(**options)
    assert not User.objects.exists()
    assert not CompanySetting.objects.exists()


def test_a_weak_password_changes_nothing(db: None, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    with pytest.raises(CommandError, match="password"):
        _start(password_stdin=True)
    assert not User.objects.exists()


def test_refused_where_people_are(db: None):
    _start()
    with pytest.raises(CommandError, match="There are people in this database already"):
        _start(admin_username="second", admin_email="second@example.com")
    assert User.objects.count() == 1
