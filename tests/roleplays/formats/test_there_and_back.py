"""What is written is read as the same talk; which format a file is in is seen in it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplays.engine import CUSTOMER, END, MOODS, NARRATION, check
from roleplays.files import written
from roleplays.formats.problems import Refused
from roleplays.formats.reading import Asked, guess, read
from roleplays.formats.scenario_yaml import ScenarioFile
from roleplays.formats.taken import node, reply, scenario

from .packages import package, soup
from .test_twee import SOUP
from .test_twine import PAGE, as_json

LETTERS = st.sampled_from("аяЖё aZ09 .,!?-:;()[]{}<>|&$'\"*/\\_#%=—«»\n")
WORDS = st.text(LETTERS, min_size=1, max_size=40).map(
    lambda text: "\n".join(" ".join(t.split()) for t in text.split("\n"))
)
TEXT = WORDS.map(lambda text: "\n".join(line for line in text.split("\n") if line)).filter(bool)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
KEYS = st.lists(st.from_regex(r"[a-zа-яё0-9_]{1,12}", fullmatch=True), min_size=2, max_size=6, unique=True)


@st.composite
def scenarios(draw: Any, points: bool = False) -> ScenarioFile:
    """Small ones; every part is reached by some reply, or by none."""
    keys = draw(KEYS)
    nodes = [_part(draw, key, keys, points) for key in keys[:-1]] + [node(keys[-1], draw(TEXT), kind=END, mood="happy")]
    language = draw(st.sampled_from(["en", "ru"]))
    words = {
        "customer": draw(LINE),
        "situation": draw(LINE),
        "note": "",
        "good_to_know": draw(st.lists(LINE, max_size=2)),
    }
    words |= {
        "channel": draw(st.sampled_from(["chat", "phone"])),
        "minutes": draw(st.integers(1, 60)),
        "skills": ["listen"],
    }
    return scenario(draw(LINE), nodes, language=language, words=words)


def _part(draw: Any, key: str, keys: list[str], points: bool) -> dict[str, Any]:
    to = st.sampled_from(keys)
    replies = draw(st.lists(st.builds(reply, LINE, to), min_size=0, max_size=3))
    if points:
        for choice in replies:
            choice["shows"] = {"listen": draw(st.integers(-2, 2))}
            choice["feedback"] = draw(st.one_of(st.just(""), LINE))
    kind = draw(st.sampled_from([CUSTOMER, NARRATION]))
    mood = draw(st.sampled_from(["", *MOODS])) if kind == CUSTOMER else ""
    return node(key, draw(TEXT), replies, kind=kind, mood=mood, to="" if replies else draw(to))


@settings(max_examples=60, deadline=None)
@given(scenarios(), st.sampled_from(["twee", "twine-json"]))
def test_through_twine_and_back(file, kind):
    (language,) = file.bodies
    text, lost = written(file, kind, language)
    assert lost == []
    taken = read(f"x.{kind}", text.encode(), Asked(kind))
    assert taken.left == ()
    assert (taken.file.bodies, taken.file.words) == (file.bodies, file.words)
    assert (taken.file.channel, taken.file.minutes, taken.file.skills) == (file.channel, file.minutes, file.skills)


@settings(max_examples=40, deadline=None)
@given(scenarios(points=True))
def test_through_yaml_and_back(file):
    (language,) = file.bodies
    text, _lost = written(file, "yaml", language)
    back = read("x.yaml", text.encode()).file
    assert back.bodies == {language: _whole(_one_line(file.bodies[language]))} and back.words == file.words


def _whole(body: dict[str, Any]) -> dict[str, Any]:
    """With what stories have no place for: phrases of one's own words."""
    choice, node = {"phrases": []}, {"key_phrases": [], "again": ""}
    nodes = [node | one | {"choices": [choice | part for part in one["choices"]]} for one in body["nodes"]]
    return body | {"nodes": nodes}


def _one_line(value: Any) -> Any:
    """YAML of ours keeps no line breaks."""
    if isinstance(value, dict):
        return {name: _one_line(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_one_line(part) for part in value]
    return " ".join(value.split()) if isinstance(value, str) else value


@settings(max_examples=30, deadline=None)
@given(scenarios(points=True))
def test_what_twine_has_no_place_for_is_named(file):
    (language,) = file.bodies
    _text, lost = written(file, "twee", language)
    pointed = {n["key"] for n in file.bodies[language]["nodes"] if any(c["shows"]["listen"] for c in n["choices"])}
    assert {problem.part for problem in lost if "shows" in problem.text} >= pointed


def test_the_checker_reads_what_was_taken():
    for data in (SOUP.encode(), PAGE.encode(), as_json().encode(), package(soup())):
        kinds = {finding.kind for finding in check(read("x", data).body).findings}
        assert kinds <= {"flat", "missing_target", "unreachable"}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("x", SOUP.encode(), "twee"),
        ("x.txt", b"\xef\xbb\xbf:: Start\nHi", "twee"),
        ("x.json", PAGE.encode(), "twine-html"),
        ("x", as_json().encode(), "twine-json"),
        ("x.zip", package(soup()), "h5p-branching"),
        ("x.yaml", b"{title: x}", "yaml"),
        ("x", b"scenario: x", "yaml"),
        ("X.TWEE", b"", "twee"),
    ],
)
def test_the_format_is_seen(name, data, kind):
    assert guess(name, data) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" \n", "empty"),
        (":: Start\nСуп".encode("cp1251"), "line 2: the file is not written in UTF-8"),
        (":: Start\nHi".encode("utf-16"), "not written in UTF-8"),
        (b":: Start\nHi \0", "line 2: there is a character"),
    ],
)
def test_other_encodings_are_refused_with_their_line(data, words):
    with pytest.raises(Refused, match=words):
        read("x.twee", data)
