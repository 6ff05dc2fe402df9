"""Twine 2 as it publishes and archives, and its JSON."""

import json
from typing import Any

import pytest

from roleplays.formats import twine_html, twine_json
from roleplays.formats.problems import Refused

PAGE = """<!DOCTYPE html><html><head><script>var passage = "<tw-passagedata>";</script></head><body>
<tw-story></tw-story>
<tw-storydata name="Чай &amp; кофе" startnode="3" creator="Twine" ifid="A1" format="Harlowe" hidden>
<style role="stylesheet" id="twine-user-stylesheet" type="text/twine-css"></style>
<script role="script" id="twine-user-script" type="text/twine-javascript">go()</script>
<tw-tag name="vip" color="red"></tw-tag>
<tw-passagedata pid="1" name="Конец &gt;" tags="happy" position="1,1">Она пьёт &amp;quot;чай&amp;quot;.</tw-passagedata>
<tw-passagedata pid="2" name="Одна"
  tags="">Никто сюда не придёт.</tw-passagedata>
<TW-PASSAGEDATA pid=3 name='Начало' tags='vip calm'>Это кофе!
(set: $x to 1)
[[Заменю сейчас-&gt;Конец &gt;]]
[[Пейте|Нигде]]</TW-PASSAGEDATA>
</tw-storydata></body></html>
"""


def test_a_published_story():
    taken = twine_html.read(PAGE)
    assert (taken.start, taken.passages, taken.choices, taken.ends) == ("Начало", 3, 2, ["Конец", "Одна"])
    assert taken.file.words["ru"]["title"] == "Чай & кофе"
    first = taken.body["nodes"][0]
    assert (first["text"], first["mood"]) == ("Это кофе!", "calm")
    assert [(choice["text"], choice["to"]) for choice in first["choices"]] == [
        ("Заменю сейчас", "Конец"),
        ("Пейте", "Нигде"),
    ]
    assert taken.body["nodes"][1]["text"] == 'Она пьёт "чай".'


def test_what_is_left_of_it_by_passage_and_line():
    told = [(problem.line, problem.part, problem.row) for problem in twine_html.read(PAGE).left]
    assert told == [(5, "", 0), (11, "Начало", 2), (13, "Начало", 4)]


def test_of_an_archive_the_first_story_is_taken_and_the_others_named():
    second = '<tw-storydata name="Second"><tw-passagedata pid="1" name="a">x</tw-passagedata></tw-storydata>'
    taken = twine_html.read(PAGE + second)
    assert taken.passages == 3 and "“Second”" in taken.left[-1].text


def test_a_first_passage_that_is_not_there():
    taken = twine_html.read(PAGE.replace('startnode="3"', 'startnode="9"'))
    assert taken.start == "Конец >" and "pid 9" in taken.left[0].text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<html><body>Hello</body></html>", "no Twine story"),
        ('<tw-storydata name="x"></tw-storydata>', "no passage to begin with"),
        ('<tw-storydata name="x"><tw-passagedata pid="1" name="a">x', "no end in the file"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><tw-storydata>&x;</tw-storydata>", "no passage"),
    ],
)
def test_what_is_no_published_story_is_refused(text, words):
    with pytest.raises(Refused, match=words):
        twine_html.read(text)


def as_json(**changes: Any) -> str:
    passages = [
        {"name": "End", "tags": [], "text": "Bye."},
        {"name": "Go", "tags": ["worried"], "text": "Hi.\n[[End]]\n$x", "metadata": {"position": "1,2"}},
    ]
    return json.dumps({"name": "A talk", "start": "Go", "passages": passages} | changes, indent=1)


def test_json():
    taken = twine_json.read(as_json(style="p {}", script=""))
    assert (taken.start, taken.passages, taken.choices, taken.ends) == ("Go", 2, 1, ["End"])
    assert taken.body["nodes"][0]["mood"] == "worried"
    style, variable = taken.left[1], taken.left[0]
    assert (variable.part, variable.row) == ("Go", 3) and "style sheet" in style.text
    assert variable.line == next(n for n, line in enumerate(as_json().splitlines(), 1) if "$x" in line)


def test_json_of_older_exporters_names_its_start_by_pid():
    passages = [{"name": "A", "pid": "1", "text": "Bye."}, {"name": "B", "pid": "2", "text": "Hi. [[A]]"}]
    taken = twine_json.read(json.dumps({"name": "x", "startnode": "2", "passages": passages}))
    assert (taken.start, taken.left) == ("B", ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "a list of “passages”"),
        ("{}", "a list of “passages”"),
        ('{"name": "x", "passages": []}', "no passage to begin with"),
        ('{"name": "x", "passages": [{"name": "a"}]}', "passage 1 needs"),
        ('{"name": "x", "passages": [5]}', "passage 1 needs"),
        ('{"name": "x",\n "passages": [}', "line 2: this is not whole JSON near “}”"),
        ('{"name": "x", "name": "y"}', "“name” stands here twice"),
        ('{"name": ' + "[" * 5000, "too deeply nested"),
        ('{"name": "\\ud800"}', "no letter of any language"),
        ('{"name": NaN}', "not whole JSON"),
        ('{"name": ' + "9" * 5000 + "}", "not whole JSON"),
    ],
)
def test_what_is_no_story_in_json_is_refused(text, words):
    with pytest.raises(Refused, match=words.replace("{", r"\{")):
        twine_json.read(text)
