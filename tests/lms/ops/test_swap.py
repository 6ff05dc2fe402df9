"""Many files and folders change places as one, at whatever point it stops."""

import os
from pathlib import Path

import pytest

from lms.ops.backup import swap as module
from lms.ops.backup.swap import incoming, put_back, settle, swap


class Stopped(BaseException):
    """The process was killed here."""


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    """A file and a folder that exist, and a folder that did not exist before; a new one waits for each."""
    made = [tmp_path / "database", tmp_path / "private", tmp_path / "media"]
    made[0].write_text("old")
    made[1].mkdir()
    (made[1] / "file").write_text("old")
    incoming(made[0]).write_text("new")
    for folder in made[1:]:
        incoming(folder).mkdir()
        (incoming(folder) / "file").write_text("new")
    return made


def content(places: list[Path]) -> list[str | None]:
    inner = [place / "file" if place.name != "database" else place for place in places]
    return [path.read_text() if path.exists() else None for path in inner]


def names(places: list[Path]) -> set[str]:
    return {path.name for path in places[0].parent.iterdir()}


def test_all_new_ones_are_in(places: list[Path]) -> None:
    marker = places[0].parent / "marker.json"
    swap(places, marker)
    assert content(places) == ["new"] * 3
    settle(marker)
    assert content(places) == ["new"] * 3 and names(places) == {"database", "private", "media"}


@pytest.mark.parametrize("step", range(6))
def test_stopped_at_any_step_all_old_ones_come_back(
    places: list[Path], monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    marker, real, done = places[0].parent / "marker.json", os.rename, []

    def rename(source: Path, target: Path) -> None:
        if len(done) == step:
            raise Stopped
        done.append(source)
        real(source, target)

    monkeypatch.setattr(module.os, "rename", rename)
    if step < 5:
        with pytest.raises(Stopped):
            swap(places, marker)
    else:
        swap(places, marker)
    monkeypatch.setattr(module.os, "rename", real)
    put_back(marker)
    assert content(places) == ["old", "old", None]
    assert names(places) == {"database", "private"}
    put_back(marker)
    assert content(places) == ["old", "old", None], "nothing to undo twice"


def test_undoing_stopped_in_the_middle_can_go_on(places: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    marker, real, done = places[0].parent / "marker.json", os.rename, []
    swap(places, marker)

    def rename(source: Path, target: Path) -> None:
        if done:
            raise Stopped
        done.append(source)
        real(source, target)

    monkeypatch.setattr(module.os, "rename", rename)
    with pytest.raises(Stopped):
        put_back(marker)
    monkeypatch.setattr(module.os, "rename", real)
    put_back(marker)
    assert content(places) == ["old", "old", None]
