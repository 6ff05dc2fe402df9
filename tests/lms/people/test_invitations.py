"""Ways in: made by a lead, shown once, used once."""

import logging
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.ops.models import AuditEntry, Job, Notification
from lms.ops.work import send_notification
from lms.people.actions import ask_for_letter, grant_role, invite, join_team
from lms.people.invitations import hash_of, pin_problem
from lms.people.models import Invitation, User
from tests.conftest import Cast

PIN = "493027"
PASSWORD = "tall green lighthouse"


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def courier(cast: Cast) -> User:
    """No e-mail, no way in yet."""
    person = User.objects.create(
        username="semen.kuznetsov",
        given_name="Семён",
        family_name="Кузнецов",
        started_on=timezone.now().date(),
        phone="+79121234567",
        personnel_number="880017",
    )
    join_team(person=person, team=cast.team, role="member", since=person.started_on, by=None)
    return person


def _path(secret: str) -> str:
    return reverse("join", args=[secret])


def _secret_on(response) -> str:
    return re.search(r"/join/([\w-]{32})/", unescape(response.content.decode())).group(1)


def _invite(client: Client, person: User, kind: str):
    return client.post(reverse("invite", args=[person.uid]), {"kind": kind})


# making one


def test_the_secret_is_shown_once_and_only_its_hash_is_stored(cast: Cast, courier, visit):
    client = visit(cast.manager)
    response = _invite(client, courier, "link")
    secret = _secret_on(response)
    row = Invitation.objects.get()
    assert row.secret_hash == hash_of(secret)
    assert row.created_by == cast.manager
    assert "no-store" in response["Cache-Control"]
    assert secret not in client.get(reverse("invite", args=[courier.uid])).content.decode()
    for model in (Invitation, AuditEntry, Notification, Job):
        assert secret not in str(list(model.objects.values()))
    assert secret not in str(dict(client.session))


def test_a_qr_code_holds_the_link(cast: Cast, courier, visit):
    response = _invite(visit(cast.manager), courier, "qr")
    assert 'class="qr"' in response.content.decode()
    link = response.context["link"]
    assert link.startswith("http://127.0.0.1:8000/join/")
    assert link not in response.content.decode()


@pytest.mark.parametrize(("kind", "days"), [("link", 14), ("qr", 7)])
def test_how_long_it_lasts(cast: Cast, courier, kind, days):
    row, secret = invite(person=courier, kind=kind, by=None)
    assert row.expires_at - row.created_at == timedelta(days=days)
    client = Client()
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=-1), tick=False):
        assert client.get(_path(secret)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=1), tick=False):
        assert client.get(_path(secret)).status_code == 410
        assert client.post(_path(secret), {"pin": PIN, "password": PASSWORD}).status_code == 410


def test_a_new_one_takes_the_place_of_the_earlier(cast: Cast, courier, client):
    _row, first = invite(person=courier, kind="qr", by=None)
    _row, second = invite(person=courier, kind="link", by=None)
    gone = client.get(_path(first))
    assert gone.status_code == 410
    assert "newer link" in gone.content.decode()
    assert client.get(_path(second)).status_code == 200


def test_who_may_give_a_way_in(cast: Cast, courier, visit):
    for person, status in ((cast.other_manager, 404), (cast.agent, 404), (cast.hr, 404), (courier, 404)):
        assert _invite(visit(person), courier, "qr").status_code == status
    assert not Invitation.objects.exists()


def test_a_lead_cannot_give_a_way_in_to_who_sees_more(cast: Cast, visit):
    join_team(person=cast.administrator, team=cast.team, role="member", since=cast.administrator.started_on, by=None)
    assert _invite(visit(cast.manager), cast.administrator, "link").status_code == 404
    assert _invite(visit(cast.administrator), cast.manager, "link").status_code == 200
    assert _invite(visit(cast.administrator), cast.administrator, "link").status_code == 404
    assert _invite(visit(cast.manager), cast.manager, "link").status_code == 404


# by mail


def test_by_mail_in_the_person_s_language(cast: Cast, courier, visit):
    User.objects.filter(pk=courier.pk).update(email="semen@example.com", patronymic="Ильич", language="ru")
    client = visit(cast.manager)
    response = _invite(client, courier, "mail")
    assert response.status_code == 302
    letter = mail.outbox[0]
    assert letter.to == ["semen@example.com"]
    assert "Семён Ильич" in letter.body
    html = letter.alternatives[0][0]
    secret = re.search(r"/join/([\w-]{32})/", letter.body).group(1)
    assert f"/join/{secret}/" in html
    assert 'lang="ru"' in html
    row = Notification.objects.get()
    assert (row.state, row.args) == ("sent", {"by": cast.manager.pk, "urgent": True})
    assert secret not in str(Notification.objects.values())
    assert Client().get(_path(secret)).status_code == 200
    assert secret not in str(dict(client.session))


def test_without_a_language_of_their_own_it_is_the_company_s(cast: Cast, courier, visit):
    User.objects.filter(pk=courier.pk).update(email="semen@example.com")
    client = visit(cast.manager)
    client.cookies["language"] = "en"
    _invite(client, courier, "mail")
    assert 'lang="ru"' in mail.outbox[0].alternatives[0][0]


def test_without_an_address_there_is_no_letter(cast: Cast, courier, visit):
    response = _invite(visit(cast.manager), courier, "mail")
    assert response.status_code == 200
    assert not mail.outbox
    assert not Invitation.objects.exists()


def test_when_the_mail_server_is_down_the_worker_tries_again(cast: Cast, courier, visit, settings):
    User.objects.filter(pk=courier.pk).update(email="semen@example.com")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    text = visit(cast.manager).get(_invite(visit(cast.manager), courier, "mail").url).content.decode()
    assert "The mail server does not answer" in text
    row = Notification.objects.get()
    assert row.state == "waiting"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert send_notification(row.pk) == "sent"
    assert Invitation.objects.filter(withdrawn_at__isnull=True).count() == 1
    assert len(mail.outbox) == 1


def test_a_letter_is_not_written_when_a_card_was_given_meanwhile(cast: Cast, courier):
    courier.email = "semen@example.com"
    courier.save()
    row = ask_for_letter(person=courier, by=cast.manager)
    _row, secret = invite(person=courier, kind="qr", by=cast.manager)
    assert send_notification(row.pk) == "not sent"
    assert Client().get(_path(secret)).status_code == 200


# using one


def test_looking_accepts_nothing(cast: Cast, courier, client):
    row, secret = invite(person=courier, kind="qr", by=None)
    for _time in range(3):
        text = client.get(_path(secret)).content.decode()
    assert "Семён" in text
    assert "Service Star" in text
    assert "Кузнецов" not in text.replace("semen.kuznetsov", "")
    assert 'inputmode="numeric"' in text
    row.refresh_from_db()
    assert row.accepted_at is None
    assert "_auth_user_id" not in client.session


def test_the_page_speaks_the_person_s_language(cast: Cast, courier, client):
    User.objects.filter(pk=courier.pk).update(language="ru")
    _row, secret = invite(person=courier, kind="qr", by=None)
    response = client.get(_path(secret))
    assert '<html lang="ru">' in response.content.decode()
    assert response["Content-Language"] == "ru"
    client.cookies["language"] = "en"
    assert '<html lang="en">' in client.get(_path(secret)).content.decode()


def test_pin_then_today_then_sign_in_with_it(cast: Cast, courier, client):
    _row, secret = invite(person=courier, kind="qr", by=None)
    response = client.post(_path(secret), {"pin": PIN})
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(courier.pk)
    courier.refresh_from_db()
    assert courier.sign_in == "pin"
    used = client.get(_path(secret))
    assert used.status_code == 410
    assert "has been used" in used.content.decode()

    later = Client()
    response = later.post(reverse("account_login"), {"login": "semen.kuznetsov", "password": PIN})
    assert response.status_code == 302
    assert later.session["_auth_user_id"] == str(courier.pk)


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("12345", "6 digits"),
        ("1234567", "6 digits"),
        ("12345a", "6 digits"),
        ("١٢٣٤٥٦", "6 digits"),
        ("123456", "in a row"),
        ("987654", "in a row"),
        ("111111", "one or two digits"),
        ("112112", "one or two digits"),
        ("123123", "repeats"),
        ("150788", "like a date"),
        ("880715", "like a date"),
        ("121234", "phone or personnel number"),
        ("880017", "phone or personnel number"),
        (PIN, ""),
        ("905173", ""),
    ],
)
def test_what_makes_a_pin_too_easy(cast: Cast, courier, client, pin, said):
    row, secret = invite(person=courier, kind="qr", by=None)
    response = client.post(_path(secret), {"pin": pin})
    assert response.status_code == (200 if said else 302)
    assert said in " ".join(response.context["form"].errors["pin"]) if said else True
    row.refresh_from_db()
    assert (row.accepted_at is None) == bool(said)


def test_few_pins_are_refused():
    refused = sum(bool(pin_problem(f"{number:06}")) for number in range(0, 1_000_000, 7))
    assert 0.05 < refused / (1_000_000 / 7) < 0.12


def test_a_link_asks_for_a_password(cast: Cast, courier, client):
    _row, secret = invite(person=courier, kind="link", by=None)
    weak = client.post(_path(secret), {"password": "12345678"})
    assert weak.status_code == 200
    assert weak.context["form"].errors["password"]
    assert client.post(_path(secret), {"password": PASSWORD}).status_code == 302
    courier.refresh_from_db()
    assert courier.sign_in == "password"
    assert courier.check_password(PASSWORD)


@pytest.mark.parametrize("who", ["manager", "hr", "reviewer", "editor", "administrator"])
def test_who_sees_others_data_gets_no_pin(cast: Cast, client, who):
    person = getattr(cast, who)
    _row, secret = invite(person=person, kind="qr", by=None)
    assert 'name="pin"' not in client.get(_path(secret)).content.decode()
    response = client.post(_path(secret), {"pin": PIN, "password": PIN})
    assert response.status_code == 200
    person.refresh_from_db()
    assert person.sign_in == "password"
    assert not person.check_password(PIN)


def test_unknown_and_left(cast: Cast, courier, client):
    unknown = client.get(_path("a" * 32))
    assert unknown.status_code == 404
    assert "We do not know this link" in unknown.content.decode()
    _row, secret = invite(person=courier, kind="qr", by=None)
    User.objects.filter(pk=courier.pk).update(is_active=False)
    assert client.get(_path(secret)).status_code == 410
    assert client.post(_path(secret), {"pin": PIN}).status_code == 410


def test_the_one_before_on_this_device_is_signed_out(cast: Cast, courier, visit):
    _row, secret = invite(person=courier, kind="qr", by=None)
    client = visit(cast.manager)
    client.post(_path(secret), {"pin": PIN})
    assert client.session["_auth_user_id"] == str(courier.pk)


def test_a_new_code_changes_the_pin_and_ends_other_sessions(cast: Cast, courier, client):
    _row, secret = invite(person=courier, kind="qr", by=None)
    client.post(_path(secret), {"pin": PIN})
    _row, second = invite(person=courier, kind="qr", by=None)
    assert client.get("/me/").status_code == 200
    Client().post(_path(second), {"pin": "572049"})
    assert client.get("/me/").status_code == 302
    courier.refresh_from_db()
    assert courier.check_password("572049")


def test_a_second_step_is_asked_for_on_the_way_in(cast: Cast, client):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(cast.manager, generate_totp_secret())
    assert Authenticator.objects.filter(user=cast.manager).exists()
    _row, secret = invite(person=cast.manager, kind="link", by=None)
    response = client.post(_path(secret), {"password": PASSWORD})
    assert response.url.startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_ten_tries_a_minute(cast: Cast, courier, client, caplog):
    _row, secret = invite(person=courier, kind="qr", by=None)
    caplog.set_level(logging.INFO)
    with time_machine.travel(timezone.now(), tick=False):  # a slow machine must not run into the next minute
        for _try in range(10):
            assert client.post(_path(secret), {"pin": "111111"}).status_code == 200
        refused = client.post(_path(secret), {"pin": PIN})
    assert refused.status_code == 429
    assert "Wait a minute" in refused.content.decode()
    assert client.get(_path(secret)).status_code == 200
    assert secret not in caplog.text
    assert "/join/…" in caplog.text


def test_choosing_a_password_ends_the_pin(cast: Cast, courier, client):
    _row, secret = invite(person=courier, kind="qr", by=None)
    client.post(_path(secret), {"pin": PIN})
    values = {"oldpassword": PIN, "password1": PASSWORD, "password2": PASSWORD, "password": PASSWORD}
    response = client.post(reverse("account_change_password"), values)
    assert response.status_code == 302
    courier.refresh_from_db()
    assert (courier.sign_in, courier.check_password(PASSWORD)) == ("password", True)


def test_change_the_pin(cast: Cast, courier, client):
    _row, secret = invite(person=courier, kind="qr", by=None)
    client.post(_path(secret), {"pin": PIN})
    wrong = client.post(reverse("change_pin"), {"old": "000000", "pin": "572049"})
    assert "This is not your PIN now" in wrong.content.decode()
    easy = client.post(reverse("change_pin"), {"old": PIN, "pin": "123456"})
    assert "in a row" in easy.content.decode()
    assert client.post(reverse("change_pin"), {"old": PIN, "pin": "572049"}).url == "/me/"
    assert client.get("/me/").status_code == 200
    courier.refresh_from_db()
    assert courier.check_password("572049")


def test_a_lead_with_a_pin_must_choose_a_password(cast: Cast, courier, client, settings):
    _row, secret = invite(person=courier, kind="qr", by=None)
    client.post(_path(secret), {"pin": PIN})
    grant_role(person=courier, role="qa", by=None)
    settings.REQUIRE_MFA = True
    assert client.get("/me/").url == reverse("second_step")
    assert "First a password" in client.get(reverse("second_step")).content.decode()
