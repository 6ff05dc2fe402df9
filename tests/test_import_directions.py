"""What `make check` refuses: one wrong import of each kind, planted in a copy of the house."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lms.settings.environment import ROOT

HOUSE = ("lms", "courses", "assessments", "roleplays", "gamification", "fixtures")
PLANTED = [  # the contract, where, what, and how it is named
    (
        "Imports go down only",
        "lms/people/queries.py",
        "from courses.catalogue.models import CoursePage",
        "lms.people.queries -> courses.catalogue.models",
    ),
    (
        "Nobody imports the content library",
        "assessments/quality/queries.py",
        "import fixtures.library_loader",
        "assessments.quality.queries -> fixtures.library_loader",
    ),
    (
        "Formulas import no Django",
        "roleplays/engine/scoring.py",
        "from django.utils import timezone",
        "roleplays.engine.scoring -> django",
    ),
    (
        "Inside a room",
        "assessments/quality/actions/rollups.py",
        "from assessments.quality import tasks",
        "assessments.quality.actions.rollups -> assessments.quality.tasks",
    ),
]


@pytest.mark.slow
def test_each_wrong_import_is_refused_and_named(tmp_path: Path) -> None:
    for name in HOUSE:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert checked(tmp_path).returncode == 0
    for _, file, line, _ in PLANTED:
        with (tmp_path / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    done = checked(tmp_path)
    assert done.returncode == 1 and f"0 kept, {len(PLANTED)} broken" in done.stdout
    for contract, *_, named in PLANTED:
        assert contract in done.stdout and named in done.stdout


def checked(folder: Path) -> "subprocess.CompletedProcess[str]":
    lint = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([lint, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120, check=False)
