"""Twee 3: headers, escapes, the four forms of links, what is left out by passage and line; and back again."""

from typing import Any

import pytest

from roleplays.formats import twee
from roleplays.formats.problems import Refused
from roleplays.formats.taken import MOST_PASSAGES, Taken

SOUP = r"""
:: StoryTitle
Холодный суп

:: StoryData
{
  "ifid": "11111111-2222-4333-8444-555555555555",
  "format": "SugarCube",
  "start": "Зал \\ [у окна]"
}

:: Прощание [happy] {"position":"600,400"}
Гость доволен.

:: Зал \\ \[у окна\] [annoyed обед]
Суп холодный!

[[Простите, заменю->Кухня]]
[[Кухня<-Сейчас узнаю]]
[[У нас всегда так|Уход]]
[[Прощание]]

:: Кухня
Ему несут <<print $dish>> горячий суп. [[Приятного аппетита->Прощание]]

:: Уход [angry]
Гость встаёт и уходит.

:: Вид [stylesheet]
p { color: red }

:: Код [script]
alert(1)
"""


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def nodes(taken: Taken) -> dict[str, dict[str, Any]]:
    return {node["key"]: node for node in taken.body["nodes"]}


def replies(node: dict[str, Any]) -> list[tuple[str, str]]:
    return [(choice["text"], choice["to"]) for choice in node["choices"]]


def left(taken: Taken) -> list[tuple[int, str]]:
    return [(problem.line, problem.text) for problem in taken.left]


def test_a_story_in_russian():
    taken = twee.read(SOUP)
    assert list(taken.file.bodies) == ["ru"] and taken.file.words["ru"]["title"] == "Холодный суп"
    assert taken.start == r"Зал \ [у окна]"
    assert (taken.passages, taken.choices, taken.ends) == (4, 5, ["Прощание", "Уход"])
    first = taken.body["nodes"][0]
    assert (first["key"], first["kind"], first["mood"], first["text"]) == (
        "Зал-у-окна",
        "customer",
        "annoyed",
        "Суп холодный!",
    )
    assert replies(first) == [
        ("Простите, заменю", "Кухня"),
        ("Сейчас узнаю", "Кухня"),
        ("У нас всегда так", "Уход"),
        ("Прощание", "Прощание"),
    ]
    assert nodes(taken)["Кухня"]["text"] == "Ему несут горячий суп."
    assert nodes(taken)["Прощание"]["mood"] == "happy"


def test_what_is_left_out_is_named_by_passage_and_line():
    taken = twee.read(SOUP)
    told = {(problem.line, problem.part, problem.row) for problem in taken.left}
    assert told == {
        (line_of(SOUP, "<<print"), "Кухня", 1),
        (line_of(SOUP, "[stylesheet]"), "Вид", 0),
        (line_of(SOUP, "[script]"), "Код", 0),
    }
    assert "<<print $dish>>" in taken.left[0].text


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (":: An overgrown path", "An overgrown path"),
        ("::No space [a b]", "No space"),
        (r":: foo\\bar", "foo\\bar"),
        (r":: \q\[x\] \{y\} [tag]", "q[x] {y}"),
        (':: Name {"size":"100,200"}', "Name"),
        (':: Name [t\\]ag] {"position":"1,2"}', "Name"),
    ],
)
def test_headers(header, name):
    taken = twee.read(f"{header}\nHello.\n")
    assert taken.start == name
    assert [text for _line, text in left(taken) if "does not say where it begins" not in text] == []


def test_metadata_that_cannot_be_read_is_left_out_and_the_passage_kept():
    taken = twee.read(':: Start {"position": 1,\nHello.\n')
    assert taken.start == "Start" and taken.passages == 1
    assert left(taken) == [(1, "what stands behind the name cannot be read and is left out")]


def test_the_storys_data_that_cannot_be_read_are_left_out():
    taken = twee.read(":: StoryData\n{\n oops\n}\n:: Start\nHello.\n:: Other\nBye.")
    assert taken.start == "Start"
    assert left(taken) == [(3, "the story's data cannot be read as JSON and are left out")]


@pytest.mark.parametrize(
    ("data", "start", "told"),
    [
        ('{"start": "Third"}', "Third", ""),
        ('{"start": "Nowhere"}', "Start", "“Nowhere”, and there is no such passage"),
        ("{}", "Start", ""),
    ],
)
def test_where_it_begins(data, start, told):
    taken = twee.read(f":: StoryData\n{data}\n:: First\n[[Third]]\n:: Start\n[[First]]\n:: Third\nEnd.")
    assert taken.start == start == taken.body["nodes"][0]["key"]
    told_of_start = [text for line, text in left(taken) if "begins" in text]
    assert (told in told_of_start[0]) if told else not told_of_start


def test_without_a_start_the_first_passage_begins_and_it_is_said():
    taken = twee.read(":: One\nHi [[Two]]\n:: Two\nBye.")
    assert taken.start == "One"
    assert left(taken) == [(1, "the story does not say where it begins; it now begins here")]


def test_of_two_passages_with_one_name_the_first_is_kept():
    taken = twee.read(":: Start\nHi. [[End]]\n\n:: End\nOne.\n\n:: End\nTwo.\n")
    assert nodes(taken)["End"]["text"] == "One." and taken.passages == 2
    assert left(taken) == [(7, "a passage of this name stands in line 4 already; this one is left out")]


def test_a_link_to_a_passage_nobody_wrote_stays_a_reply_and_is_named():
    taken = twee.read(":: Start\nHi.\n[[Go->Nowhere at all]]\n")
    assert replies(taken.body["nodes"][0]) == [("Go", "Nowhere-at-all")]
    (problem,) = taken.left
    assert (problem.line, problem.row) == (3, 2) and "no such passage" in problem.text


def test_names_that_are_too_long_or_the_same_once_written_as_keys():
    long = "очень " * 40
    taken = twee.read(f":: Start\nHi.\n[[a b]]\n[[a-b]]\n[[go->{long.strip()}]]\n:: a b\nA.\n:: a-b\nB.\n:: {long}\nC.")
    keys = [node["key"] for node in taken.body["nodes"]]
    assert keys[:3] == ["Start", "a-b", "a-b-2"] and len(keys[3]) <= 60
    assert [to for _text, to in replies(taken.body["nodes"][0])] == keys[1:]
    assert [text for _line, text in left(taken) if "longer than 60" in text]


def test_more_replies_than_the_editor_holds_are_named():
    links = "\n".join(f"[[Reply {n}->End]]" for n in range(8))
    taken = twee.read(f":: Start\nHi.\n{links}\n:: End\nBye.")
    assert taken.choices == 6
    assert [line for line, _text in left(taken)] == [9, 10]


def test_tags_say_who_speaks_and_where_it_goes_on():
    taken = twee.read(":: Start [narration goes-on]\nThe phone rings.\n[[End]]\n:: End [relieved]\nDone.")
    first = taken.body["nodes"][0]
    assert (first["kind"], first["to"], first["choices"]) == ("narration", "End", [])


def test_a_passage_for_twine_alone_is_left_out():
    taken = twee.read(":: Start\nBye.\n:: StoryInit\n<<set $x to 1>>\n:: Top [header]\nLogo")
    assert taken.passages == 1 and [problem.part for problem in taken.left] == ["StoryInit", "Top"]


def test_what_one_knows_before_the_talk():
    about = '{"customer": "Иван Ильич", "channel": "counter", "minutes": 4, "good_to_know": ["До десяти"], "x": 1}'
    taken = twee.read(f":: About the talk [scenario]\n{about}\n:: Start\nПривет.\n")
    words = taken.file.words["ru"]
    assert (words["customer"], words["good_to_know"]) == ("Иван Ильич", ["До десяти"])
    assert (taken.file.channel, taken.file.minutes, taken.passages) == ("counter", 4, 1)
    assert [text for _line, text in left(taken)] == ["“x” is not known here and is left out"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Just a letter.", "no passage in this file"),
        (":: StoryTitle\nAlone\n", "no passage to begin with"),
        (":: Start\n" + "ы" * 20_001, "longer than 20000"),
        (":: p\nHi.\n" * (MOST_PASSAGES + 101), f"more than {MOST_PASSAGES} passages"),
    ],
)
def test_what_is_no_story_is_refused(text, words):
    with pytest.raises(Refused, match=words):
        twee.read(text)
