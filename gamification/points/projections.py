from lms.learning.rebuilding import register_projection

from . import queries
from .models import Standing


def register() -> None:
    register_projection("standing", Standing, ("person_id", "month"), queries.standings)
