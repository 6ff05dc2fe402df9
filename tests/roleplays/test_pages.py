"""The talk in a browser without a script: begin, reply, leave, come back, look back, try again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from roleplays.models import Run
from roleplays.talks import talk_of

from .conftest import SO_SO, WELL, play, say

SECRETS = ["FEEDBACK", "WHYBAD", "STRONG", "secretvar", "Apologise +", "He eats", "He leaves", "“bounds”", "effects"]


def begin(client, small, kind="practice", **fields) -> Run:
    response = client.post(f"/roleplay/{small.uid}/start/", {"kind": kind, **fields})
    run = Run.objects.latest("pk")
    assert response.status_code == 302 and response.url == f"/roleplay/run/{run.uid}/"
    return run


def answer(client, run: Run, text: str, **headers):
    run.refresh_from_db()
    option = next(option for option in talk_of(run).options if option.text.startswith(text))
    data = {"turn": len(run.steps), "choice": option.uid}
    return client.post(f"/roleplay/run/{run.uid}/", data, headers=headers)


def test_the_first_page_says_who_where_and_how_long(small, cast, visit):
    html = visit(cast.new_hire).get(f"/roleplay/{small.uid}/").content.decode()
    for words in ("Cold soup", "Mr Reed", "The soup is cold.", "At the counter", "4 min", "Practice: only you see it"):
        assert words in html
    assert "For the record" in html and "The kitchen is open till ten." in html
    assert not [secret for secret in SECRETS if secret in html]


def test_a_whole_talk_without_a_script(small, cast, visit):
    client = visit(cast.new_hire)
    run = begin(client, small)
    html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
    assert "This soup is cold." in html and html.count('name="choice"') == 2 and 'data-key="2"' in html
    response = answer(client, run, "Cold indeed")
    assert response.status_code == 302 and response.url == f"/roleplay/run/{run.uid}/#now"
    html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
    assert "So what now?" in html and "turn 2 of about 2" in html and 'aria-valuenow="7"' in html
    response = answer(client, run, "A hot one")
    assert response.url == f"/roleplay/run/{run.uid}/debrief/"
    html = client.get(response.url).content.decode()
    assert "A strong talk" in html and "FEEDBACKGOOD" in html and "STRONGLISTEN" in html and "He eats." in html
    assert "Patience: 5 → 7" in html
    assert client.get(f"/roleplay/run/{run.uid}/").url == response.url


def test_htmx_swaps_the_same_markup(small, cast, visit):
    client = visit(cast.new_hire)
    run = begin(client, small)
    response = answer(client, run, "Cold indeed", HX_Request="true")
    html = response.content.decode()
    assert response.status_code == 200 and "<html" not in html and 'id="talk"' in html and "So what now?" in html
    assert 'hx-swap-oob="true"' in html and "data-focus" in html and "data-announce" in html
    response = answer(client, run, "A hot one", HX_Request="true")
    assert response.headers["HX-Redirect"] == f"/roleplay/run/{run.uid}/debrief/"


def test_nothing_about_a_reply_is_in_a_byte_before_it_is_given(small, cast, visit):
    """Every page up to the last reply, whole and as a fragment, for all ways through."""
    client = visit(cast.new_hire)
    for kind in ("practice", "official"):
        run = begin(client, small, kind)
        pages = [client.get(f"/roleplay/{small.uid}/"), client.get(f"/roleplay/run/{run.uid}/")]
        pages.append(answer(client, run, "Cold indeed", HX_Request="true"))
        pages.append(client.get(f"/roleplay/run/{run.uid}/"))
        for page in pages:
            text = page.content.decode()
            assert not [secret for secret in SECRETS if secret in text]
            assert len({_bare(button) for button in re.findall(r"<button class=.option.*?</button>", text, re.S)}) <= 1


def _bare(button: str) -> str:
    """A reply's button without its number, its uid and its words: what is left must be the same for all."""
    button = re.sub(r"<span>.*?</span>", "<span></span>", button, flags=re.S)
    return re.sub(r"[0-9a-f-]{36}|\d", "", button)


def test_in_practice_what_was_said_shows_its_skills_for_the_record_it_does_not(small, cast, visit):
    client = visit(cast.new_hire)
    for kind, shown in (("practice", True), ("official", False)):
        run = begin(client, small, kind)
        answer(client, run, "Cold indeed")
        html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
        assert ('<div class="said own">' in html) is shown


def test_a_reply_of_another_page_or_made_up_leaves_the_talk_as_it_is(small, cast, visit):
    client = visit(cast.new_hire)
    run = begin(client, small)
    for data in ({}, {"turn": "0", "choice": "x"}, {"turn": "x", "choice": "y"}, {"turn": "7", "choice": "z"}):
        assert client.post(f"/roleplay/run/{run.uid}/", data).status_code == 302
    run.refresh_from_db()
    assert run.steps == []


def test_one_comes_back_to_where_one_was(small, cast, visit):
    client = visit(cast.new_hire)
    run = begin(client, small, "official")
    answer(client, run, "Cold indeed")
    html = client.get(f"/roleplay/{small.uid}/").content.decode()
    assert "You are in the middle of this talk" in html and f"/roleplay/run/{run.uid}/" in html


def test_try_again_from_a_turn(small, cast, visit):
    client = visit(cast.agent)
    run = play(cast.agent, small, *SO_SO)
    response = client.post(f"/roleplay/run/{run.uid}/again/", {"turn": "1"})
    new = Run.objects.latest("pk")
    assert response.url == f"/roleplay/run/{new.uid}/" and new.steps == run.steps[:1]
    assert "So what now?" in client.get(response.url).content.decode()
    assert client.post(f"/roleplay/run/{run.uid}/again/", {"turn": "9"}).status_code == 404


def test_back_to_the_lesson(course, small, cast, visit):
    lesson, client = course.lesson(0), visit(cast.new_hire)
    html = client.get(f"/roleplay/{small.uid}/?from={lesson.uid}").content.decode()
    assert lesson.url in html
    run = begin(client, small, **{"from": str(lesson.uid)})
    for text in WELL:
        run = say(run, text)
    html = client.get(f"/roleplay/run/{run.uid}/debrief/").content.decode()
    assert lesson.url in html and "Listen" in html
    assert client.get(f"/roleplay/{small.uid}/?from=nonsense").status_code == 200


def test_practice_is_nobody_elses_and_a_talk_for_the_record_the_leads(small, cast, visit):
    practice, official = play(cast.new_hire, small, *WELL), play(cast.new_hire, small, *WELL, official=True)
    open_one = play(cast.new_hire, small, "Cold indeed", official=True)
    for person in (cast.manager, cast.administrator):
        client = visit(person)
        assert client.get(f"/roleplay/run/{practice.uid}/debrief/").status_code == 404
        assert client.get(f"/roleplay/run/{open_one.uid}/debrief/").status_code == 404
        assert client.get(f"/roleplay/run/{official.uid}/").status_code == 404
        html = client.get(f"/roleplay/run/{official.uid}/debrief/").content.decode()
        assert "Result: 100 of 100" in html and "Try again" not in html and cast.new_hire.get_full_name() in html
    for person in (cast.other_manager, cast.agent, cast.reviewer, cast.hr, cast.editor):
        assert visit(person).get(f"/roleplay/run/{official.uid}/debrief/").status_code == 404


def test_the_other_language_is_there_with_a_note(small, cast, visit):
    from roleplays.models import Scenario

    client = visit(cast.new_hire)
    client.cookies["language"] = "ru"
    html = client.get(f"/roleplay/{small.uid}/").content.decode()
    assert "Холодный суп" in html and "note-language" not in html
    Scenario.objects.get(locale__language_code="ru").unpublish()
    html = client.get(f"/roleplay/{small.uid}/").content.decode()
    assert "note-language" in html and "The soup is cold." in html


def test_the_leads_page_names_talks_for_the_record_only(small, cast, visit):
    play(cast.new_hire, small, *WELL)
    client = visit(cast.manager)
    panel_url = f"/team/{cast.team.pk}/panel/roleplays/"
    assert "Roleplays of the team" not in client.get(panel_url).content.decode()
    official = play(cast.new_hire, small, *WELL, official=True)
    play(cast.agent, small, *SO_SO, official=True, at=timezone.now() - timedelta(days=31))
    play(cast.other_agent, small, *WELL, official=True)
    html = client.get(panel_url).content.decode()
    panel = html[html.index("Roleplays of the team") :].partition("</section>")[0]
    assert panel.count("/debrief/") == 1 and f"/roleplay/run/{official.uid}/debrief/" in panel


def test_a_roleplay_can_be_asked_for(small, cast, visit):
    client = visit(cast.manager)
    assert "Cold soup" in client.get("/assign/?q=soup").content.decode()
    data = {"activity": str(small.uid), "whom": f"team:{cast.team.pk}", "due_on": ""}
    assert client.post("/assign/", data).status_code == 302
    assert "Cold soup" in visit(cast.new_hire).get("/").content.decode()
    scene = visit(cast.new_hire).get(f"/roleplay/{small.uid}/").content.decode()
    assert "Asked of you." in scene and 'class="button" type="submit" name="kind" value="official"' in scene


@pytest.mark.parametrize("count", [1, 30])
def test_pages_ask_the_same_number_of_questions(small, cast, visit, count, django_assert_num_queries):
    for n in range(count):
        run = play(cast.new_hire, small, *WELL, official=True, at=timezone.now() - timedelta(hours=n))
    left = play(cast.new_hire, small, "Cold indeed")
    client = visit(cast.new_hire)
    for path, number in (
        (f"/roleplay/{small.uid}/", 9),
        (f"/roleplay/run/{left.uid}/", 6),
        (f"/roleplay/run/{run.uid}/debrief/", 10),
    ):
        client.get(path)
        with django_assert_num_queries(number):
            client.get(path)


@pytest.mark.parametrize("count", [1, 30])
def test_the_panel_is_one_question(small, cast, count, django_assert_num_queries):
    from lms.home.panels import TeamDay
    from roleplays.panels import shown_runs

    for n in range(count):
        play(cast.new_hire, small, *WELL, official=True, at=timezone.now() - timedelta(hours=n))
    now = timezone.now()
    day = TeamDay(cast.manager, cast.team, now.date(), now, "en", [cast.new_hire, cast.agent])
    with django_assert_num_queries(1):
        rows = shown_runs(day)["rows"]
        assert [(run.person.get_full_name(), run.snapshot.activity.title) for run, *_ in rows]
