import re
from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from lms.ui import navigation, views
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<style|\sstyle=|\son(click|load|submit|change)=|<script(?![^>]*(src=|type=\"application/json\"))")
SIGN_IN = [
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "account_signup",
]
OWN = [
    "account_logout",
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "socialaccount_connections",
]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_styleguide_shows_everything_in_both_languages(client: Client, language: str) -> None:
    client.cookies["language"] = language
    shown = client.get("/styleguide/")
    assert shown.status_code == 200
    html = shown.content.decode()
    assert f'<html lang="{language}"' in html
    assert not INLINE.search(html)


def test_the_styleguide_is_closed_in_production(client: Client, settings) -> None:
    settings.STYLEGUIDE = False
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.parametrize("name", SIGN_IN)
def test_sign_in_pages_are_ours_and_without_inline_code(client: Client, name: str) -> None:
    html = client.get(reverse(name)).content.decode()
    assert 'class="bare"' in html
    assert html.count("<h1") == 1
    assert not INLINE.search(html)


@pytest.mark.parametrize("name", OWN)
def test_account_pages_are_ours_and_without_inline_code(cast: Cast, visit: Callable, name: str) -> None:
    shown = visit(cast.agent).get(reverse(name))
    html = shown.content.decode()
    assert shown.status_code == 200
    assert html.count("<h1") == 1
    assert 'class="bare"' in html
    assert not INLINE.search(html)


def sign_in(client: Client, person: str = "boris") -> Client:
    """Signed in, and asked once more, as the second step's pages wish."""
    client.post(reverse("account_login"), {"login": person, "password": "correct horse battery"})
    client.post(reverse("account_reauthenticate"), {"password": "correct horse battery"})
    return client


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_setting_up_a_second_step(cast: Cast, client: Client, name: str) -> None:
    html = sign_in(client).get(reverse(name)).content.decode()
    assert html.count("<h1") == 1
    assert not INLINE.search(html)


def test_signing_in_and_the_words_when_it_fails(cast: Cast, client: Client) -> None:
    wrong = client.post(reverse("account_login"), {"login": "boris", "password": "no"})
    assert 'role="alert"' in wrong.content.decode()
    assert 'value="boris"' in wrong.content.decode()
    right = client.post(reverse("account_login"), {"login": "boris", "password": "correct horse battery"})
    assert right.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.agent.pk)


def test_own_pages_have_the_strict_policy_and_the_editor_the_relaxed_one(client: Client) -> None:
    own = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in own
    assert "unsafe" not in own
    editor = client.get("/cms/").headers["Content-Security-Policy"]
    assert "'unsafe-inline'" in editor


def test_language_is_remembered(client: Client) -> None:
    answer = client.post(reverse("set_language"), {"language": "ru", "next": "/accounts/login/?next=/x/"})
    assert answer.headers["Location"] == "/accounts/login/?next=/x/"
    assert client.cookies["language"].value == "ru"
    assert '<html lang="ru"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("name", ["set_language", "set_theme"])
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(client: Client, name: str, target: str) -> None:
    answer = client.post(reverse(name), {"language": "ru", "theme": "dark", "next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("name", ["set_language", "set_theme"])
def test_switches_change_only_by_post(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 405


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "xx"})
    assert "language" not in client.cookies


def test_the_theme_is_on_the_page_and_can_follow_the_system_again(client: Client) -> None:
    client.post(reverse("set_theme"), {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()
    client.post(reverse("set_theme"), {"theme": "auto"})
    assert "data-theme" not in client.get("/accounts/login/").content.decode()


def test_a_false_theme_cookie_does_not_reach_the_page(client: Client) -> None:
    client.cookies["theme"] = '"><b>'
    assert "<b>" not in client.get("/accounts/login/").content.decode()


def test_nothing_at_this_address(client: Client) -> None:
    answer = client.get("/no-such-place/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_not_open_to_you(rf: RequestFactory) -> None:
    answer = views.forbidden(rf.get("/x/"), PermissionDenied())
    assert answer.status_code == 403
    assert "not open to you" in answer.content.decode()


def test_a_page_open_too_long(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("set_theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()


def test_the_page_for_our_mistakes_needs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.ui.context.menu", lambda request: 1 / 0)
    answer = views.broken(HttpRequest())
    assert answer.status_code == 500
    assert "on our side" in answer.content.decode()


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_PLACES", {})
    for n in range(7):
        navigation.register(
            navigation.Place(f"p{n}", f"Place {n}", "home", "styleguide", "/styleguide/" if n == 2 else f"/p{n}/", n)
        )


def test_the_menu_shows_five_places_on_a_phone_and_the_rest_under_more(
    cast: Cast, visit: Callable, places: None
) -> None:
    html = visit(cast.agent).get("/styleguide/").content.decode()
    assert html.count('<li class="wide-only">') == 2
    assert html.count("Place 6") == 2
    assert html.count("Place 0") == 1
    assert html.count('aria-current="page"') >= 1


def test_the_own_corner_leads_to_my_page(cast: Cast, visit: Callable, places: None) -> None:
    html = visit(cast.agent).get("/styleguide/").content.decode()
    assert 'class="corner" href="/me/"' in html
    assert "БО" in html


def test_a_signed_out_page_has_no_menu(client: Client, places: None) -> None:
    html = client.get("/styleguide/").content.decode()
    assert "Place 0" not in html
    assert 'name="language" value="ru"' in html


def test_a_message_with_undo(cast: Cast, visit: Callable, rf: RequestFactory) -> None:
    from django.contrib.messages.storage.fallback import FallbackStorage

    from lms.ui.templatetags.ui import level, undo_url
    from lms.ui.toasts import say

    request = rf.get("/")
    request.session = visit(cast.agent).session
    request._messages = FallbackStorage(request)
    say(request, "Moved", undo="/undo/7/")
    say(request, "Saved")
    moved, saved = get_messages(request)
    assert (undo_url(moved), undo_url(saved)) == ("/undo/7/", "")
    assert level(moved) == "good"
