"""Whatever stands in a file: it is taken, or refused with a reason. Nothing else happens."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from roleplays.engine import check
from roleplays.formats.problems import Refused
from roleplays.formats.reading import FORMATS, Asked, read

from ..conftest import SMALL
from .packages import ABOUT, package, soup, zipped
from .test_twee import SOUP
from .test_twine import PAGE, as_json

BODY = json.dumps(soup("dynamic-score"), ensure_ascii=False)
TEXTS = {"twee": SOUP, "twine-html": PAGE, "twine-json": as_json(), "yaml": SMALL, "h5p-branching": BODY}
SIGNS = [
    "[[",
    "]]",
    "[",
    "]",
    "{",
    "}",
    "::",
    "->",
    "<-",
    "|",
    "<<",
    ">>",
    "<",
    ">",
    "&",
    '"',
    "'",
    "\\",
    "\n",
    "--",
    "null",
]
SIGNS += [
    "(if:",
    ")",
    "$x",
    "<script>",
    "</script>",
    "<tw-passagedata",
    "</tw-passagedata>",
    "/*",
    ":",
    ",",
    "-1",
    "1e9",
    "true",
]
EDITS = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 12), st.one_of(st.sampled_from(SIGNS), st.text(max_size=3))),
    max_size=6,
)


def as_file(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return zipped({"h5p.json": json.dumps(ABOUT).encode(), "content/content.json": data}) if "h5p" in kind else data


def looked_at(data: bytes, asked: Asked) -> None:
    try:
        taken = read("file", data, asked)
    except Refused as refused:
        assert refused.problems and all(str(problem) for problem in refused.problems)
        return
    check(taken.body)
    assert all(problem.text and problem.line >= 0 for problem in taken.left)
    for words in taken.file.words.values():
        assert words["title"] and words["customer"] and words["situation"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), EDITS)
def test_a_file_with_anything_changed_in_it(kind, edits):
    text = TEXTS[kind]
    for at, length, new in edits:
        place = at % (len(text) + 1)
        text = text[:place] + new + text[place + length :]
    looked_at(as_file(kind, text), Asked(kind, skill="listen"))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(FORMATS), st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode()))
)
def test_any_bytes(kind, data):
    looked_at(data, Asked(kind))
    looked_at(data, Asked())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1200), st.binary(min_size=1, max_size=4))
def test_a_package_with_any_byte_changed(at, new):
    data = package(soup())
    at %= len(data)
    looked_at(data[:at] + new + data[at + len(new) :], Asked())


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 9),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=4),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["text", "title", "type"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None)
@given(st.data(), JSON)
def test_a_package_with_any_value_in_any_place(data, value):
    body = soup("static-end-score")
    place, depth = body, data.draw(st.integers(1, 9))
    for _step in range(depth):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if isinstance(place[key], (dict, list)) and _step < depth - 1:
            place = place[key]
            continue
        place[key] = value
        break
    looked_at(package(body), Asked(skill="listen"))
