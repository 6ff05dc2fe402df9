"""Scenarios as files: whole and back again, refused whole with the lines named."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from roleplays.files import file_of
from roleplays.formats import scenario_yaml
from roleplays.formats.problems import Refused
from roleplays.models import Scenario

from .conftest import SMALL
from .formats.packages import package, soup
from .formats.test_twee import SOUP

LIBRARY = Path("fixtures/library/roleplays")


def said(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "scenario.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(SMALL.splitlines(), 1) if text in line)


def test_a_file_becomes_drafts_and_with_publish_a_scenario(path, skills):
    outcome = json.loads(said("import_scenario", str(path), json=True))
    assert (outcome["scenario"], outcome["languages"], outcome["start"]) == ("cold-soup", ["en", "ru"], "opening")
    assert (outcome["nodes"], outcome["choices"], outcome["ends"]) == (6, 5, 3)
    assert not Scenario.objects.filter(live=True).exists() and Scenario.objects.count() == 2
    assert "published" in said("import_scenario", str(path), publish=True)
    assert Scenario.objects.filter(live=True).count() == Scenario.objects.count() == 2


def test_a_dry_run_writes_nothing(path, skills):
    assert "would be taken" in said("import_scenario", str(path), dry_run=True)
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("text", [SMALL, *(p.read_text(encoding="utf-8") for p in sorted(LIBRARY.glob("*.yaml")))])
def test_there_and_back(text, skills, tmp_path):
    file = scenario_yaml.read(text)
    path = tmp_path / "in.yaml"
    path.write_text(text, encoding="utf-8")
    said("import_scenario", str(path), publish=True)
    assert set(file_of(file.slug).skills) == set(file.skills)
    back = scenario_yaml.read(said("export_scenario", file.slug))
    assert (back.bodies, back.words) == (file.bodies, file.words)
    path.write_text(said("export_scenario", file.slug), encoding="utf-8")
    before = {row.pk: row.played for row in Scenario.objects.all()}
    said("import_scenario", str(path), publish=True)
    assert {row.pk: row.played for row in Scenario.objects.all()} == before  # the same content is the same snapshot


def test_one_language_alone(skills, tmp_path, path):
    said("import_scenario", str(path))
    text = said("export_scenario", "cold-soup", language="ru")
    file = scenario_yaml.read(text)
    assert list(file.bodies) == ["ru"] and file.words["ru"]["title"] == "Холодный суп"


def test_languages_that_are_not_the_same_talk_are_not_one_file(small):
    row = Scenario.objects.get(locale__language_code="ru").get_latest_revision_as_object()
    row.body[2].value["replies"][1]["to"] = "good"
    row.save_revision()
    with pytest.raises(CommandError, match="not the same talk at “next”"):
        said("export_scenario", "cold-soup")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("channel: counter", "channel: fax", "channel:", "one of: chat"),
        ("minutes: 4", "minutes: many", "minutes:", "whole number"),
        ("    mood: annoyed", "    mod: annoyed", "mood: annoyed", "“mod” is not known"),
        (
            "to: gate\n        shows: {apologise: -2}",
            "to: gat\n        shows: {apologise: -2}",
            "We cook",
            "no such part",
        ),
        ("{apologise: -2}", "{apologise: much}", "apologise: -2", "whole number"),
        ("{apologise: -2}", "{dance: -2}", "We cook", "no such skill"),
        ("{patience: -5}", "{patience: less}", "patience: -5", "neither a change"),
        ("{patience: -5}", "{anger: -5}", "We cook", "speaks of “anger”"),
        ("when: secretvar", "when: secretvar >", "A hot one", "cannot be read"),
        ("{en: He waits., ru: Он ждёт.}", "{en: He waits.}", "He waits", "no words in “ru”"),
        ("  fair: {kind", "  good: {kind", "  fair:", "stands here twice"),
        ("title: {en: Cold soup, ru: Холодный суп}", "titel: x", "title:", "“titel” is not known"),
        ("scenario: cold-soup", "scenario: Cold Soup", "scenario:", "small Latin letters"),
        ("    to: next", "    to: [next", "    to: next", "expected"),
    ],
)
def test_a_broken_file_is_refused_whole_with_its_line(path, skills, old, new, line, words):
    assert old in SMALL
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        said("import_scenario", str(path), publish=True)
    text = str(refused.value)
    assert words in text
    assert f"line {line_of(line)}:" in text or words == "expected"
    assert not Scenario.objects.exists()


def test_every_problem_is_named_at_once(path, skills):
    path.write_text(SMALL.replace("minutes: 4", "minutes: x").replace("channel: counter", "channel: fax"))
    with pytest.raises(CommandError) as refused:
        said("import_scenario", str(path), json=True)
    assert str(refused.value).count("line ") == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "- a",
        "a: &x [1]\nb: *x",
        "a: !!python/object/apply:os.system [ls]",
        "x" * 2_000_001,
        "a: " + "[" * 400,
    ],
)
def test_hostile_or_foreign_files_are_refused(text):
    with pytest.raises(Refused):
        scenario_yaml.read(text)


def test_a_file_in_another_encoding_or_none_at_all(path, skills):
    path.write_bytes(SMALL.encode("cp1251", "ignore"))
    with pytest.raises(CommandError, match=r"line \d+: the file is not written in UTF-8"):
        said("import_scenario", str(path))
    with pytest.raises(CommandError, match="cannot be opened"):
        said("import_scenario", "/no/such/file.yaml")


def test_check_says_what_is_wrong_and_how_one_comes_there(path, skills, capsys):
    text = said("check_scenario", str(path))
    assert "cold-soup, en: 3 ways through" in text and "points from -2 to 5" in text
    path.write_text(
        SMALL.replace("        when: secretvar\n", "        when: patience > 9\n").replace(
            "      - text: {en: I shall ask., ru: Спрошу.}\n        to: fair\n        shows: {solve: -1}\n", ""
        )
    )
    out = StringIO()
    with pytest.raises(CommandError, match="cannot be published"):
        call_command("check_scenario", str(path), json=True, stdout=out)
    found = json.loads(out.getvalue())["languages"]["en"]
    stuck = next(finding for finding in found["findings"] if finding["kind"] == "stuck")
    assert not found["sound"] and stuck["node"] == "next" and stuck["level"] == "error"
    assert [step["text"] for step in stuck["path"]] == ["Cold indeed. I am sorry."]
    assert [step["node"] for step in stuck["path"]] == ["opening"] and stuck["path"][0]["choice"]
    assert found["runs"] is found["minutes"] is found["points"] is None
    never = next(finding for finding in found["findings"] if finding["kind"] == "never_enabled")
    assert (never["node"], never["reply"], never["level"]) == ("next", 1, "warning") and len(never["path"]) == 1


def test_check_takes_a_short_name(small):
    found = json.loads(said("check_scenario", "cold-soup", json=True))
    assert found["languages"]["ru"]["sound"] and found["languages"]["ru"]["findings"] == []
    english = found["languages"]["en"]
    assert (english["runs"], english["shortest"], english["longest"]) == (3, 1, 2) and english["points"] == [-2, 5]
    assert english["minutes"] == [0.2, 0.3] and english["words"] > 20 and english["nodes"] == 6
    with pytest.raises(CommandError, match="neither a scenario"):
        said("check_scenario", "no-such")
    with pytest.raises(CommandError, match="no scenario"):
        said("export_scenario", "no-such")


def test_a_story_becomes_a_new_draft_with_what_was_left_out(tmp_path, skills):
    path = tmp_path / "суп.twee"
    path.write_text(SOUP, encoding="utf-8")
    dry = json.loads(said("import_scenario", str(path), dry_run=True, json=True))
    assert (dry["passages"], dry["choices"], dry["ends"], dry["start"]) == (4, 5, 2, "Зал \\ [у окна]")
    assert [(item["line"], item["passage"], item["row"]) for item in dry["refused"]] == [
        (24, "Кухня", 1),
        (29, "Вид", 0),
        (32, "Код", 0),
    ]
    assert [(item["kind"], item["level"]) for item in dry["findings"]] == [("flat", "error")]
    assert (dry["format"], dry["languages"], dry["dry_run"]) == ("twee", ["ru"], True)
    assert not Scenario.objects.exists()
    text = said("import_scenario", str(path), format="twee")
    assert "4 parts, 5 replies, 2 ends; saved as a draft" in text and "left out: line 24, Кухня:" in text
    assert json.loads(said("import_scenario", str(path), json=True))["scenario"] == "kholodnyy-sup-2"
    assert Scenario.objects.count() == 2 and not Scenario.objects.filter(live=True).exists()
    with pytest.raises(CommandError, match="All ways through are worth the same"):
        said("import_scenario", str(path), publish=True)
    assert Scenario.objects.count() == 2


def test_a_package_with_points_can_be_published_at_once(tmp_path, skills):
    path = tmp_path / "soup.h5p"
    path.write_bytes(package(soup("dynamic-score")))
    assert "published" in said("import_scenario", str(path), skill="apologise", publish=True)
    assert Scenario.objects.get().live
    with pytest.raises(CommandError, match="no skill"):
        said("import_scenario", str(path), skill="dance")


def test_a_file_that_is_no_story_is_refused_as_json_too(tmp_path, skills):
    path = tmp_path / "x.h5p"
    path.write_bytes(package(soup(), **{"../evil": b"x"}))
    out = StringIO()
    with pytest.raises(CommandError, match="Nothing was taken from the file"):
        call_command("import_scenario", str(path), json=True, stdout=out)
    (problem,) = json.loads(out.getvalue())["refused"]
    assert "wants to lie outside" in problem["text"] and problem["line"] == 0


@pytest.mark.parametrize("kind", ["twee", "twine-json"])
def test_a_scenario_as_a_story(small, kind, tmp_path):
    out, err = StringIO(), StringIO()
    call_command("export_scenario", "cold-soup", format=kind, language="ru", stdout=out, stderr=err)
    assert "“next”: what a reply shows has no place in Twine" in err.getvalue()
    path = tmp_path / "story"
    path.write_text(out.getvalue(), encoding="utf-8")
    found = json.loads(said("import_scenario", str(path), dry_run=True, json=True))
    assert (found["format"], found["start"], found["passages"], found["ends"]) == (kind, "opening", 6, 3)


def test_check_takes_a_story_too(tmp_path, skills):
    path = tmp_path / "x.twee"
    path.write_text(":: Start\nHi.\n[[Go->Nowhere]]\n", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be published"):
        said("check_scenario", str(path))
