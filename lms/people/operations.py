"""What this room tells `lms.ops` about people: who sees photos, who looks after the installation."""

from typing import Any

from lms.ops.kinds import FileKind, register, register_operators
from lms.ops.models import PrivateFile

from . import access


def colleagues_see_photos(person: Any, file: PrivateFile) -> bool:
    return bool(person.is_active)


register(FileKind("photo", colleagues_see_photos))
register_operators(access.is_administrator)
