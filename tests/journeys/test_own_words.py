"""A talk in one's own words: by keyboard alone, asked about, understood, asked again, looked back at."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lms.learning.models import Activity, Skill
from roleplays.actions import keep_words, start_run
from roleplays.models import OwnWords, Run, Scenario
from roleplays.talks import talk_of
from tests.browser import broken_rules
from tests.roleplays.conftest import published, snapshot_of
from tests.roleplays.test_own_words import NOTHING, PERHAPS, SURELY, TALKATIVE

pytestmark = [pytest.mark.browser]
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture
def talk(people) -> Activity:
    for slug in ("listen", "apologise", "solve", "thank"):
        Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug.capitalize(), "name_ru": slug})
    return published(TALKATIVE)


def looked_at(page, name: str, *, rules: bool = True) -> None:
    """Clean; and a picture where somebody wants to look. `rules`: not asked of Wagtail's own pages, nor of
    what stands on another page that is asked."""
    assert not rules or broken_rules(page) == []
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def test_a_talk_in_own_words_by_keyboard_alone(talk, people, walk):
    page = walk(people.new_hire, f"/roleplay/{talk.uid}/")
    page.get_by_label("I answer in my own words").press("Space")
    looked_at(page, "begin", rules=False)
    page.get_by_role("button", name="Start").first.press("Enter")
    field = page.get_by_label("In your own words")
    looked_at(page, "own-words")
    say(page, field, NOTHING)
    page.locator("#again").wait_for()
    expect(page.locator("#again")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("AGAINLINE")
    looked_at(page, "asks-again", rules=False)
    say(page, page.get_by_label("Say it another way"), PERHAPS)
    page.get_by_role("heading", name="Did you mean").wait_for()
    expect(page.locator("#live")).to_contain_text("Did you mean …? 1. ")
    looked_at(page, "did-you-mean")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "choice"
    page.keyboard.press("Escape")
    say(page, page.get_by_label("Say it another way"), SURELY)
    page.locator("#now").get_by_text("So what now?").wait_for()
    looked_at(page, "taken-as", rules=False)
    say(page, page.get_by_label("In your own words"), "A hot one in five minutes")
    page.get_by_text("You said:").first.wait_for()
    looked_at(page, "debrief")
    assert [step["said"] for step in Run.objects.get().steps] == [SURELY, "A hot one in five minutes"]
    assert OwnWords.objects.get().text == NOTHING
    assert page.foreign == [] and (page.said == [] or PICTURES)  # taking a picture sets a style the policy refuses


def say(page, field, words: str) -> None:
    field.fill(words)
    field.press("Tab")
    page.keyboard.press("Enter")


def test_own_words_on_a_phone_without_a_script(talk, people, walk):
    page = walk(people.new_hire, f"/roleplay/{talk.uid}/", width=360, java_script_enabled=False)
    page.get_by_role("button", name="Start").first.click()
    page.get_by_label("In your own words").fill(PERHAPS)
    page.get_by_role("button", name="Say it").click()
    page.get_by_role("button", name="None of these").click()
    assert "AGAINLINE" in page.locator("#talk").inner_text()
    page.get_by_label("Say it another way").fill(SURELY)
    page.get_by_role("button", name="Say it").click()
    assert "So what now?" in page.locator("#talk").inner_text() and OwnWords.objects.get().text == PERHAPS


@pytest.mark.proof
def test_the_author_makes_a_reply_of_what_people_said(talk, people, walk):
    run = start_run(person=people.new_hire, snapshot=snapshot_of(talk))
    keep_words(run=run, words="Brr, how chilly it is", meant=talk_of(run).options[1].uid)
    keep_words(run=run, words=NOTHING)
    scenario = Scenario.objects.get(locale__language_code="en")
    page = walk(people.editor, reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk]))
    panel = page.locator("section", has_text="People said this").last
    panel.scroll_into_view_if_needed()
    looked_at(page, "panel", rules=False)
    panel.get_by_role("link", name="Make it a reply, or drop it").first.click()
    looked_at(page, "author", rules=False)
    page.locator("li", has_text="chilly").get_by_role("button", name="Make it a reply").click()
    page.locator("li", has_text=NOTHING).get_by_role("button", name="Drop").click()
    expect(page.get_by_text("Nothing is waiting here.")).to_be_visible()
    scenario.refresh_from_db()
    assert "chilly" in scenario.get_latest_revision_as_object().body[0].value["replies"][1]["phrases"]
