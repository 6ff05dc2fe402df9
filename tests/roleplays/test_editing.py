"""An editor writes a scenario of twelve nodes in Wagtail, is stopped by a dead end, mends it and publishes."""

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from lms.learning.models import Activity
from roleplays.actions import reply, start_run
from roleplays.models import Run, Scenario
from roleplays.talks import talk_of

from .conftest import WELL, play

VARIABLES = [
    ("number", {"name": "patience", "label": "Patience", "low": "0", "high": "10", "start": "5", "shown": "on"})
]


def answer(text: str, to: str, shows: str = "", effects: str = "", when: str = "", **fields: str) -> dict[str, str]:
    empty = {"feedback": f"About: {text}", "why": ""}
    return {"text": text, "to": to, "shows": shows, "effects": effects, "when": when, **empty, **fields}


def listed(items: list[dict[str, str]], ids: list[str] | None = None) -> dict[str, Any]:
    """As the form of a list block sends it."""
    found: dict[str, Any] = {"count": str(len(items))}
    for n, item in enumerate(items):
        uid = ids[n] if ids else ""
        found[str(n)] = {"deleted": "", "order": str(n), "type": "item", "id": uid, "value": item}
    return found


def turn(key: str, *replies: dict[str, str], to: str = "", mood: str = "calm") -> tuple[str, dict[str, Any]]:
    words = {"key": key, "text": f"She says {key}.", "mood": mood, "strong": f"Strong at {key}", "to": to}
    return "customer", words | {"replies": listed(list(replies))}


def story(key: str, to: str) -> tuple[str, dict[str, Any]]:
    return "narration", {"key": key, "text": f"Then {key}.", "strong": "", "to": to, "replies": listed([])}


def fork(key: str, when: str, to: str, otherwise: str) -> tuple[str, dict[str, Any]]:
    return "check", {"key": key, "to": otherwise, "replies": listed([{"when": when, "to": to, "effects": ""}])}


def end(key: str) -> tuple[str, dict[str, Any]]:
    return "end", {"key": key, "text": f"It ends {key}.", "mood": "happy"}


def twelve() -> list[tuple[str, dict[str, Any]]]:
    return [
        turn(
            "one", answer("I hear you", "two", "Listen +1"), answer("Number please", "gate", "listen -1", "patience -4")
        ),
        turn(
            "two", answer("Sorry", "three", "apologise +2", "patience +1"), answer("It happens", "gate", "apologise -2")
        ),
        story("three", "four"),
        turn("four", answer("Today by six", "five", "solve +2"), answer("Soon", "six", "solve -1", "patience -1")),
        turn("five", answer("Thank you", "bright", "thank +2"), answer("Bye", "plain")),
        turn(
            "six", answer("By seven then", "five", "solve +1"), answer("Cannot say", "gate", "solve -2", "patience -5")
        ),
        fork("gate", "patience <= 1", "gone", "seven"),
        turn("seven", answer("My fault", "eight", "apologise +1"), answer("Well", "gone", when="patience <= 5")),
        story("eight", "five"),
        end("bright"),
        end("plain"),
        end("gone"),
    ]


def form(nodes: list[tuple[str, dict[str, Any]]], **fields: Any) -> dict[str, str]:
    data = {
        "title": "The lamp that flickers",
        "slug": "",
        "channel": "chat",
        "customer_name": "Mrs Bell",
        "customer_note": "",
        "situation": "Her lamp flickers.",
        "good_to_know": "",
        "difficulty": "2",
        "minutes": "5",
        "skills": [],
        "variables": streamfield(VARIABLES),
        "body": streamfield(nodes),
    }
    return nested_form_data(data | fields)


def messages(response: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def editor(cast, visit, skills):
    return visit(cast.editor)


ADD = "/cms/roleplays/add/"


def test_twelve_nodes_from_nothing_to_published(editor):
    response = editor.post(ADD, form(twelve(), **{"action-publish": "yes"}))
    assert response.status_code == 302, messages(response)[-3000:]
    scenario = Scenario.objects.get()
    activity = Activity.objects.get(uid=scenario.translation_key)
    assert activity.live and scenario.slug.startswith("the-lamp-that-flickers")
    nodes = scenario.played.body["nodes"]
    assert [node["key"] for node in nodes] == [value["key"] for _kind, value in twelve()]
    assert nodes[0]["choices"][0]["shows"] == {"listen": 1}  # written as the skill is called
    assert {skill.slug for skill in activity.skills.all()} == {"listen", "apologise", "solve", "thank"}


def test_a_dead_end_stops_publishing_and_says_how_one_comes_there(editor):
    nodes = [*twelve(), turn("hole")]
    nodes[4][1]["replies"]["1"]["value"]["to"] = "hole"
    response = editor.post(ADD, form(nodes, **{"action-publish": "yes"}))
    text = messages(response)
    assert response.status_code == 200 and not Scenario.objects.exists()
    assert response.content.count(b"<rect ") == 13  # of what was refused, so that one sees where
    assert "The talk stops at “hole”" in text and "“I hear you” → “Sorry” → “Today by six” → “Bye”" in text

    response = editor.post(ADD, form(nodes))  # a draft may have it
    assert response.status_code == 302
    scenario = Scenario.objects.get()
    edit = reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk])
    page = editor.get(edit)
    html = page.content.decode()
    uid = next(block.id for block in scenario.get_latest_revision_as_object().body if block.value["key"] == "hole")
    assert "The talk stops at “hole”" in messages(page) and f'href="#block-{uid}-section"' in html
    assert html.count("<rect ") == 13 and 'list="roleplay-keys"' in unescape(html).replace("\\u0022", '"').replace(
        '\\"', '"'
    )

    response = editor.post(edit, form(twelve(), **{"action-publish": "yes"}))
    assert response.status_code == 302
    scenario.refresh_from_db()
    assert scenario.live and len(scenario.played.body["nodes"]) == 12


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda nodes: nodes[0][1]["replies"]["0"]["value"].update(to="nowhere"),
            "Reply 1 at “one” leads to “nowhere”",
        ),
        (lambda nodes: nodes[0][1]["replies"]["0"]["value"].update(shows="dancing +1"), "no such skill"),
        (lambda nodes: nodes[0][1]["replies"]["0"]["value"].update(effects="patience"), "cannot be read"),
        (lambda nodes: nodes[7][1]["replies"]["1"]["value"].update(when="patience >"), "the condition cannot be read"),
        (lambda nodes: nodes[7][1]["replies"]["1"]["value"].update(when="anger > 1"), "speaks of “anger”"),
        (lambda nodes: nodes[1][1].update(key="one"), "Two parts are called “one”"),
        (lambda nodes: nodes[3][1]["replies"]["1"]["value"].update(to="four"), "again and again"),
    ],
)
def test_each_error_is_a_sentence_that_names_the_place(editor, spoil, sentence):
    nodes = twelve()
    spoil(nodes)
    response = editor.post(ADD, form(nodes, **{"action-publish": "yes"}))
    assert response.status_code == 200 and sentence in messages(response)
    assert not Scenario.objects.exists()


def test_a_draft_goes_through_review_by_a_colleague(editor, cast, visit):
    hole = [*twelve()[:-1], end("other")]
    response = editor.post(ADD, form(hole, **{"action-submit": "yes"}))
    assert "leads to “gone”, and there is no such part" in messages(response) and not Scenario.objects.exists()

    assert editor.post(ADD, form(twelve(), **{"action-submit": "yes"})).status_code == 302
    scenario = Scenario.objects.get()
    task = scenario.current_workflow_task_state
    assert not scenario.live and task.workflow_state.requested_by == cast.editor
    action = "wagtailsnippets_roleplays_scenario:workflow_action"
    visit(cast.administrator).post(reverse(action, args=[scenario.pk, "approve", task.pk]))
    scenario.refresh_from_db()
    assert scenario.live and scenario.played


def test_warnings_do_not_stop_publishing_and_are_shown(editor):
    nodes = [*twelve(), end("lonely")]
    assert editor.post(ADD, form(nodes, **{"action-publish": "yes"})).status_code == 302
    scenario = Scenario.objects.get()
    assert scenario.live
    page = editor.get(reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk]))
    assert "Nobody ever comes to “lonely”." in messages(page) and "ways through" in messages(page)


def test_taking_out_a_node_and_a_reply_in_wagtail_leaves_played_talks_whole(editor, cast, visit):
    editor.post(ADD, form(twelve(), **{"action-publish": "yes"}))
    scenario = Scenario.objects.select_related("played__activity").get()
    run = start_run(person=cast.agent, snapshot=scenario.played)
    for text in ("I hear", "It happens", "My fault", "Thank you"):
        choice = next(option for option in talk_of(run).options if option.text.startswith(text))
        run = reply(run=run, turn=len(run.steps), choice_uid=choice.uid)
    assert run.done
    nodes = [item for item in twelve() if item[1]["key"] not in ("gate", "seven", "eight", "gone")]
    for key, n in (("one", 1), ("two", 1), ("six", 1)):
        value = next(value for _kind, value in nodes if value["key"] == key)
        value["replies"] = listed([value["replies"][str(1 - n)]["value"]])
    edit = reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk])
    response = visit(cast.editor).post(edit, form(nodes, **{"action-publish": "yes"}))
    assert response.status_code == 302, messages(response)[-2000:]
    scenario.refresh_from_db()
    assert len(scenario.played.body["nodes"]) == 8
    html = visit(cast.agent).get(f"/roleplay/run/{run.uid}/debrief/").content.decode()
    for words in ("It happens", "About: It happens", "She says seven.", "Then eight.", "It ends bright."):
        assert words in html
    assert Run.objects.get(pk=run.pk).score == run.score


def test_ids_stay_when_words_change(editor):
    editor.post(ADD, form(twelve(), **{"action-publish": "yes"}))
    scenario = Scenario.objects.get()
    before = [(block.id, block.value["key"]) for block in scenario.body]
    nodes = [
        {"value": value, "type": kind, "order": n, "deleted": "", "id": before[n][0]}
        for n, (kind, value) in enumerate(twelve())
    ]
    nodes[0]["value"]["text"] = "Other words"
    ids = [bound.id for bound in scenario.body[0].value["replies"].bound_blocks]
    nodes[0]["value"]["replies"] = listed([nodes[0]["value"]["replies"][str(n)]["value"] for n in range(2)], ids)
    body = {"count": str(len(nodes))} | {str(n): item for n, item in enumerate(nodes)}
    edit = reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk])
    assert editor.post(edit, form([], body=body, **{"action-publish": "yes"})).status_code == 302
    scenario.refresh_from_db()
    assert [(block.id, block.value["key"]) for block in scenario.body] == before
    assert [choice["uid"] for choice in scenario.played.body["nodes"][0]["choices"]] == ids
    assert scenario.played.body["nodes"][0]["text"] == "Other words"


def test_the_list_and_the_preview_open(editor, small):
    scenario = Scenario.objects.get(locale__language_code="en")
    assert "Cold soup" in editor.get("/cms/roleplays/").content.decode()
    preview = reverse("wagtailsnippets_roleplays_scenario:preview_on_edit", args=[scenario.pk])
    editor.post(preview, form(twelve()))
    html = editor.get(preview).content.decode()
    assert "She says seven." in html and "→ gate" in html


def test_nobody_without_the_right_gets_in(cast, visit, small):
    play(cast.agent, small, *WELL)
    for person in (cast.agent, cast.manager, cast.reviewer, cast.hr):
        assert visit(person).get("/cms/roleplays/").status_code == 302
