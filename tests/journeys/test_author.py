"""An author builds a talk of twelve parts from nothing, meets a dead end, mends it by the shown path, publishes."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lms.learning.models import Activity
from roleplays.models import Scenario
from tests.journeys.test_editor import add_block, press
from tests.roleplays.conftest import skills  # noqa: F401  fixture
from tests.roleplays.test_editing import twelve

pytestmark = [pytest.mark.browser, pytest.mark.proof]
KINDS = {
    "customer": "The customer speaks",
    "narration": "Something happens",
    "check": "A fork nobody sees",
    "end": "The end of the talk",
}
ASKED = ("key", "text", "to")  # of a part; of its replies all but the condition, which is folded away


def write(page, number: int, kind: str, value: dict) -> None:
    add_block(page, KINDS[kind])
    name = f"body-{number}-value"
    page.locator(f"[name={name}-{ASKED[0]}]").wait_for()
    for field in ASKED:
        box = page.locator(f"[name={name}-{field}]")
        if value.get(field) and box.is_visible():
            box.fill(value[field])
    replies = value.get("replies", {})
    for place in range(int(replies.get("count", 0))):
        first = f"{name}-replies-{place}-value"
        if not page.locator(f"[name={first}-to]").count():
            rows = page.locator(f"[name={name}-replies-count] ~ [data-streamfield-list-container]")
            rows.locator("> [data-streamfield-list-add], > * > [data-streamfield-list-add]").last.click()
            page.locator(f"[name={first}-to]").wait_for()
        for field, words in replies[str(place)]["value"].items():
            box = page.locator(f"[name={first}-{field}]")
            if words and box.is_visible():
                box.fill(words)


def test_from_nothing_past_a_dead_end_to_published(people, skills, walk, settings):  # noqa: F811
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    page = walk(people.editor, reverse("wagtailsnippets_roleplays_scenario:add"), width=1440)
    page.fill("#id_title", "The lamp that flickers")
    page.fill("#id_situation", "Her lamp flickers since Monday.")
    page.fill("#id_customer_name", "Mrs Bell")
    for number, (kind, value) in enumerate(twelve()):
        hole = value["key"] == "eight"
        write(page, number, kind, value | ({"to": ""} if hole else {}))

    press(page, "Publish")
    assert not Scenario.objects.filter(live=True).exists()
    found = page.locator("[data-roleplay-findings] .errors li")
    expect(found.locator(".way a")).to_have_count(3)
    assert found.locator(".way a").all_inner_texts() == ["“I hear you”", "“It happens”", "“My fault”"]
    found.get_by_role("link", name="Show").click()
    onward = page.locator("[name=body-8-value-to]")
    expect(onward).to_be_visible()
    onward.fill("five")
    expect(page.locator("[data-roleplay-findings] .errors")).to_have_count(0)
    press(page, "Publish")
    scenario = Scenario.objects.get(live=True)
    assert [node["key"] for node in scenario.played.body["nodes"]] == [value["key"] for _kind, value in twelve()]
    assert Activity.objects.get(uid=scenario.translation_key).live
    assert page.said == [] and page.foreign == []
