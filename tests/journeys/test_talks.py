"""Talks with replies to choose from: by keyboard alone and read by a lead; two tabs; a phone without a script."""

import pytest
from playwright.sync_api import expect

from lms.learning.models import Activity, LearningRecord
from roleplays.models import Run
from tests.browser import broken_rules
from tests.roleplays.conftest import skills, small  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser]


@pytest.fixture
def soup(people, small) -> Activity:  # noqa: F811
    return small


def to(page, words: str) -> None:
    """With the tabulator, as far as it takes."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in " ".join(page.evaluate("document.activeElement.textContent").split()):
            return
    raise AssertionError(f"“{words}” cannot be reached")


def test_a_talk_for_the_record_by_keyboard_and_the_leads_words(soup, people, walk):
    page = walk(people.new_hire, f"/roleplay/{soup.uid}/")
    to(page, "Start: For the record")
    page.keyboard.press("Enter")
    talk = page.get_by_role("region", name="The talk")
    expect(talk).to_match_aria_snapshot(
        """
        - region "The talk":
          - heading "Mr Reed" [level=2]
          - text: /Annoyed · second lunch here Patience 5 of 10/
          - meter "Patience"
          - text: /Mr Reed.+This soup is cold/
          - form "Your reply":
            - button "We cook as we can."
            - button "Cold indeed. I am sorry."
          - text: In your own words
          - paragraph
          - textbox "In your own words"
          - button "Say it"
        """
    )
    assert broken_rules(page) == []
    page.keyboard.press("2")
    now = page.locator("#now", has_text="So what now?")
    expect(now).to_be_focused()
    expect(page.locator("#live")).to_contain_text("Mr Reed, Calm: So what now?")
    to(page, "A hot one in five minutes.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Looking back")).to_be_visible()
    expect(page.get_by_role("list").filter(has_text="FEEDBACKGOOD")).to_be_visible()

    lead = walk(people.manager, "/team/")
    lead.locator("section", has_text="Roleplays of the team").last.get_by_role("link", name="Ким Анна").click()
    turn = lead.locator("#turn-1")
    turn.locator("summary").click()
    turn.get_by_role("textbox").fill("You took his side at once. Keep that.")
    turn.get_by_role("button").last.click()
    expect(lead.locator("#turn-1")).to_contain_text("Keep that.")
    page.reload()
    expect(page.locator("#turn-1")).to_contain_text("You took his side at once. Keep that.")
    assert broken_rules(page) == []
    assert page.said + lead.said + page.foreign + lead.foreign == []


def test_two_tabs_the_back_button_and_a_double_press_are_one_talk(soup, people, walk):
    page = walk(people.new_hire, f"/roleplay/{soup.uid}/")
    page.get_by_role("button", name="Start").first.click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Cold indeed").dblclick()
    expect(page.locator("#now")).to_contain_text("So what now?")
    other.get_by_role("button", name="We cook as we can.").click()  # what this tab still shows was answered elsewhere
    expect(other.locator("#now")).to_contain_text("So what now?")
    other.get_by_role("button", name="A hot one").click()
    expect(other.get_by_role("heading", name="Looking back")).to_be_visible()
    page.get_by_role("button", name="I shall ask.").click()
    expect(page.get_by_role("heading", name="Looking back")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Looking back")).to_be_visible()
    run = Run.objects.get()
    assert [len(run.steps), run.score] == [2, 1.0]
    assert LearningRecord.objects.filter(verb="passed").count() == 1


def test_choosing_on_a_phone_without_a_script(soup, people, walk):
    page = walk(people.new_hire, f"/roleplay/{soup.uid}/", width=360, java_script_enabled=False)
    page.get_by_role("button", name="Start").first.click()
    page.get_by_role("button", name="Cold indeed").click()
    page.get_by_role("button", name="I shall ask.").click()
    assert "He waits." in page.locator("main").inner_text() and Run.objects.get().done
