"""A talk on the telephone: read aloud by voices of this machine only; a clock that runs out and takes nothing away."""

import pytest
from playwright.sync_api import expect

from lms.learning.models import Activity, Skill
from roleplays.models import Run
from tests.browser import broken_rules
from tests.roleplays.conftest import published
from tests.roleplays.test_clock import HURRIED

pytestmark = [pytest.mark.browser]

SPEECH = """
window.spoken = [];
const voice = (name, lang, localService) => ({ name, lang, localService, default: !localService });
const remote = [voice("far", "en-US", false), voice("far", "ru-RU", false)];
const local = [voice("near, another language", "ru-RU", true), voice("near", "en_GB", true)];
let there = remote;
const heard = new EventTarget();
Object.assign(heard, {
  getVoices: () => there,
  speak: (part) => spoken.push(`${part.voice?.name}: ${part.text}`),
  cancel: () => spoken.push("stop"),
});
window.comeNear = () => { there = [...remote, ...local]; heard.dispatchEvent(new Event("voiceschanged")); };
Object.defineProperty(window, "speechSynthesis", { value: heard });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def talk(people) -> Activity:
    for slug in ("listen", "apologise", "solve"):
        Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug.capitalize(), "name_ru": slug})
    return published(HURRIED)


def test_read_aloud_and_kept_waiting(talk, people, walk):
    page = walk(people.new_hire, f"/roleplay/{talk.uid}/", width=360)
    page.clock.install()
    page.add_init_script(SPEECH)
    page.get_by_role("button", name="Start").first.click()

    listen = page.get_by_role("button", name="Listen")
    expect(page.get_by_text("This soup is cold.")).to_be_visible()
    expect(listen).to_be_hidden()  # a voice that sends the words elsewhere is as none
    page.evaluate("comeNear()")
    listen.click()
    assert page.evaluate("spoken.at(-1)") == "near: This soup is cold."
    expect(page.get_by_role("button", name="Stop reading")).to_be_visible()
    assert broken_rules(page) == []
    page.get_by_label("Read aloud by itself").check()

    ring, line = page.locator(".reply-clock .arc"), page.locator("#waiting")
    page.clock.run_for(15_000)
    share = float(ring.get_attribute("stroke-dasharray").split()[0])
    assert 30 < share <= 50
    expect(line).to_be_hidden()
    page.clock.run_for(9_000)
    expect(page.locator("#live")).to_have_text("A few seconds are left. Nothing is lost after that.")
    page.clock.run_for(8_000)
    expect(line).to_contain_text("Have you put me on hold?")
    expect(page.get_by_text("Nothing is lost: answer when you are ready.")).to_be_visible()
    assert page.evaluate("spoken.at(-1)") == "near: Hello? Have you put me on hold?"
    assert broken_rules(page) == []

    page.get_by_role("button", name="Cold indeed").click()
    expect(page.locator("#now")).to_contain_text("So what now?")
    page.clock.run_for(1_000)
    assert page.evaluate("spoken.slice(-2)") == ["stop", "near: So what now?"]  # by itself, and remembered
    assert page.locator("#waiting").is_hidden() and page.locator("[data-clock]").count() == 1
    assert [step["choice"] for step in Run.objects.get().steps] and not Run.objects.get().done
    assert not any("far" in text for text in page.evaluate("spoken"))
    assert page.said == [] and page.foreign == []
