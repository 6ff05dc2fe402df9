"""The scenarios of the library are sound and playable in both languages; loading again changes nothing."""

from datetime import date

import pytest

from fixtures.library_loader import _load_skills
from fixtures.reading import LIBRARY, read
from fixtures.rooms.roleplays import load_library
from lms.learning.models import Activity
from roleplays.engine import END, check
from roleplays.formats import scenario_yaml
from roleplays.models import Run, Scenario
from roleplays.proof import proved_body

FILES = sorted((LIBRARY / "roleplays").glob("*.yaml"))


@pytest.fixture
def library(db):
    _load_skills(read(LIBRARY / "skills.yaml"))
    return load_library()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_has_no_finding_and_enough_in_it(path, library):
    file = scenario_yaml.read(path.read_text(encoding="utf-8"))
    assert set(file.bodies) == {"en", "ru"} == set(file.words)
    for body in file.bodies.values():
        report = proved_body(body)
        assert report.findings == ()
        assert len(report.script.nodes) >= 12 and set(report.bounds.tags) == {"listen", "apologise", "solve", "thank"}
        talking = [node for node in report.script.nodes.values() if node.choices and node.kind != "check"]
        assert sum(len(node.choices) >= 3 for node in talking) >= len(talking) * 0.7
        assert all(choice.feedback for node in talking for choice in node.choices) and all(
            node.strong for node in talking
        )
        best = [max(node.choices, key=lambda choice: sum(choice.shows.values())) for node in talking]
        places = [node.choices.index(choice) for node, choice in zip(talking, best, strict=True)]
        longest = [max(node.choices, key=lambda choice: len(choice.text)) for node in talking]
        assert len(set(places)) >= 3 and max(map(places.count, set(places))) <= len(places) * 0.6
        assert sum(a is b for a, b in zip(best, longest, strict=True)) <= len(best) * 0.5
        assert sum(node.kind == END for node in report.script.nodes.values()) >= 3


def test_one_of_them_weighs_the_apology_most(library):
    points = [
        choice["shows"].get("apologise", 0)
        for node in _body("late-birthday-parcel")["nodes"]
        for choice in node["choices"]
    ]
    assert max(points) == 3 and min(points) == -3
    tags = check(_body("late-birthday-parcel")).bounds.tags
    assert tags["apologise"].best - tags["apologise"].worst >= 7


def _body(slug: str) -> dict:
    return Scenario.objects.get(slug=slug, locale__language_code="en").played.body


def test_loading_again_adds_nothing_and_leaves_editors_work_alone(library):
    assert library == {"roleplays": 3}
    row = Scenario.objects.filter(slug="wrong-size-again").first()
    row.title = "Ours"
    row.save_revision().publish()
    assert load_library() == {"roleplays": 0}
    row.refresh_from_db()
    assert row.title == "Ours" and Activity.objects.filter(kind="roleplay", live=True).count() == 3


def test_the_demos_talks_are_made_once(library, cast):
    from fixtures.demo_company import Demo
    from fixtures.reading import DEMO
    from fixtures.rooms.roleplays import load_demo

    names = {item["person"] for item in read(DEMO / "roleplays.yaml")["runs"]}
    people = list(cast.by_role().values())
    demo = Demo("ru", date(2026, 5, 20), read(DEMO / "company.yaml"))
    demo.people = {name: people[n % len(people)] for n, name in enumerate(sorted(names))}
    load_demo(demo)
    runs = list(Run.objects.select_related("snapshot"))
    assert len(runs) == 28 and {run.snapshot.language for run in runs} == {"ru"}
    assert sum(not run.done for run in runs) == 1 and sum(run.official for run in runs) == 8
    assert {run.started_at.date() <= date(2026, 5, 19) for run in runs} == {True}
    assert min(run.score for run in runs if run.done) < 0.4 and max(run.score for run in runs if run.done) > 0.9
    load_demo(demo)
    assert Run.objects.count() == 28
