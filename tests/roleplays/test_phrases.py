"""Other ways to say a reply, key phrases and the line to ask again: in files, in the editor, in what is played."""

from io import StringIO

import pytest
from django.core.management import call_command

from roleplays.actions import save_scenario
from roleplays.blocks import raw_body, stream_of
from roleplays.engine import effects_text, plain, read_script, shows_text
from roleplays.formats import scenario_yaml
from roleplays.formats.lined import Refused
from roleplays.models import Scenario

from .conftest import published, snapshot_of
from .test_own_words import TALKATIVE


def test_they_are_read_as_a_list_or_one_a_line():
    choice = {"uid": "c", "text": "Sorry", "to": "end", "phrases": " My apologies \n\n Forgive us"}
    node = {"uid": "n", "key": "start", "kind": "customer", "text": "Well?", "again": " What? ", "choices": [choice]}
    body = {
        "nodes": [node | {"key_phrases": ["sorry", " "]}, {"uid": "e", "key": "end", "kind": "end", "text": "Ends"}]
    }
    script, findings = read_script(body)
    start = script.nodes["start"]
    assert not findings and start.choices[0].phrases == ("My apologies", "Forgive us")
    assert (start.again, start.key_phrases) == ("What?", ("sorry",))
    again, _ = read_script(plain(script))
    assert again == script


def test_a_talk_without_them_is_a_talk():
    """As snapshots of before and other formats have it."""
    choice = {
        "uid": "c",
        "text": "Sorry",
        "to": "end",
        "effects": {},
        "shows": {},
        "feedback": "",
        "why": "",
        "when": "",
    }
    node = {"uid": "n", "key": "start", "kind": "customer", "text": "Well?", "mood": "", "strong": "", "to": ""}
    (block,) = stream_of([node | {"choices": [choice]}], lambda what, value: "")
    assert block["value"]["again"] == block["value"]["key_phrases"] == ""
    assert block["value"]["replies"][0]["value"]["phrases"] == ""
    script, _ = read_script({"nodes": [node | {"choices": [choice]}]})
    assert script.nodes["start"].choices[0].phrases == ()


def test_from_a_file_to_what_is_played_and_back(skills):
    activity = published(TALKATIVE)
    opening = snapshot_of(activity).body["nodes"][0]
    assert opening["again"] == "AGAINLINE" and opening["key_phrases"] == ["I am sorry", "from the kitchen"]
    assert opening["choices"][1]["phrases"] == ["My apologies for the cold soup."]
    assert snapshot_of(activity, "ru").body["nodes"][0]["choices"][1]["phrases"] == ["Извините за холодный суп."]
    out = StringIO()
    call_command("export_scenario", "cold-soup", stdout=out)
    assert scenario_yaml.read(out.getvalue()).bodies == scenario_yaml.read(TALKATIVE).bodies


def test_the_editor_and_the_engine_mean_the_same(skills):
    published(TALKATIVE)
    scenario = Scenario.objects.get(locale__language_code="en")
    script, _ = read_script(raw_body(scenario.variables, scenario.body))
    typed = stream_of(plain(script)["nodes"], lambda what, v: effects_text(v) if what == "effects" else shows_text(v))
    assert typed[0]["value"]["replies"][1]["value"]["phrases"] == "My apologies for the cold soup."
    assert typed[0]["value"]["key_phrases"] == "I am sorry\nfrom the kitchen"


def test_languages_may_have_different_ones(skills):
    text = TALKATIVE.replace("ru: [Извините за холодный суп.]", "ru: [Извините., Простите за суп.]")
    assert len(save_scenario(file=scenario_yaml.read(text), by=None)) == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("phrases: {en: [My apologies for the cold soup.],", "phrases: {en: My apologies,", "list of words"),
        ("phrases: {en: [", "phrases: {de: [x], en: [", "“de” is not known"),
        ("key_phrases: {en: [I am sorry, from the kitchen]", "key_phrases: {en: {a: b}", "list of words"),
        ("again: {en: AGAINLINE, ru: ЕЩЁРАЗ}", "again: {en: AGAINLINE}", "no words in “ru”"),
    ],
)
def test_what_cannot_be_read_is_named(old, new, words):
    assert old in TALKATIVE
    with pytest.raises(Refused) as refused:
        scenario_yaml.read(TALKATIVE.replace(old, new))
    assert any(words in problem.text and problem.line for problem in refused.value.problems)
