"""HR makes a link, a candidate plays by it on a phone without an account, HR reads what came of it."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from assessments.interviews.actions import open_position
from lms.learning.models import GuestPass, Skill
from lms.people.actions import set_setting
from roleplays.models import Run
from tests.assessments.interviews.conftest import make_candidate, make_kit, make_question, snapshot_of
from tests.browser import broken_rules
from tests.roleplays.conftest import SMALL, published

pytestmark = [pytest.mark.browser]


@pytest.fixture
def candidate(people):
    for slug in ("listen", "apologise", "solve", "thank"):
        Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug.capitalize(), "name_ru": slug})
    published(SMALL)
    set_setting(key="feature.hiring", value=True, by=None)
    kit = make_kit([make_question("случай", language="ru")], title="Поддержка")
    opening = open_position(
        title="Специалист", snapshot=snapshot_of(kit), team=people.team, by=people.hr, interviewers=[people.manager]
    )
    return make_candidate(opening, people.hr)


def fits(page) -> None:
    page.wait_for_load_state()  # with its colours
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert broken_rules(page) == []


def test_a_candidate_plays_by_a_link(candidate, people, walk):
    hr = walk(people.hr, f"/hiring/candidate/{candidate.uid}/talk/", language="ru")
    hr.get_by_label("Ролевая игра").select_option(label="Холодный суп")
    hr.locator("form.card button[type=submit]").click()
    link = hr.locator("#link").input_value()
    fits(hr)

    phone = walk(path=urlsplit(link).path, language="ru", width=360, color_scheme="dark")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Холодный суп")
    fits(phone)
    phone.get_by_role("button", name="Начать").click()
    phone.locator("#talk").get_by_text("Суп холодный.").wait_for()
    fits(phone)
    phone.get_by_role("button", name="И правда холодный").click()
    phone.locator("#now").get_by_text("И что теперь?").wait_for()
    expect(phone.locator("#now")).to_be_focused()
    fits(phone)
    phone.reload()  # closed and opened again
    phone.get_by_role("button", name="Горячий через пять минут").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Спасибо")
    fits(phone)
    assert phone.context.cookies() == [] and phone.said == [] and phone.foreign == []
    assert Run.objects.get().person is None and GuestPass.objects.get().state == "done"

    hr.goto(hr.url.replace("/talk/", "/"))
    hr.locator("#talks").get_by_role("link", name="Холодный суп").click()
    expect(hr.get_by_text("И правда холодный")).to_be_visible()
    fits(hr)
    assert hr.said == [] and hr.foreign == []
