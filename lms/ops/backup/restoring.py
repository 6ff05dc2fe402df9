import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from lms.ops import append_only

from . import places, postgresql, sqlite
from .archive import unpack
from .swap import dump_of, incoming, put_back, settle, swap
from .trouble import BackupTrouble

STAGE = ".restore-"  # folders a backup is unpacked into
Say = Callable[[str], None]


def restore_backup(archive: Path, *, replace: bool = False, say: Say = lambda line: None) -> dict[str, Any]:
    """Check the archive whole, then put it in the place of what is there. On any failure that stays."""
    _refuse_to_overwrite(replace)
    undo_restore()
    places.data().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=places.data(), prefix=STAGE) as name:
        say("Checking the backup")
        folder = Path(name)
        manifest = unpack(archive, folder)
        _refuse_foreign(manifest)
        say("Putting it in place")
        if connection.vendor == "postgresql":
            _restore_postgresql(folder, manifest)
        else:
            _restore_sqlite(folder, manifest)
    _forget_cache()
    return {"made_at": manifest["made_at"], "files": len(manifest["files"]), "ledgers": manifest["ledgers"]}


def undo_restore() -> bool:
    """Put back what an interrupted restore had moved. False when there was nothing to undo."""
    found = places.interrupted_restore()
    if found:
        connection.close()
        if connection.vendor == "postgresql":
            _load_back(dump_of(places.marker()))
        put_back(places.marker())
    for left in places.data().glob(f"{STAGE}*"):
        shutil.rmtree(left, ignore_errors=True)
    return found


def _refuse_to_overwrite(replace: bool) -> None:
    if not replace and not places.interrupted_restore() and _has_people():
        raise BackupTrouble(
            "The database already holds people. Run “manage.py restore FILE --yes” to replace everything by the backup."
        )


def _has_people() -> bool:
    if connection.vendor == "sqlite" and not places.sqlite_file().exists():
        return False
    people = get_user_model()
    try:
        tables = connection.introspection.table_names()
        return people._meta.db_table in tables and people._default_manager.exists()
    except OperationalError as error:
        raise BackupTrouble(f"The database does not answer: {str(error).strip()}.") from error
    finally:
        connection.close()


def _refuse_foreign(manifest: dict[str, Any]) -> None:
    if manifest["vendor"] != connection.vendor:
        raise BackupTrouble(
            f"This is a backup of {manifest['vendor']}, and this installation runs on {connection.vendor}. "
            "Set DATABASE_URL to the same kind of database."
        )
    newer = [name for name in manifest["migrations"] if _is_newer(name)]
    if newer:
        raise BackupTrouble(
            f"The backup comes from a newer version of this program (it has {newer[0]}). Upgrade first."
        )


def _is_newer(migration: str) -> bool:
    """After the last one we have of that app. Older unknown names are libraries' that were squashed since."""
    app, _, name = migration.partition(".")
    return name > _last_migrations().get(app, name)


@lru_cache(1)
def _last_migrations() -> dict[str, str]:
    return dict(sorted(MigrationLoader(None).disk_migrations))


def _restore_sqlite(folder: Path, manifest: dict[str, Any]) -> None:
    database = folder / manifest["database"]
    if not sqlite.is_whole(database):
        raise BackupTrouble("The database in the backup is damaged. Take another backup.")
    _compare(sqlite.describe(database), manifest)
    sqlite.guard(database)
    connection.close()
    with sqlite.alone(), _swapped([(places.sqlite_file(), database), *_folders(folder)]):
        pass


def _restore_postgresql(folder: Path, manifest: dict[str, Any]) -> None:
    postgresql.refuse_when_in_use()
    before = None
    if postgresql.has_tables():
        (folder / "before").mkdir()
        before = postgresql.dump(folder / "before")[0]
    connection.close()
    with _swapped(_folders(folder), dump=before):
        try:
            postgresql.load(folder / manifest["database"])
            append_only.install()
            _compare(postgresql.describe(), manifest)
        except (BackupTrouble, DatabaseError, OSError):
            _load_back(before)
            raise
        finally:
            connection.close()


def _load_back(dump: Path | None) -> None:
    postgresql.load(dump) if dump else postgresql.empty()


def _folders(folder: Path) -> list[tuple[Path, Path]]:
    pairs = []
    for name, place in places.folders().items():
        (folder / name).mkdir(exist_ok=True)
        pairs.append((place, folder / name))
    return pairs


@contextmanager
def _swapped(pairs: Iterable[tuple[Path, Path]], *, dump: Path | None = None) -> Iterator[None]:
    """With the new files in place; an exception inside puts the old ones back."""
    try:
        _swap(list(pairs), dump)
        yield
    except BaseException:
        put_back(places.marker())
        raise
    settle(places.marker())


def _swap(pairs: list[tuple[Path, Path]], dump: Path | None) -> None:
    try:
        for place, new in pairs:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(incoming(place), ignore_errors=True)
            shutil.move(new, incoming(place))
        swap([place for place, _ in pairs], places.marker(), dump=dump)
    except OSError as error:
        raise BackupTrouble(f"The files could not be put in place: {error}. Everything is as it was.") from error


def _compare(found: dict[str, Any], manifest: dict[str, Any]) -> None:
    for table, entry in manifest["ledgers"].items():
        if found["ledgers"].get(table) != entry:
            raise BackupTrouble(f"The ledger {table} in the backup is not what was backed up. Take another backup.")


def _forget_cache() -> None:
    """What was remembered about the old content. A dead cache is no reason to fail a good restore."""
    from redis.exceptions import RedisError

    try:
        cache.clear()
    except (OSError, RedisError):
        return
