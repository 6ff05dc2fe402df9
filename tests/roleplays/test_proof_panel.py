"""What an editor sees beside the talk: each finding with its cure and its clicks, and how long the talk is."""

from typing import Any

import pytest
from django.urls import reverse

from roleplays.engine import Finding, check
from roleplays.models import Scenario
from roleplays.words import CURES, SAYINGS, facts, saying

from .engine.clean import clean
from .engine.scripts import body, choice, node
from .test_editing import ADD, answer, end, form, messages, turn, twelve


@pytest.fixture
def editor(cast: Any, visit: Any, skills: Any) -> Any:
    return visit(cast.editor)


def panel(editor: Any, nodes: list[Any]) -> tuple[str, str]:
    """(html, its words) of the page of a draft with these nodes."""
    response = editor.post(ADD, form(nodes))
    assert response.status_code == 302, messages(response)[-2000:]
    scenario = Scenario.objects.get()
    page = editor.get(reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk]))
    return page.content.decode(), " ".join(messages(page).split())


def test_a_sound_talk_shows_how_long_it_is_and_what_it_is_worth(editor):
    _html, text = panel(editor, twelve())
    assert "The talk is sound" in text and "about 1 minute ·" in text and "180 words read a minute" in text
    assert "points from" in text and "words to read" in text and "1 to 5 replies" in text


def test_each_finding_says_what_to_do_and_each_click_leads_to_its_node(editor):
    nodes = [*twelve(), turn("hole"), end("lonely")]
    nodes[4][1]["replies"]["1"]["value"]["to"] = "hole"
    nodes[0][1]["replies"]["1"]["value"]["to"] = "nowhere"
    html, text = panel(editor, nodes)
    uids = {block.value["key"]: block.id for block in Scenario.objects.get().get_latest_revision_as_object().body}
    assert "no reply is offered there, and it is not an end. Add a reply that is always offered" in text
    assert "click by click: “I hear you” → “Sorry” → “Today by six” → “Bye”" in text
    assert f'<a href="#block-{uids["five"]}-section">“Bye”</a>' in html
    assert "leads to “nowhere”, and there is no such part. Add it, or lead somewhere else." in text
    assert "Right at the beginning." in text and "Nobody ever comes to “lonely”. Lead a reply there" in text


def test_the_top_that_the_best_replies_do_not_reach(editor):
    """A worse reply opens one more turn, and is worth more in the end."""
    nodes = [*twelve(), turn("again", answer("Once more", "two", "solve +5"))]
    nodes[0][1]["replies"]["0"]["value"] = answer("I hear you", "two", "listen +1")
    nodes[0][1]["replies"]["1"]["value"] = answer("Number please", "again", "listen -1")
    _html, text = panel(editor, nodes)
    assert "at “one” the reply with the most points leads away" in text and "The talk is sound" in text


def test_every_kind_of_finding_has_a_sentence():
    for kind in SAYINGS:
        text = saying(Finding(kind, node="x", number=1, detail="y"))
        assert "%(" not in text and text[-1] in ".”"
    assert set(CURES) <= set(SAYINGS)


def test_the_length_of_a_talk_in_words():
    endless = check(
        body(
            node("start", choice("a", "start"), choice("b", "end", shows={"listen": 1}), choice("c", "end")),
            node("end", kind="end"),
            variables=(),
        )
    )
    assert endless.minutes == (pytest.approx((2 + 6 + 12 + 2) / 180), None) and "at least 1 minute ·" in facts(endless)
    long = check(clean(3))
    assert long.bounds and long.minutes and long.minutes[0] <= long.minutes[1]
