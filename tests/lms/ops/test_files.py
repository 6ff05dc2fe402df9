"""Private files: whole or not at all, and only for whom their kind allows."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from lms.ops.actions import remove_file, store_file
from lms.ops.actions.files import private_path, spool, sweep_parts
from lms.ops.models import PrivateFile

pytestmark = pytest.mark.django_db


def store(owner: Any, **fields: Any) -> PrivateFile:
    given = {
        "kind": "test.file",
        "path": "certificates/one.pdf",
        "content": b"%PDF-1.7",
        "download_name": "Сертификат Анны.pdf",
        "content_type": "application/pdf",
    }
    return store_file(**{**given, **fields}, owner=owner)


def url(file: PrivateFile) -> str:
    return reverse("private_file", args=[file.uid])


def test_the_owner_downloads_it_under_its_own_name(bench: Any, cast: Any, visit: Any, private: Path) -> None:
    response = visit(cast.agent).get(url(store(cast.agent)))
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private"
    name = "%D0%A1%D0%B5%D1%80%D1%82%D0%B8%D1%84%D0%B8%D0%BA%D0%B0%D1%82%20%D0%90%D0%BD%D0%BD%D1%8B.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_pictures_are_shown_in_place_but_drawings_with_scripts_are_not(
    bench: Any, cast: Any, visit: Any, private: Path
) -> None:
    client = visit(cast.agent)
    picture = store(cast.agent, path="a.png", content_type="image/png", download_name="a.png")
    drawing = store(cast.agent, path="a.svg", content_type="image/svg+xml", download_name="a.svg")
    assert client.get(url(picture))["Content-Disposition"].startswith("inline")
    assert client.get(url(drawing))["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("who", ["manager", "administrator", "other_agent"])
def test_for_others_it_does_not_exist(bench: Any, cast: Any, visit: Any, private: Path, who: str) -> None:
    assert visit(getattr(cast, who)).get(url(store(cast.agent))).status_code == 404


def test_without_sign_in_one_is_asked_to(bench: Any, cast: Any, client: Any, private: Path) -> None:
    response = client.get(url(store(cast.agent)))
    assert response.status_code == 302 and response["Location"].startswith("/accounts/login/")


def test_a_file_of_an_unknown_kind_or_lost_on_disk_is_not_found(
    bench: Any, cast: Any, visit: Any, private: Path
) -> None:
    client = visit(cast.agent)
    assert client.get(url(store(cast.agent, kind="gone", path="x"))).status_code == 404
    file = store(cast.agent)
    private_path(file.path).unlink()
    assert client.get(url(file)).status_code == 404


def test_storing_again_replaces_and_removing_leaves_nothing(cast: Any, private: Path) -> None:
    first = store(cast.agent)
    second = store(cast.agent, content=b"other")
    assert first.pk == second.pk and private_path(second.path).read_bytes() == b"other"
    remove_file(file=second)
    assert not [path for path in private.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", ["../out.pdf", "/etc/passwd", "a/../../b"])
def test_a_path_cannot_leave_the_private_folder(private: Path, path: str) -> None:
    with pytest.raises(ValueError, match="leaves the private folder"):
        private_path(path)


def test_parts_of_killed_workers_are_swept_but_not_those_being_written(private: Path) -> None:
    spool().mkdir(parents=True)
    old, new = spool() / ".part-old", spool() / ".part-new"
    waiting = spool() / "list-to-import"
    for path in (old, new, waiting):
        path.write_bytes(b"x")
    for path in (old, waiting):
        os.utime(path, (time.time() - 61,) * 2)
    assert sweep_parts() == 1
    assert new.exists() and waiting.exists() and not old.exists()
