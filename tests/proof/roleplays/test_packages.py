"""Hostile files, each in a process of its own: refused in < 2 s and < 200 MB, nothing written outside."""

import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.roleplays.formats.packages import ABOUT, answer, package, question, soup, text, with_link, zipped

SECONDS, MEGABYTES = 2.0, 200
MANY = 100_000
CHILD = """
import json, re, sys, time
from pathlib import Path
from roleplays.formats.problems import Refused
from roleplays.formats.reading import read
from roleplays.engine import check
path = Path(sys.argv[1])
begun, said = time.perf_counter(), ""
try:
    data = path.read_bytes()
    taken = read(path.name, data)
    said = "taken: %s parts, %s left out" % (taken.passages, len(taken.left))
    check(taken.body)
except Refused as refused:
    said = str(refused.problems[0])
seconds = time.perf_counter() - begun
most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps({"said": said, "seconds": seconds, "kb": int(most[1])}))
"""


def slip() -> bytes:
    return package(soup(), **{"../../outside.txt": b"x", "content/ok.txt": b"y"})


def absolute() -> bytes:
    return package(soup(), **{"/tmp/outside.txt": b"x"})


def drive() -> bytes:
    return package(soup(), **{"C:\\outside.txt": b"x"})


def bomb() -> bytes:
    """One file of a gigabyte, packed thousand times."""
    return package(soup(), **{"content/images/a.png": bytes(1_000_000_000)})


def bomb_of_content() -> bytes:
    body = b'{"branchingScenario": {"content": [' + b" " * 500_000_000 + b"]}}"
    return zipped({"h5p.json": json.dumps(ABOUT).encode(), "content/content.json": body})


def bomb_that_lies() -> bytes:
    """The list of files says it is small."""
    data = bytearray(bomb_of_content())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def bomb_of_many() -> bytes:
    """Many files, none of them suspicious, far too much together."""
    part = os.urandom(10_000) * 90
    return package(soup(), **{f"content/{n}.bin": part for n in range(800)})


def nested_bomb() -> bytes:
    inner = zipped({"a": bytes(100_000_000)})
    for _level in range(4):
        inner = zipped({f"{n}.zip": inner for n in range(16)})
    return package(soup(), **{"content/inner.zip": inner})


def overlapping() -> bytes:
    """Two entries of the list, one and the same data."""
    data = bytearray(package(soup()))
    first, last = data.find(b"PK\x01\x02"), data.rfind(b"PK\x01\x02")
    data[last + 42 : last + 46] = data[first + 42 : first + 46]
    return bytes(data)


def many_files() -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for number in range(MANY):
            file.writestr(f"{number}", b"")
    return data.getvalue()


def many_parts() -> bytes:
    return package({"branchingScenario": {"content": [text("x", 0)] * MANY}})


def many_ends() -> bytes:
    asked = [question("?", *[answer(f"a{m}", -1, f"end {n} {m}") for m in range(6)]) for n in range(1000)]
    return package({"branchingScenario": {"content": asked}})


def a_ring() -> bytes:
    """A thousand parts that go round for ever."""
    parts = [text(f"part {n}", (n + 1) % 1000, f"t{n}") for n in range(1000)]
    return package({"branchingScenario": {"content": parts}})


def everything_to_everything() -> bytes:
    ask = [question(f"q{n}", *[answer(f"a{m}", (n * 7 + m) % 1000) for m in range(6)]) for n in range(1000)]
    return package({"branchingScenario": {"content": ask}})


def deep() -> bytes:
    return zipped({"h5p.json": b"[" * 1_000_000, "content/content.json": b"{}"})


def long_words() -> bytes:
    return package({"branchingScenario": {"content": [text("ы " * 900_000, -1)]}})


def not_a_zip() -> bytes:
    return b"PK\x03\x04" + os.urandom(20_000_000)


def twee_of_many() -> bytes:
    return "".join(f":: passage {n}\nHi. [[passage {n + 1}]]\n\n" for n in range(MANY)).encode()


def twee_of_itself() -> bytes:
    links = "\n".join(f"[[{n}->Start]]" for n in range(1300))
    return f":: Start\n{links}".encode()


def twee_of_brackets() -> bytes:
    parts = ["[[" * 9_000, "(if: [" * 3_000, "<<if " * 3_500, "<!--" * 4_500, "{" * 19_000, "[[a|" * 4_000]
    return "".join(f":: p{n}\n{parts[n % len(parts)]}\n" for n in range(100)).encode()


def twee_of_macros() -> bytes:
    return "".join(f":: p{n}\n{'<<set $a to 1>>' * 1000}\n" for n in range(120)).encode()


def twee_of_a_long_name() -> bytes:
    return (":: " + "имя " * 450_000 + "\nHi").encode()


def json_of_many() -> bytes:
    passages = [{"name": f"p{n}", "text": "x", "tags": []} for n in range(MANY)]
    return json.dumps({"name": "x", "passages": passages}).encode()


def json_deep() -> bytes:
    return b'{"name": "x", "passages": ' + b'[{"a":' * 300_000


def json_of_brackets() -> bytes:
    return b'{"passages": [' + b"[]," * 600_000 + b"[]]}"


def html_of_entities() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    inside = '<tw-storydata name="&l11;" startnode="1"><tw-passagedata pid="1" name="a">&l11;&xxe;</tw-passagedata>'
    return f'<!DOCTYPE x [<!ENTITY xxe SYSTEM "file:///etc/passwd">{laughs}]>{inside}</tw-storydata>'.encode()


def html_of_many() -> bytes:
    parts = "".join(f'<tw-passagedata pid="{n}" name="p{n}">x</tw-passagedata>' for n in range(MANY))
    return f'<tw-storydata name="x">{parts}</tw-storydata>'.encode()


def html_unclosed() -> bytes:
    return b'<tw-storydata name="x">' + b"<tw-passagedata " * 600_000


def html_of_attributes() -> bytes:
    return b'<tw-storydata name="x"' + b' a="b"' * 1_500_000 + b">"


def yaml_of_laughs() -> bytes:
    return b"a: &a [x]\nb: &b [*a, *a]\n" + b"c: [*b, *b]\n" * 100_000


def yaml_of_many() -> bytes:
    return b"scenario: x\ntitle: {en: a}\nnodes:\n" + b"".join(b" n%d: {text: x}\n" % n for n in range(MANY))


def yaml_deep() -> bytes:
    return b"a: " + b"[" * 900_000


def zeros() -> bytes:
    return bytes(50_000_000)


REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (slip, "h5p"),
    (absolute, "h5p"),
    (drive, "h5p"),
    (with_link, "h5p"),
    (bomb, "h5p"),
    (bomb_of_content, "h5p"),
    (bomb_that_lies, "h5p"),
    (bomb_of_many, "h5p"),
    (nested_bomb, "h5p"),
    (overlapping, "h5p"),
    (many_files, "h5p"),
    (many_parts, "h5p"),
    (many_ends, "h5p"),
    (deep, "h5p"),
    (long_words, "h5p"),
    (not_a_zip, "h5p"),
    (twee_of_many, "twee"),
    (twee_of_macros, "twee"),
    (twee_of_a_long_name, "twee"),
    (json_of_many, "json"),
    (json_deep, "json"),
    (json_of_brackets, "json"),
    (html_of_many, "html"),
    (html_unclosed, "html"),
    (html_of_attributes, "html"),
    (yaml_of_laughs, "yaml"),
    (yaml_of_many, "yaml"),
    (yaml_deep, "yaml"),
    (zeros, "twee"),
]
TAKEN: list[tuple[Callable[[], bytes], str]] = [  # odd, but a story: taken with what is left out, as quickly
    (a_ring, "h5p"),
    (everything_to_everything, "h5p"),
    (twee_of_itself, "twee"),
    (twee_of_brackets, "twee"),
    (html_of_entities, "html"),
]


@pytest.fixture(scope="module")
def figures() -> Iterator[list[str]]:
    lines: list[str] = []
    yield lines
    sys.stdout.write("\n" + "\n".join(lines) + "\n")


def run(make: Callable[[], bytes], ending: str, folder: Path, figures: list[str]) -> dict:
    inside = folder / "inside"
    inside.mkdir()
    path = folder / f"hostile.{ending}"
    path.write_bytes(make())
    before = sorted(folder.rglob("*"))
    limit = 1024 * 1024 * 1024

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    root = Path(__file__).parents[3]
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        cwd=inside,
        env={"PYTHONPATH": str(root), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limited,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    whole = time.perf_counter() - begun
    size = path.stat().st_size
    figures.append(
        f"{make.__name__:26} {size:>11,} bytes  {found['seconds']:5.2f} s (process {whole:4.1f} s)  "
        f"{found['kb'] / 1024:5.0f} MB  {found['said'][:90]}"
    )
    assert sorted(folder.rglob("*")) == before
    assert not Path("/tmp/outside.txt").exists()
    assert found["seconds"] < SECONDS and found["kb"] < MEGABYTES * 1024, figures[-1]
    return found


@pytest.mark.parametrize(("make", "ending"), REFUSED, ids=lambda value: getattr(value, "__name__", value))
def test_a_hostile_file_is_refused_quickly(make, ending, tmp_path, figures):
    assert not run(make, ending, tmp_path, figures)["said"].startswith("taken")


@pytest.mark.parametrize(("make", "ending"), TAKEN, ids=lambda value: getattr(value, "__name__", value))
def test_an_odd_story_is_taken_quickly(make, ending, tmp_path, figures):
    assert run(make, ending, tmp_path, figures)["said"]
