"""The minute as a person does it: over HTTP, with a script and without, and what is in no byte before the answer."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.minutes import panels
from courses.minutes.models import DaySet
from lms.home.panels import Today
from lms.learning.models import LearningRecord

from .conftest import MONDAY, NINE, add_card, later, right_of, wrong_of

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NINE, tick=False)


def shown_in(html: str) -> str:
    return re.search(r'name="shown" value="([^"]+)"', html)[1]


def posted(client, **more):
    html = client.get("/minute/").content.decode()
    return client.post("/minute/answer/", {"shown": shown_in(html), **more})


@pytest.mark.parametrize("kind", ["fact", "situation", "phrase"])
@pytest.mark.parametrize("extra", [{}, HTMX], ids=["page", "fragment"])
def test_the_key_is_in_no_byte_before_the_answer(kind, extra, cast, visit):
    card = add_card("CanaryTitle", kind)
    client = visit(cast.agent)
    for path in (
        "/",
        "/minute/",
        f"/minute/?card={card.translation_key}",
        "/practice/",
        "/minute/?after=" + str(card.translation_key),
    ):
        html = client.get(path, **extra).content.decode()
        assert "because" not in html and "CanaryTitle after" not in html, path
        assert "I am sorry" not in html and not re.search(r'data-right|"right"|class="option right', html), path
    html = client.post("/minute/answer/", {"shown": shown_in(client.get("/minute/").content.decode())}, **extra)
    assert "because" not in html.content.decode() and "after" not in re.sub(r"<[^>]+>", "", html.content.decode())


def test_the_right_answer_is_not_always_in_the_authors_place(cast, visit):
    places = set()
    for n in range(8):
        card = add_card(f"Card {n}", "situation")
        html = visit(cast.agent).get(f"/minute/?card={card.translation_key}").content.decode()
        places.add(re.findall(r'name="option" value="([^"]+)"', html).index(right_of(card)))
    assert len(places) > 1


def test_a_minute_from_the_first_card_to_see_you_tomorrow(cast, visit):
    fact, _ = add_card("Fact"), add_card("Say it", "phrase")
    client = visit(cast.agent)
    assert "<h2>Fact</h2>" in client.get("/").content.decode()
    html = client.get("/minute/").content.decode()
    assert "How sure are you?" in html and "You have not seen it yet." in html and 'aria-valuenow="0"' in html
    answer = {"shown": shown_in(html), "option": wrong_of(fact), "certainty": "sure"}
    response = client.post("/minute/answer/", answer)
    assert response.status_code == 302
    html = client.get(response.url).content.decode()
    assert (
        "Next time this card comes first" in html
        and "Fact: because" in html
        and "Fact answer 1" in html
        and "Sure: −6" in html
    )
    assert "Next card" in html
    html = client.get("/minute/").content.decode()
    assert "How sure are you?" not in html and "Which words are missing?" in html
    response = client.post("/minute/answer/", {"shown": shown_in(html), "words": "i am sorry."}, follow=True)
    assert "Right." in response.content.decode() and "Finish" in response.content.decode()
    html = client.get("/minute/").content.decode()
    assert "See you tomorrow" in html and "Again soon" in html and 'aria-valuenow="2"' in html
    today = client.get("/").content.decode()
    assert "Done for today" in today and "<h2>Fact</h2>" not in today
    assert DaySet.objects.get().finished_at == NINE


def test_with_htmx_the_same_addresses_give_the_fragment(cast, visit):
    card = add_card("Fact")
    client = visit(cast.agent)
    html = client.get("/minute/", **HTMX).content.decode()
    assert html.lstrip().startswith("<section") and "data-focus" in html
    answer = {"shown": shown_in(html), "option": right_of(card), "certainty": "think"}
    html = client.post("/minute/answer/", answer, **HTMX).content.decode()
    assert "<html" not in html and "Right." in html and "I think so: +2" in html and "data-announce" in html


def test_seconds_are_counted_from_the_first_showing(cast, visit, time_machine):
    card = add_card("Fact")
    client = visit(cast.agent)
    html = client.get("/minute/").content.decode()
    time_machine.shift(17)
    client.post("/minute/answer/", {"shown": shown_in(html), "option": right_of(card), "certainty": "sure"})
    assert LearningRecord.objects.get().seconds == 17


def test_without_certainty_or_answer_nothing_is_lost_and_nothing_written(cast, visit):
    card = add_card("Fact")
    client = visit(cast.agent)
    html = posted(client, option=right_of(card)).content.decode()
    assert "Say first how sure you are." in html
    html = posted(client, certainty="guess").content.decode()
    assert "Answer first." in html and re.search(r'value="guess" required checked', html)
    assert not LearningRecord.objects.exists()


def test_an_old_or_forged_card_leads_to_todays_minute(cast, visit, time_machine):
    card = add_card("Fact")
    client = visit(cast.agent)
    answer = {"option": right_of(card), "certainty": "sure"}
    old = shown_in(client.get("/minute/").content.decode())
    assert client.post("/minute/answer/", {**answer, "shown": "forged"}).url == "/minute/"
    client.force_login(cast.agent, backend="django.contrib.auth.backends.ModelBackend")
    time_machine.move_to(later(2))
    assert client.post("/minute/answer/", {**answer, "shown": old}).url == "/minute/"
    assert "open for too long" in client.get("/minute/").content.decode()
    assert not LearningRecord.objects.exists()


def test_answers_are_graded_against_what_was_shown(cast, visit):
    card = add_card("Fact")
    client = visit(cast.agent)
    html = client.get("/minute/").content.decode()
    was_right = right_of(card)
    first, second = card.options.get(uid=was_right), card.options.exclude(uid=was_right).first()
    for option in card.options.all():
        option.right = option.uid == second.uid
        option.save()
    card.refresh_from_db()
    card.save_revision().publish()
    client.post("/minute/answer/", {"shown": shown_in(html), "option": str(first.uid), "certainty": "sure"})
    assert LearningRecord.objects.get().score == 1


def test_one_card_from_the_practice_library(cast, visit):
    add_card("Fact")
    card = add_card("Say it", "phrase")
    client = visit(cast.hr)
    html = client.get(f"/minute/?card={card.translation_key}").content.decode()
    response = client.post("/minute/answer/", {"shown": shown_in(html), "words": "nothing of the sort"}, follow=True)
    html = response.content.decode()
    assert "You said it in other words." in html and "One can say:" in html and "I am sorry" in html
    assert client.get(f"/minute/?card={card.translation_key}").content.decode().count("Say it: because") == 1
    assert client.get("/minute/?card=no-uid").status_code == 404


def test_a_day_off_and_people_without_a_team_have_no_hero(cast, visit, time_machine):
    add_card("Fact")
    assert "Service minute" not in visit(cast.hr).get("/").content.decode()
    assert "Service minute" in visit(cast.agent).get("/").content.decode()
    time_machine.move_to(later(5))
    client = visit(cast.agent)
    assert "Service minute" not in client.get("/").content.decode()
    assert "<h1" in client.get("/minute/").content.decode()


def test_nothing_due_says_so(cast, visit):
    html = visit(cast.agent).get("/minute/").content.decode()
    assert "Nothing is due today" in html


def test_in_the_other_language_the_card_says_which(cast, visit):
    add_card("Факт", language="ru")
    client = visit(cast.agent)
    client.cookies["language"] = "en"
    html = client.get("/minute/").content.decode()
    assert 'lang="ru"' in html and "Факт" in html


@pytest.mark.parametrize("count", [1, 30])
def test_the_minute_asks_the_same_with_one_card_and_thirty(count, cast, visit, django_assert_num_queries):
    for n in range(count):
        add_card(f"Card {n}")
    client = visit(cast.agent)
    client.get("/minute/")
    with django_assert_num_queries(7):
        assert client.get("/minute/").status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_both_panels_of_today_share_one_question(count, cast, django_assert_num_queries):
    for n in range(count):
        add_card(f"Card {n}")
    for first_look in (True, False):
        today = Today(cast.agent, MONDAY, NINE, "en")
        assert today.calendar
        if first_look:
            assert panels.hero(today)["title"] == "Card 0"
            continue
        with django_assert_num_queries(1):
            assert panels.hero(today) and panels.done(today) is None


def test_finishing_asks_the_same_with_one_answer_and_many(cast, visit, answered):
    counts = []
    for person, count in ((cast.agent, 1), (cast.new_hire, 7)):
        cards = [add_card(f"{person.username} {n}") for n in range(count)]
        client = visit(person)
        client.get("/minute/")
        for card in cards:
            answered(person, card)
        DaySet.objects.update(finished_at=NINE)
        for row in DaySet.objects.all():
            row.items = [item | {"done": True} for item in row.items]
            row.save()
        with CaptureQueriesContext(connection) as seen:
            assert "See you tomorrow" in client.get("/minute/").content.decode()
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15
