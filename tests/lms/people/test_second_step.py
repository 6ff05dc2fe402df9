"""People who see others' data set up a second step first, when the company asks for it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from lms.people.actions import set_setting
from tests.conftest import Cast


@pytest.fixture(autouse=True)
def _asked(settings) -> None:
    settings.REQUIRE_MFA = True


@pytest.mark.parametrize("who", ["manager", "hr", "reviewer", "editor", "administrator"])
def test_asked_of_who_sees_other_people_s_data(cast: Cast, visit, who):
    client = visit(getattr(cast, who))
    assert client.get("/me/").url == reverse("second_step")
    assert client.get("/cms/").url == reverse("second_step")
    page = client.get(reverse("second_step"))
    assert page.status_code == 200
    text = page.content.decode()
    assert reverse("mfa_add_webauthn") in text
    assert reverse("mfa_activate_totp") in text


@pytest.mark.parametrize("who", ["new_hire", "agent"])
def test_not_asked_of_others(cast: Cast, visit, who):
    assert visit(getattr(cast, who)).get("/me/").status_code == 200


def test_the_way_out_stays_open(cast: Cast, visit):
    client = visit(cast.manager)
    assert client.post("/language/", {"language": "ru", "next": "/me/second-step/"}).url == "/me/second-step/"
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_done_once_it_is_set_up(cast: Cast, visit):
    TOTP.activate(cast.manager, generate_totp_secret())
    client = visit(cast.manager)
    assert client.get("/me/").status_code == 200
    assert client.session["second_step_done"] is True


def test_the_company_may_not_want_it(cast: Cast, visit):
    set_setting(key="company.require_mfa", value=False, by=cast.administrator)
    assert visit(cast.manager).get("/me/").status_code == 200
