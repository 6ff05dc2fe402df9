"""In a real browser: what is typed while the network is gone is kept on the device and sent once it is back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.interviews.models import Interviewing, Rating
from tests.lms.ops.installation import wait_until

from .conftest import make_candidate, make_kit, make_question, rate, snapshot_of

pytestmark = pytest.mark.browser


@pytest.fixture
def interview(transactional_db: None, cast: Any) -> Interviewing:
    from assessments.interviews.actions import open_position

    kit = make_kit([make_question("case 1"), make_question("case 2")])
    opening = open_position(title="Agent", snapshot=snapshot_of(kit), by=cast.hr, interviewers=[cast.manager])
    row = make_candidate(opening, cast.hr).interviews.get()
    rate(row)
    return row


@pytest.fixture
def page(browser: Any, live_server: Any, interview: Interviewing, cast: Any) -> Iterator[Any]:
    client = Client()
    client.force_login(cast.manager, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(locale="en")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("interview_question", args=[interview.uid, 1]))
    yield page
    context.close()


def kept(page: Any) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('interview:'))")


def test_nothing_is_lost_when_the_network_goes(page: Any) -> None:
    line = page.locator("#saved")
    page.fill("#situation", "Evening shift")
    page.get_by_text("Saved at").wait_for()
    assert Rating.objects.get().situation == "Evening shift" and kept(page) == []

    page.context.set_offline(True)
    page.fill("#action", "Took the customer aside")
    page.locator(".anchors label").nth(3).click()
    page.get_by_text("kept on this device").wait_for()
    assert len(kept(page)) == 1 and Rating.objects.get().action == ""
    page.get_by_role("button", name="Next question").last.click()
    assert page.url.endswith("/1/") and page.input_value("#action") == "Took the customer aside"

    page.context.set_offline(False)
    page.get_by_text("Saved at").wait_for()
    wait_until(lambda: kept(page) == [], 20, "nothing is kept on the device")
    row = Rating.objects.get()
    assert (row.action, row.score) == ("Took the customer aside", 4) and "unsent" not in (line.get_attribute("class"))


def test_what_was_not_sent_comes_back_with_the_page(page: Any) -> None:
    page.context.set_offline(True)
    page.fill("#task", "Keep the queue going")
    page.get_by_text("kept on this device").wait_for()
    url = page.url
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(url)
    wait_until(lambda: kept(page) == [], 20, "nothing is kept on the device")
    assert page.input_value("#task") == Rating.objects.get().task == "Keep the queue going"


def test_the_next_page_forgets_what_was_sent(page: Any) -> None:
    page.fill("#result", "All was well")
    page.get_by_role("button", name="Next question").last.click()
    page.wait_for_url("**/2/?saved=1")
    assert kept(page) == [] and Rating.objects.get().result == "All was well"
