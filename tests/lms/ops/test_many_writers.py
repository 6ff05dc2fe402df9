"""Eight processes write learning records at once, and none is told that the database is locked."""

import pytest

from .faults import many_writers
from .installation import Installation

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_eight_processes_write_and_none_is_locked_out(installation: Installation) -> None:
    many_writers(installation, processes=8, each=40)
