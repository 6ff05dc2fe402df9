"""Where an installation keeps what a backup holds."""

from pathlib import Path

from django.conf import settings


def data() -> Path:
    return Path(settings.DATA_DIR)


def backups() -> Path:
    return data() / "backups"


def sqlite_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


def folders() -> dict[str, Path]:
    """Name inside the archive → folder."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


LEFT_OUT = frozenset({"private/spool"})


def marker() -> Path:
    """Exists while a restore is changing things; names what it moved."""
    return data() / "restore-in-progress.json"


def interrupted_restore() -> bool:
    return marker().exists()
