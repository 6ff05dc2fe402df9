"""Backup under writes, restore elsewhere: the same ledgers, the same files; a failed restore changes nothing."""

import hashlib
import io
import json
import signal
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from .conftest import Template
from .installation import Installation, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
STORE = """
from lms.ops.actions import store_file
from lms.ops.actions.files import write_private
from django.core.files.storage import default_storage
from django.core.files.base import ContentFile
store_file(kind="x", path="a/one.txt", content=b"private", download_name="one.txt", content_type="text/plain")
write_private("spool/import.csv", b"left out")
default_storage.save("pictures/картинка.png", ContentFile(b"picture"))
"""
LEDGERS = """
import json
from lms.ops.backup import postgresql, sqlite, places
from django.db import connection
found = postgresql.describe() if connection.vendor == "postgresql" else sqlite.describe(places.sqlite_file())
print(json.dumps(found["ledgers"]))
"""


TAKE = """
import sys
from pathlib import Path
from lms.ops.backup import make_backup
make_backup(to=Path(sys.argv[1]))
"""
PEOPLE = "from tests.lms.ops.writers import prepare\nprepare(1)\n"


def manifest_of(archive: Path) -> dict[str, Any]:
    with tarfile.open(archive) as tar:
        return json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]


def restore(installation: Installation, archive: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    return installation.manage("restore", str(archive), *more)


def ledgers(installation: Installation) -> Any:
    return json.loads(installation.python(LEDGERS))


@pytest.fixture
def elsewhere(template: Template, tmp_path: Path) -> Any:
    made = template.empty(tmp_path / "elsewhere")
    yield made
    made.close()


def test_a_backup_under_writes_restores_to_the_same_ledgers(installation: Installation, elsewhere: Any) -> None:
    installation.python(STORE)
    writers = installation.start("-m", "tests.lms.ops.writers", "4", "0", log="writers")
    wait_until(lambda: installation.log("writers").count("\n") > 20, 60, "four processes write", [writers])
    before = installation.log("writers").split()
    made = installation.manage("backup", "--json")
    assert made.returncode == 0, made.stderr
    report = json.loads(made.stdout)
    still = len(installation.log("writers").split())
    wait_until(lambda: len(installation.log("writers").split()) > still, 20, "writing goes on", [writers])
    installation.end(writers, signal.SIGKILL)
    archive = Path(report["file"])
    assert archive.parent == installation.data / "backups" and archive.stat().st_mode & 0o077 == 0

    manifest = manifest_of(archive)
    assert set(manifest["files"]) >= {"private/a/one.txt", "media/pictures/картинка.png", manifest["database"]}
    assert not [name for name in manifest["files"] if "spool" in name]
    assert manifest["ledgers"]["learning_learningrecord"]["rows"] >= len(before)

    done = restore(elsewhere, archive)
    assert done.returncode == 0, done.stderr
    assert ledgers(elsewhere) == manifest["ledgers"] == report["ledgers"]
    keys = {key for (key,) in elsewhere.rows("SELECT key FROM learning_learningrecord")}
    assert keys >= set(before), "everything written before the backup began is in it"
    assert (elsewhere.data / "private" / "a" / "one.txt").read_bytes() == b"private"
    assert (elsewhere.data / "media" / "pictures" / "картинка.png").read_bytes() == b"picture"
    checked = elsewhere.manage("rebuild", "--check")
    assert checked.returncode == 0, checked.stdout
    with pytest.raises(Exception, match="append-only"):
        elsewhere.execute("DELETE FROM learning_learningrecord")
    assert elsewhere.manage("migrate", "-v0").returncode == 0
    assert not list(elsewhere.data.glob(".re*")) and not list(elsewhere.data.glob(".before*"))


def test_a_database_with_people_is_replaced_only_when_asked_to(installation: Installation) -> None:
    archive = installation.data / "one.tar.gz"
    installation.python(TAKE + STORE + PEOPLE, str(archive))
    refused = restore(installation, archive)
    assert refused.returncode == 1 and "already holds people" in refused.stderr and "--yes" in refused.stderr
    assert installation.count("SELECT count(*) FROM people_user") == 1
    done = restore(installation, archive, "--yes")
    assert done.returncode == 0, done.stderr
    assert installation.count("SELECT count(*) FROM people_user") == 0
    assert not (installation.data / "private" / "a").exists()


@pytest.mark.proof
def test_a_restore_under_a_running_service_is_refused(installation: Installation) -> None:
    archive = installation.data / "one.tar.gz"
    installation.python(TAKE, str(archive))
    service = installation.start("-m", "tests.lms.ops.writers", "1", "0", log="service")
    wait_until(lambda: installation.log("service").count("\n") > 2, 60, "somebody writes", [service])
    done = restore(installation, archive, "--yes")
    assert done.returncode == 1 and "The database is in use. Stop the service first" in done.stderr
    assert service.poll() is None
    installation.end(service)
    assert installation.count("SELECT count(*) FROM learning_learningrecord") > 2


def rewritten(archive: Path, to: Path, change: Any) -> Path:
    """A copy of the archive, `change(name, content)` giving each file's new content, or None to leave it out."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old.getmembers():
            content = change(member.name, old.extractfile(member).read())  # type: ignore[union-attr]
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return to


def in_manifest(**changes: Any) -> Any:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | changes).encode() if name == "manifest.json" else content

    return change


def with_false_ledger(name: str, content: bytes) -> bytes:
    if name != "manifest.json":
        return content
    manifest = json.loads(content)
    manifest["ledgers"]["ops_auditentry"]["sha256"] = "0" * 64
    return json.dumps(manifest).encode()


def test_what_is_not_a_sound_backup_of_this_program_is_refused_and_changes_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    good = tmp_path / "good.tar.gz"
    installation.python(STORE + TAKE, str(good))
    content = good.read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.tar.gz").write_text("hello")
    bad = {
        "half.tar.gz": "cannot be read",
        "text.tar.gz": "cannot be read",
        "none.tar.gz": "is not there",
        "flipped.tar.gz": "one.txt is not what was backed up",
        "short.tar.gz": "private/a/one.txt is missing",
        "vendor.tar.gz": "This is a backup of oracle",
        "newer.tar.gz": "newer version of this program (it has ops.9999_later)",
        "format.tar.gz": "newer version of this program",
        "ledger.tar.gz": "The ledger ops_auditentry in the backup is not what was backed up",
    }
    migrations = [*manifest_of(good)["migrations"], "ops.9999_later"]
    for name, change in {
        "flipped": lambda name, text: b"PRIVATE" if name.endswith("one.txt") else text,
        "short": lambda name, text: None if name.endswith("one.txt") else text,
        "vendor": in_manifest(vendor="oracle"),
        "newer": in_manifest(migrations=migrations),
        "format": in_manifest(format=2),
        "ledger": with_false_ledger,
    }.items():
        rewritten(good, tmp_path / f"{name}.tar.gz", change)
    was = fingerprint(installation)
    said = json.loads(installation.python(TRY_ALL, *[str(tmp_path / name) for name in bad], timeout=300))
    for name, words in bad.items():
        assert words in said[str(tmp_path / name)], said
    assert fingerprint(installation) == was


TRY_ALL = """
import json, sys
from io import StringIO
from django.core.management import CommandError, call_command
said = {}
for name in sys.argv[1:]:
    try:
        call_command("restore", name, "--yes", stdout=StringIO())
        said[name] = "restored"
    except CommandError as error:
        said[name] = str(error)
print(json.dumps(said))
"""


def fingerprint(installation: Installation) -> dict[str, str]:
    """Every file but the database's (whose bytes a mere opening may change), and what the database holds."""
    files = {
        str(path.relative_to(installation.data)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in installation.data.rglob("*")
        if path.is_file() and "service-star.sqlite3" not in path.name and "cache" not in path.parts
    }
    rows = (
        installation.count("SELECT count(*) FROM ops_privatefile"),
        installation.count("SELECT count(*) FROM django_migrations"),
    )
    return files | {"rows": str(rows)}


def test_only_the_newest_stay(installation: Installation) -> None:
    folder = installation.data / "backups"
    folder.mkdir()
    for day in range(1, 5):
        (folder / f"service-star-2026-01-0{day}-000000.tar.gz").write_text("old")
    (folder / "mine.tar.gz").write_text("not ours")
    done = installation.manage("backup", "--keep", "3")
    assert done.returncode == 0 and "MB" in done.stdout
    left = sorted(path.name for path in folder.iterdir())
    assert left[0] == "mine.tar.gz" and len(left) == 4 and left[1] == "service-star-2026-01-03-000000.tar.gz"


def test_a_place_that_cannot_be_written_is_said(installation: Installation) -> None:
    done = installation.manage("backup", "--to", "/proc/none/one.tar.gz")
    assert done.returncode == 1 and "cannot be written" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.proof
@pytest.mark.parametrize("moment", ["moving", "loaded"])
def test_a_killed_restore_can_be_undone_and_keeps_the_service_from_starting(
    installation: Installation, moment: str
) -> None:
    archive = installation.data / "one.tar.gz"
    installation.python(STORE + TAKE + PEOPLE, str(archive))
    (installation.data / "private" / "a" / "two.txt").write_text("later")
    killed = installation.run("-c", KILLED_HALF_WAY, str(archive), moment)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (installation.data / "restore-in-progress.json").exists()
    if moment == "loaded":
        refused = installation.manage("serve", "--port", "8124")
        assert refused.returncode == 1 and "restore --undo" in refused.stderr
    assert installation.manage("restore", "--undo").stdout.strip() == "Put back."
    assert installation.count("SELECT count(*) FROM people_user") == 1
    assert (installation.data / "private" / "a" / "two.txt").read_text() == "later"
    assert not list(installation.data.glob(".re*")) and not list(installation.data.glob(".before-*"))


KILLED_HALF_WAY = """
import django, os, signal, sys
django.setup()
from pathlib import Path
from lms.ops.backup import restore_backup
from lms.ops.backup import restoring, swap
real, count = os.rename, []
def rename(a, b):
    count.append(a)
    if len(count) == 4 and sys.argv[2] == "moving":
        os.kill(os.getpid(), signal.SIGKILL)
    real(a, b)
swap.os.rename = rename
if sys.argv[2] == "loaded":
    restoring.settle = lambda marker: os.kill(os.getpid(), signal.SIGKILL)
restore_backup(Path(sys.argv[1]), replace=True)
"""


def test_before_there_is_a_database(elsewhere: Installation) -> None:
    done = elsewhere.manage("backup")
    assert done.returncode == 1 and "manage.py migrate" in done.stderr and "Traceback" not in done.stderr
