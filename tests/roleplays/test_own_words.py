"""Answering in own words: sure, “did you mean …?”, asked again; what is kept, and what the author makes of it."""

import re
import threading
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from lms.people.actions import forget_person
from roleplays.actions import drop_words, keep_words, say, start_run, take_up_words, try_again
from roleplays.hearing import AGAIN, asks_again
from roleplays.models import OwnWords, Run, Scenario
from roleplays.ownwords import NONE, SURE, UNSURE, semantic
from roleplays.talks import talk_of

from .conftest import SMALL, published, snapshot_of
from .ownwords.test_endpoint import Listener, serve
from .test_pages import begin

TALKATIVE = SMALL.replace(
    "    strong: {en: STRONGLISTEN, ru: СИЛЬНЫЙ}\n",
    "    strong: {en: STRONGLISTEN, ru: СИЛЬНЫЙ}\n    again: {en: AGAINLINE, ru: ЕЩЁРАЗ}\n"
    "    key_phrases: {en: [I am sorry, from the kitchen], ru: [простите]}\n",
).replace(
    "      - text: {en: Cold indeed. I am sorry., ru: И правда холодный. Простите.}\n",
    "      - text: {en: Cold indeed. I am sorry., ru: И правда холодный. Простите.}\n"
    "        phrases: {en: [My apologies for the cold soup.], ru: [Извините за холодный суп.]}\n",
)
SURELY, NOTHING = "my apologies for that cold soup", "the weather is nice today"
PERHAPS = "We cook and I am sorry"


@pytest.fixture
def talkative(skills) -> Any:
    return published(TALKATIVE)


@pytest.fixture
def run(talkative, cast) -> Run:
    return start_run(person=cast.new_hire, snapshot=snapshot_of(talkative))


def send(client: Any, run: Run, turn: int = 0, *, htmx: bool = False, **data: str) -> Any:
    headers = {"HX_Request": "true"} if htmx else {}
    return client.post(f"/roleplay/run/{run.uid}/", {"turn": turn, **data}, headers=headers)


def words_of(response: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


# the talk -------------------------------------------------------------------------


def test_what_is_sure_goes_on_as_that_reply(run):
    answer = say(run=run, turn=0, words=f"  {SURELY}\n")
    assert answer.heard.kind == SURE
    (step,) = answer.run.steps
    assert step["said"] == SURELY and talk_of(answer.run).turns[0].choice.text.startswith("Cold indeed")
    assert not OwnWords.objects.exists()


def test_what_is_unsure_or_fits_nothing_uses_no_turn(run):
    assert say(run=run, turn=0, words=PERHAPS).heard.kind == UNSURE and not OwnWords.objects.exists()
    assert say(run=run, turn=0, words=NOTHING).heard.kind == NONE
    run.refresh_from_db()
    assert run.steps == [] and OwnWords.objects.get().text == NOTHING


def test_sent_twice_in_two_tabs_or_after_the_end_is_once(run):
    say(run=run, turn=0, words=SURELY)
    again = say(run=run, turn=0, words=SURELY)
    assert again.heard is None and len(again.run.steps) == 1
    done = say(run=run, turn=1, words="A hot one in five minutes").run
    assert done.done and done.score == 1
    assert say(run=run, turn=2, words=NOTHING).heard is None and not OwnWords.objects.exists()
    assert say(run=run, turn=-1, words=SURELY).heard is None


@pytest.mark.parametrize("words", ["", "   ", "\x00\x00", "a\x00" * 3000])
def test_odd_words_break_nothing(run, words):
    assert say(run=run, turn=0, words=words).run.steps == []


def test_a_second_try_keeps_what_was_said(run):
    say(run=run, turn=0, words=SURELY)
    done = say(run=run, turn=1, words="a hot one in five minutes").run
    again = try_again(run=done, turn=1)
    assert again.steps == done.steps[:1] and again.steps[0]["said"] == SURELY


def test_starting_to_answer_in_own_words_is_another_start(talkative, cast):
    snapshot = snapshot_of(talkative)
    first = start_run(person=cast.agent, snapshot=snapshot)
    other = start_run(person=cast.agent, snapshot=snapshot, own_words=True)
    assert other != first and start_run(person=cast.agent, snapshot=snapshot, own_words=True) == other


# without a script -------------------------------------------------------------------


def test_without_a_script_it_is_a_form_and_says_what_it_was_taken_for(run, cast, visit):
    client = visit(cast.new_hire)
    html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
    assert '<label for="own-words">' in html and 'aria-describedby="own-words-hint"' in html
    assert (
        "sent nowhere" in html
        and "without your name" in html
        and "AGAINLINE" not in html
        and "apologies" not in html
        and "kitchen" in html
    )
    response = send(client, run, said=SURELY)
    assert response.status_code == 302 and response.url.endswith("#now")
    text = words_of(client.get(f"/roleplay/run/{run.uid}/"))
    assert SURELY in text and "Taken as: Cold indeed. I am sorry." in text


def test_did_you_mean_offers_the_likeliest_and_none_of_these(run, cast, visit):
    client = visit(cast.new_hire)
    response = send(client, run, said=PERHAPS)
    html = response.content.decode()
    assert response.status_code == 200 and "<html" in html and "Did you mean" in html
    assert html.count('name="choice"') == 2 and 'name="none"' in html and f'value="{PERHAPS}"' in html
    choice = re.search(r'name="choice" value="([^"]+)" data-key="1"', html)[1]
    response = send(client, run, said=PERHAPS, asked="1", choice=choice)
    assert response.status_code == 302
    run.refresh_from_db()
    assert run.steps == [{"node": run.steps[0]["node"], "choice": choice, "said": PERHAPS}]
    kept = OwnWords.objects.get()
    assert (kept.text, kept.meant, kept.node) == (PERHAPS, choice, run.steps[0]["node"])


def test_none_of_these_lets_the_customer_ask_again_and_keeps_the_words(run, cast, visit):
    client = visit(cast.new_hire)
    response = send(client, run, said=PERHAPS, asked="1", none="1")
    text = words_of(response)
    assert "AGAINLINE" in text and "We cook as we can." in text and PERHAPS in text
    run.refresh_from_db()
    assert run.steps == [] and OwnWords.objects.get().text == PERHAPS
    assert send(client, run, 7, said=PERHAPS, none="1").status_code == 302 and OwnWords.objects.count() == 1


def test_what_fits_nothing_is_asked_again_with_the_words_still_there(run, cast, visit):
    response = send(visit(cast.new_hire), run, said=NOTHING)
    html = response.content.decode()
    assert "AGAINLINE" in html and f">{NOTHING}</textarea>" in html and html.count('name="choice"') == 2


def test_a_page_of_before_changes_nothing(run, cast, visit):
    client = visit(cast.new_hire)
    send(client, run, said=SURELY)
    for data in ({"said": SURELY}, {"said": NOTHING}, {"said": ""}, {}):
        assert send(client, run, 0, **data).status_code == 302
    run.refresh_from_db()
    assert len(run.steps) == 1 and not OwnWords.objects.exists()


def test_words_are_shown_as_words_not_as_markup(run, cast, visit):
    evil = "<script>alert(1)</script> my apologies for that cold soup"
    client = visit(cast.new_hire)
    pages = [send(client, run, said="<b>weather</b> nice & warm"), send(client, run, said=evil)]
    pages.append(client.get(f"/roleplay/run/{run.uid}/"))
    for page in pages:
        assert b"<script>alert" not in page.content and b"<b>weather" not in page.content


def test_htmx_swaps_the_talk_and_says_aloud_what_is_asked(run, cast, visit):
    client = visit(cast.new_hire)
    html = send(client, run, htmx=True, said=PERHAPS).content.decode()
    assert "<html" not in html and 'id="talk"' in html and html.count("data-focus") == 1
    assert re.search(r"data-announce>Did you mean …\? 1\. ", html)
    html = send(client, run, htmx=True, said=NOTHING).content.decode()
    assert re.search(r"data-announce>Mr Reed: AGAINLINE", html) and html.count("data-focus") == 1


def test_whoever_wants_own_words_sees_the_replies_only_when_asking(talkative, cast, visit):
    client = visit(cast.new_hire)
    assert "I answer in my own words" in client.get(f"/roleplay/{talkative.uid}/").content.decode()
    run = begin(client, talkative, own_words="1")
    html = client.get(f"/roleplay/run/{run.uid}/").content.decode()
    assert "Show the replies to choose from" in html and "data-key" not in html
    assert html.index('name="said"') < html.index('class="counted folded"') < html.index('name="choice"')


def test_looking_back_says_what_was_typed_and_which_key_phrases_were_said(run, cast, visit):
    say(run=run, turn=0, words=SURELY)
    say(run=run, turn=1, words="a hot one in five minutes")
    html = visit(cast.new_hire).get(f"/roleplay/run/{run.uid}/debrief/").content.decode()
    text = " ".join(words_of(visit(cast.new_hire).get(f"/roleplay/run/{run.uid}/debrief/")).split())
    assert f"You said: {SURELY}" in text and "Taken as: Cold indeed. I am sorry." in text
    assert "said: I am sorry" in text and "missed: from the kitchen" in text and "STRONGLISTEN" in html


def test_the_customer_asks_again_in_the_language_of_the_talk(small, cast):
    run = start_run(person=cast.agent, snapshot=snapshot_of(small, "ru"))
    talk = talk_of(run)
    for channel, tones in AGAIN.items():
        for mood, tone in (("angry", "upset"), ("sad", "down"), ("", "calm")):
            assert asks_again(talk, channel, mood, "en") == str(tones[tone])
    assert asks_again(talk, "no such", "calm", "ru")


# an endpoint, where there is one ------------------------------------------------------


@pytest.fixture
def listener(settings) -> Any:
    found = Listener()
    server, found.url = serve(found)
    settings.OWN_WORDS_URL, settings.OWN_WORDS_MODEL, settings.OWN_WORDS_KEY = found.url, "m", "k"
    yield found
    server.shutdown()
    server.server_close()


def test_an_endpoint_is_asked_only_where_one_is_named_and_the_talk_says_so(run, cast, visit, listener, settings):
    client = visit(cast.new_hire)
    for path in (f"/roleplay/run/{run.uid}/", f"/roleplay/{run.snapshot.activity.uid}/"):
        assert "sent to 127.0.0.1" in words_of(client.get(path))
    listener.says({"reply": 1, "confidence": 0.99})
    answer = say(run=run, turn=0, words="whatever that may be")
    assert answer.heard.kind == SURE and len(listener.asked) == 1
    assert "This soup is cold." in listener.asked[0]["messages"][1]["content"]
    settings.OWN_WORDS_URL = ""
    say(run=run, turn=1, words=NOTHING)
    assert len(listener.asked) == 1


def test_when_the_endpoint_fails_words_are_heard_here(run, listener):
    listener.status = 429
    answer = say(run=run, turn=0, words=SURELY)
    assert answer.heard.kind == SURE and answer.run.steps[0]["said"] == SURELY and len(listener.asked) == 1


@pytest.mark.skipif(not semantic.installed(), reason="the extra `semantic` is not installed")
def test_the_model_reads_the_replies_while_the_person_does(run, cast, visit, settings, monkeypatch):
    read: list[str] = []
    monkeypatch.setattr(semantic, "warm", lambda offered: read.extend(one.texts[-1] for one in offered))
    client = visit(cast.new_hire)
    client.get(f"/roleplay/run/{run.uid}/")
    assert read == []
    settings.OWN_WORDS_BUNDLED_MODEL = True
    client.get(f"/roleplay/run/{run.uid}/")
    for thread in threading.enumerate():
        if thread.name == "own-words":
            thread.join()
    assert read == ["We cook as we can.", "My apologies for the cold soup."]
    assert say(run=run, turn=0, words="this is dreadful, please forgive us for the chilly soup").heard.kind != NONE


# what is kept for the author ---------------------------------------------------------


def test_the_same_words_of_a_person_are_kept_once_and_of_many_counted(talkative, cast, django_assert_num_queries):
    from roleplays.queries import spoken

    for person in (cast.agent, cast.new_hire, cast.agent):
        run = start_run(person=person, snapshot=snapshot_of(talkative))
        for words in ("The weather is nice today", "the WEATHER, is nice today!"):
            say(run=run, turn=0, words=words)
    say(run=run, turn=0, words="nobody else says so")
    scenario = Scenario.objects.select_related("locale").get(locale__language_code="en")
    with django_assert_num_queries(1):
        found = spoken(scenario)
    assert [(item.people, item.row.plain) for item in found] == [
        (2, "the weather is nice today"),
        (1, "nobody else says so"),
    ]
    assert spoken(Scenario.objects.select_related("locale").get(locale__language_code="ru")) == []


def test_numbers_and_addresses_are_not_kept(run):
    assert keep_words(run=run, words="ring +7 912 345-67-89 tomorrow").text == "ring +# tomorrow"
    assert keep_words(run=run, words="write to ann@example.com") is None
    assert keep_words(run=run, words="w " * 200) is None


def test_who_types_for_fun_fills_nobodys_list(run, monkeypatch):
    monkeypatch.setattr("roleplays.actions.own_words.MOST_KEPT", 2)
    assert [keep_words(run=run, words=words) is None for words in ("one thing", "other thing", "third thing")] == [
        False,
        False,
        True,
    ]


def test_what_was_dropped_is_not_kept_again(run, talkative, cast):
    drop_words(words=keep_words(run=run, words=NOTHING))
    other = start_run(person=cast.agent, snapshot=snapshot_of(talkative))
    assert keep_words(run=other, words=NOTHING.upper()) is None and OwnWords.objects.count() == 1


def test_words_become_another_way_to_say_a_reply(run, cast):
    scenario = Scenario.objects.get(locale__language_code="en")
    words = keep_words(run=run, words="Brr, how chilly it is")
    good = talk_of(run).options[1]
    with pytest.raises(ValueError):
        take_up_words(words=words, scenario=scenario, choice_uid="made-up", by=cast.editor)
    take_up_words(words=words, scenario=scenario, choice_uid=good.uid, by=cast.editor)
    draft = scenario.get_latest_revision_as_object()
    lines = draft.body[0].value["replies"][1]["phrases"].splitlines()
    assert lines == ["My apologies for the cold soup.", "Brr, how chilly it is"]
    draft.get_latest_revision().publish()
    new = start_run(person=cast.agent, snapshot=snapshot_of(run.snapshot.activity))
    answer = say(run=new, turn=0, words="brr how chilly it is")
    assert answer.heard.kind == SURE and answer.run.steps[0]["choice"] == good.uid


def test_the_author_goes_through_them_in_the_editor(run, cast, visit):
    scenario = Scenario.objects.get(locale__language_code="en")
    taken = keep_words(run=run, words="Brr, how chilly it is", meant=talk_of(run).options[1].uid)
    dropped = keep_words(run=run, words=NOTHING)
    editor = visit(cast.editor)
    edit = editor.get(reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk]))
    url = reverse("roleplay_own_words", args=[scenario.pk])
    for page in (edit, editor.get(url)):
        text = words_of(page)
        assert "Brr, how chilly it is" in text and NOTHING in text and "opening" in text
        assert cast.new_hire.get_full_name() not in text
    assert f"{url}#words-{taken.pk}" in edit.content.decode()
    html = editor.get(url).content.decode()
    assert re.search(r'<option value="[^"]+" selected>Cold indeed', html)
    assert editor.post(url, {"words": dropped.pk, "drop": "1"}).status_code == 302
    assert editor.post(url, {"words": taken.pk, "choice": taken.meant, "take": "1"}).status_code == 302
    assert "Nothing is waiting here." in words_of(editor.get(url))
    assert editor.post(url, {"words": taken.pk, "drop": "1"}).status_code == 404
    scenario.refresh_from_db()
    assert "how chilly" in scenario.get_latest_revision_as_object().body[0].value["replies"][1]["phrases"]


def test_a_reply_that_is_gone_cannot_be_taught(run, cast, visit):
    scenario = Scenario.objects.get(locale__language_code="en")
    words = keep_words(run=run, words=NOTHING)
    editor, url = visit(cast.editor), reverse("roleplay_own_words", args=[scenario.pk])
    response = editor.post(url, {"words": words.pk, "choice": "gone", "take": "1"}, follow=True)
    assert "not there any more" in words_of(response) and NOTHING in words_of(response)


def test_only_who_writes_scenarios_sees_them(run, cast, visit):
    keep_words(run=run, words=NOTHING)
    url = reverse("roleplay_own_words", args=[Scenario.objects.get(locale__language_code="en").pk])
    for person in (cast.agent, cast.manager, cast.reviewer, cast.hr):
        response = visit(person).get(url)
        assert response.status_code == 302 and NOTHING.encode() not in response.content
    assert visit(cast.editor).get(reverse("roleplay_own_words", args=[10**6])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_the_same_number_of_questions(run, cast, visit, count, django_assert_num_queries):
    for n in range(count):
        keep_words(run=run, words=f"something {'x' * n} else entirely")
    editor = visit(cast.editor)
    url = reverse("roleplay_own_words", args=[Scenario.objects.get(locale__language_code="en").pk])
    editor.get(url)
    with django_assert_num_queries(13):
        editor.get(url)


def test_forgetting_a_person_erases_what_they_typed(run, cast, talkative):
    say(run=run, turn=0, words=SURELY)
    other = start_run(person=cast.new_hire, snapshot=snapshot_of(talkative))
    say(run=other, turn=0, words=NOTHING)
    forget_person(person=cast.new_hire, by=cast.administrator)
    run.refresh_from_db()
    assert set(run.steps[0]) == {"node", "choice"} and not OwnWords.objects.exists()
    assert talk_of(run).turns
