"""A talk with its drawing beside it: a box opens its part, words are drawn and found, the draft is tried."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from roleplays.models import Scenario
from tests.roleplays.conftest import skills, small  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser]


@pytest.fixture
def soup(people: Any, small: Any, settings: Any) -> Scenario:  # noqa: F811
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a draft saving by itself is another test's matter
    return Scenario.objects.get(locale__language_code="en")


def words_of(page: Any, uid: str) -> Any:
    return page.locator(f"#block-{uid}-content [name$='-value-text']").first


def test_from_the_drawing_to_the_part_and_back(soup, people, walk):
    page = walk(people.editor, reverse("wagtailsnippets_roleplays_scenario:edit", args=[soup.pk]), width=1440)
    uids = {block.value["key"]: block.id for block in soup.body}
    uid = uids["next"]
    box, words = page.locator(f"[data-node='{uid}']"), words_of(page, uid)
    page.wait_for_load_state("load")
    expect(words).to_be_hidden()

    box.click()
    expect(words).to_be_visible()
    assert page.evaluate("document.activeElement.value") == "next"
    expect(box).to_have_attribute("aria-current", "true")

    words.fill("So what happens now?")
    expect(box).to_contain_text("So what happens now?")
    find = page.locator("#roleplay-find")
    find.fill("HE EATS")
    expect(page.locator("#roleplay-found")).to_have_text("1 of 6")
    find.press("Enter")
    expect(words_of(page, uids["good"])).to_be_visible()
    expect(page.locator("[aria-current=true] text").first).to_have_text("good")

    name = page.locator(f"#block-{uids['good']}-content [data-roleplay-key]")
    name.fill("finale")
    name.blur()
    expect(page.locator("[data-roleplay-told]")).to_have_text("Replies that led there were changed along: 1.")
    expect(page.locator("[data-node]", has_text="finale")).to_have_count(1)

    section = page.locator(f"#block-{uid}-section")
    section.locator("> .w-panel__header [data-streamfield-action=DUPLICATE]").click()
    expect(page.locator("[data-node]", has_text="next-2")).to_have_count(1)
    expect(page.locator("[data-roleplay-findings] .errors")).to_have_count(0)

    box.click()
    with page.context.expect_page() as opened:
        page.locator("[data-roleplay-try-here]").click()
    trial = opened.value
    trial.locator("#try-talk", has_text="next").wait_for()
    expect(trial.locator(".roleplay-withheld")).to_contain_text("secretvar = no")
    trial.get_by_label("secretvar").select_option("1")
    trial.get_by_role("button", name="Begin").click()
    trial.get_by_role("link", name="A hot one in five minutes.").click()
    expect(trial.locator(".roleplay-said")).to_contain_text("He eats.")

    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("[data-roleplay-drawing]")).to_be_hidden()  # folded, above the list
    assert page.said == [] and page.foreign == []
