"""H5P Branching Scenario: questions, texts, feedback, ends and their points; and packages that are not safe."""

import json
import zipfile

import pytest

from roleplays.engine import check
from roleplays.formats import h5p_branching
from roleplays.formats.problems import Refused

from .packages import ABOUT, answer, content, package, question, soup, text, with_link, zipped


def read(body, **options):
    return h5p_branching.read(package(body), **options)


def test_a_scenario():
    taken = read(soup())
    assert (taken.start, taken.passages, taken.choices) == ("Зал", 5, 4)
    opening, complaint, then, *ends = taken.body["nodes"]
    assert (opening["kind"], opening["text"], opening["to"]) == ("narration", "Гость машет рукой.", "Жалоба")
    assert (complaint["kind"], complaint["text"]) == ("customer", "Суп холодный!")
    assert [(c["text"], c["to"], c["feedback"]) for c in complaint["choices"]] == [
        ("Простите, заменю.", "part-3", "Хорошо: вы извинились."),
        ("Готовим как умеем.", "end-1", ""),
    ]
    assert [c["to"] for c in then["choices"]] == ["end-2", "end-2"]
    assert [(end["key"], end["text"]) for end in ends] == [("end-1", "Гость ушёл."), ("end-2", "Конец\nСпасибо")]
    words = taken.file.words["ru"]
    assert (words["title"], words["situation"]) == ("Холодный суп", "Обед\nСуп остыл.")
    assert taken.left == ()


def test_points_of_replies_become_what_they_show():
    taken = read(soup("dynamic-score"), skill="apologise")
    shows = [choice["shows"] for node in taken.body["nodes"] for choice in node["choices"]]
    assert shows == [{"apologise": 3}, {}, {}, {}]  # H5P counts what leads on, not what leads to an end
    assert taken.file.skills == ("apologise",) and taken.left == ()
    assert check(taken.body).bounds is not None


def test_points_of_ends_go_to_the_replies_that_lead_there():
    taken = read(soup("static-end-score"), skill="solve")
    shows = [choice["shows"] for node in taken.body["nodes"] for choice in node["choices"]]
    assert shows == [{}, {"solve": -3}, {"solve": 1}, {}]
    assert "-2.6 points became -3" in taken.left[0].text


def test_an_end_of_its_own_without_points_has_those_of_the_usual_end():
    asked = question("Ну?", answer("Да", -1, "Готово"), answer("Нет", -1, "Жаль", 0), answer("Ещё", 1))
    taken = read(content(asked, text("Потом", -1), scoring="static-end-score"), skill="solve")
    assert [choice["shows"] for choice in taken.body["nodes"][0]["choices"]] == [{"solve": 1}, {}, {"solve": 1}]


def test_replies_mixed_at_random_keep_their_order_which_is_said():
    body = soup()
    body["branchingScenario"]["behaviour"] = {"randomizeBranchingQuestions": True}
    assert "keep their order" in read(body).left[0].text


def test_without_a_skill_points_are_left_out_and_named_once():
    taken = read(soup("dynamic-score"))
    assert [problem.text for problem in taken.left] == [
        "the points are left out: choose which skill they show, and import it again"
    ]
    assert not any(choice["shows"] for node in taken.body["nodes"] for choice in node["choices"])


def test_what_cannot_be_shown_keeps_its_place():
    film = {
        "type": {"library": "H5P.Video 1.6", "params": {}, "metadata": {"title": "Как подать суп"}},
        "nextContentId": 1,
    }
    image = {"type": {"library": "H5P.Image 1.1", "params": {"alt": "Повар"}}, "nextContentId": -1}
    taken = read(content(film, image))
    assert [node["text"] for node in taken.body["nodes"]] == ["Как подать суп", "Повар", "Конец\nСпасибо"]
    assert [(problem.part, problem.line) for problem in taken.left] == [("Как подать суп", 1), ("part-2", 1)]
    assert "H5P.Video" in taken.left[0].text


def test_a_part_that_is_not_there_and_too_many_replies():
    asked = question("Ну?", answer("Да", 7), *[answer(f"Нет {n}", -1) for n in range(6)])
    taken = read(content(asked))
    assert taken.choices == 6
    assert [problem.part for problem in taken.left] == ["part-1"] * 2
    assert any(finding.kind == "missing_target" for finding in check(taken.body).findings)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK not really", "not an H5P package"),
        (b"hello", "not an H5P package"),
        (zipped({"h5p.json": b"{}"}), "holds —; only H5P.BranchingScenario"),
        (zipped({"h5p.json": json.dumps({"mainLibrary": "H5P.Quiz"}).encode()}), "holds H5P.Quiz"),
        (zipped({"h5p.json": json.dumps(ABOUT).encode()}), "no “content/content.json”"),
        (zipped({"content/content.json": b"{}"}), "no “h5p.json”"),
        (package({}), "no content"),
        (package({"branchingScenario": {"content": [5]}}), "content number 1"),
        (package({"branchingScenario": {"content": [{"type": {"library": 1}}]}}), "content number 1"),
        (zipped({"h5p.json": "{“".encode("cp1251")}), "not written in UTF-8"),
        (package(soup())[:-30], "not an H5P package"),
        (package(soup())[200:], "damaged"),
    ],
)
def test_what_is_no_scenario_is_refused(data, words):
    with pytest.raises(Refused, match=words):
        h5p_branching.read(data)


def nested(times: int = 40) -> dict:
    part: dict = {}
    for _time in range(times):
        part = {"a": [part]}
    return part


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package(soup(), **{"../evil.txt": b"x"}), "wants to lie outside"),
        (package(soup(), **{"/etc/cron.d/evil": b"x"}), "wants to lie outside"),
        (package(soup(), **{"content/../../evil": b"x"}), "wants to lie outside"),
        (package(soup(), **{"C:evil.txt": b"x"}), "wants to lie outside"),
        (package(soup(), **{"..\\evil.txt": b"x"}), "wants to lie outside"),
        (with_link(), "a link to another file"),
        (package(soup(), **{"content/images/big.png": bytes(20_000_000)}), "unpack to far more"),
        (package(soup(), **{"content/more.zip": b"PK"}), "holds another package"),
        (package(soup(), about=nested()), "too deeply nested"),
        (package({"branchingScenario": nested()}), "too deeply nested"),
        (package({"branchingScenario": {"content": [text("x", 0)] * 1001}}), "more than 1000 passages"),
        (package({"x": [str(n * n) for n in range(180_000)]}), "2 million characters"),
        (zipped({f"f{n}": b"" for n in range(5001)}), "more than 5000 files"),
    ],
)
def test_a_package_that_is_not_safe_is_refused_and_nothing_is_written(data, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match=words):
        h5p_branching.read(data)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_twice_or_larger_than_it_says(recwarn):
    with pytest.raises(Refused, match="twice"):
        h5p_branching.read(twice())
    lying = bytearray(package(soup()))
    place = lying.rfind(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (10).to_bytes(4, "little")  # the size it will have
    with pytest.raises(Refused, match=r"damaged|not whole JSON"):
        h5p_branching.read(bytes(lying))


def twice() -> bytes:
    import io

    data = io.BytesIO(package(soup()))
    with zipfile.ZipFile(data, "a") as file:
        file.writestr("h5p.json", "{}")
    return data.getvalue()
