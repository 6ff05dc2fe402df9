"""Reviews in a browser: by keyboard only, a second look to its end, ratings compared, coaching seen and done."""

import pytest

from assessments.quality.actions import compare, draw_sample, start_review
from assessments.quality.models import Comparison, Dispute, Look, Review
from assessments.quality.queries import company_today, latest_snapshot, scorecards, standing_reviews
from lms.learning.models import Assignment
from lms.people.actions import grant_role, set_setting
from lms.people.models import RoleGrant
from tests.assessments.quality.conftest import make_review, make_scorecard, make_ticket

from .test_new_hire import answer_all

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


@pytest.fixture
def card(people):
    set_setting(key="feature.quality", value=True, by=None)
    return make_scorecard()


@pytest.fixture
def colleague(people):
    """Another reviewer."""
    grant_role(person=people.hr, role=RoleGrant.Role.QA, by=None)
    return people.hr


class Keys:
    """A keyboard that counts."""

    def __init__(self, page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


def test_a_review_by_keyboard_alone_and_the_next_ticket(people, card, walk, live_server):
    for _ in range(2):
        make_ticket(people.agent)
    today = company_today()
    sample = draw_sample(by=people.reviewer, each=2, first=today.replace(day=1), last=today)
    first, second = (pick.ticket for pick in sample.picks.order_by("position"))
    page = walk(people.reviewer, f"/quality/tickets/{first.uid}/")
    keys = Keys(page)
    keys.press("Enter")  # “Review this ticket” has the focus
    page.wait_for_url("**/quality/reviews/*/")
    page.wait_for_selector("[data-row].current")
    keys.press("5", "w", "n", "4")  # praise goes to the row one is in: the second
    keys.press("o", "k", ".")
    keys.press("Control+Enter")
    page.wait_for_url(f"**/quality/tickets/{second.uid}/")
    assert keys.pressed < 25
    review = Review.objects.get()
    order = [item["uid"] for item in review.snapshot.body["categories"]]
    assert review.submitted_at and [review.ratings[uid] for uid in order] == [5, None, 4]
    assert review.comment == "ok." and review.details == {order[1]: {"well": True}}
    assert page.said == [] and page.foreign == []


def test_a_comment_at_a_message_is_kept_while_it_is_written(people, card, walk):
    snapshot = latest_snapshot(scorecards()[0], "en")
    review = start_review(ticket=make_ticket(people.agent), reviewer=people.reviewer, snapshot=snapshot)
    page = walk(people.reviewer, f"/quality/reviews/{review.uid}/", width=360)
    page.locator("summary", has_text="Comment here").nth(1).click()
    page.fill("#m-1", "A day would help")
    page.locator("#m-1").blur()
    page.wait_for_selector("#saved:not([hidden])")
    review.refresh_from_db()
    assert review.pins == [{"message": 1, "text": "A day would help"}]
    assert page.said == []


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.proof)], ids=["with script", "without script"]
)
def test_a_second_look_to_its_end(people, card, colleague, walk, script):
    review = make_review(people.agent, people.reviewer, (5, 1, 4))
    agent = walk(people.agent, f"/quality/reviews/{review.uid}/", width=360, java_script_enabled=script)
    agent.locator("summary", has_text="Ask for a second look").click()
    form = agent.locator("#second-look details", has_text="Apologise")
    form.locator("summary").click()
    form.locator("label", has_text="4").click()
    form.locator("textarea").fill("I say sorry in my first sentence")
    form.locator("button[type=submit]").click()
    agent.wait_for_load_state()
    assert "waits for a second look" in agent.locator("main").inner_text()

    other = walk(colleague, "/quality/second-looks/", java_script_enabled=script)
    other.locator("a", has_text="Look and decide").first.click()
    assert "I say sorry in my first sentence" in other.locator("main").inner_text()
    other.locator("fieldset.points label", has_text="4").click()
    other.fill("textarea[name=answer]", "So it is.")
    other.locator("button", has_text="Decide").click()
    other.wait_for_load_state()
    assert Dispute.objects.get().state == "changed"
    agent.goto(agent.url.split("/quality")[0] + f"/quality/reviews/{standing_reviews().get().uid}/")
    text = agent.locator("main").inner_text()
    assert "So it is." in text and "changed" in text.lower() and "Versions" in text
    assert agent.said == other.said == []


def test_ratings_compared_by_three(people, card, colleague, walk, live_server):
    raters = [people.reviewer, people.administrator, colleague]
    found = compare(
        tickets=[make_ticket(people.agent)],
        people=raters,
        snapshot=latest_snapshot(scorecards()[0], "en"),
        by=people.reviewer,
    )
    seen = []
    for person, greeting in zip(raters, ("1", "5", "5"), strict=True):
        page = walk(person, "/quality/comparing/")
        page.locator("main a", has_text="1 ticket").click()
        before = page.locator("main").inner_text()
        assert not any(f"said by {other.given_name}" in before for other in raters)
        page.locator("button", has_text="Rate it alone").click()
        page.wait_for_selector("[data-row].current")
        page.keyboard.press(greeting)
        page.keyboard.press("3")
        page.keyboard.press("4")
        page.keyboard.type(f"said by {person.given_name}")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(f"**/quality/comparing/{found.uid}/")
        seen.append(page.locator("main").inner_text())
        assert page.said == []
    assert [sum(f"said by {one.given_name}" in text for one in raters) for text in seen] == [1, 2, 3]
    assert "Worth talking about" in seen[2] and Comparison.objects.get().closed_at and Look.objects.count() == 3
    page.locator("summary", has_text="Write down").click()
    page.fill("textarea[name=note]", "A name is enough")
    page.locator("button", has_text="Write down").click()
    page.wait_for_load_state()
    assert "A name is enough" in page.locator("main").inner_text()


def test_the_agent_sees_the_coaching_and_does_it(people, library, walk):
    set_setting(key="feature.quality", value=True, by=None)
    review = make_review(people.agent, people.reviewer, (3, 5, 1, 5, 5, 5, 4, 2, None))
    page = walk(people.reviewer, f"/quality/reviews/{review.uid}/")
    page.locator("#help label", has_text="Lesson").first.click()
    page.locator("#help button[type=submit]").click()
    page.wait_for_url("**/quality/reviews/")
    asked = Assignment.objects.select_related("activity").get()
    assert asked.person == people.agent and asked.activity.kind == "lesson"

    agent = walk(people.agent, "/", width=360)
    row = agent.locator("li", has_text="Из проверки вашего обращения: Apology")  # the company speaks Russian
    assert asked.activity.title in row.inner_text()
    row.locator("a").click()
    agent.wait_for_url("**/learn/**")
    answer_all(agent)
    agent.locator("form.onward button[type=submit]").click()
    agent.wait_for_load_state()
    agent.goto(agent.url.split("/learn")[0] + "/")
    assert "Из проверки вашего обращения" not in agent.locator("main").inner_text()
    agent.goto(f"{agent.url}quality/reviews/{review.uid}/")
    card = agent.locator("section", has_text="To practise because of it")
    assert "done" in card.inner_text()
    assert agent.said == page.said == []
