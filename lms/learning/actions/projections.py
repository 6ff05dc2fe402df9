from collections.abc import Iterator
from itertools import islice

from django.db import models, transaction

from lms.learning.models import Evidence, LearningRecord
from lms.learning.rebuilding import Difference, Projection, differences, hold_still, projections

BATCH = 1000


@transaction.atomic
def rebuild_projections() -> dict[str, int]:
    """Drop every projection and write it anew from the facts. Rows per projection."""
    hold_still(LearningRecord, Evidence)
    return {projection.name: _rebuild(projection) for projection in projections()}


def _rebuild(projection: Projection) -> int:
    projection.model._default_manager.all().delete()
    return sum(len(projection.model._default_manager.bulk_create(rows)) for rows in _batches(projection))


def _batches(projection: Projection) -> Iterator[list[models.Model]]:
    rows = projection.compute()
    while batch := list(islice(rows, BATCH)):
        yield batch


@transaction.atomic
def check_projections(projection: Projection) -> list[Difference]:
    """Every row that differs from what the facts say, while no fact can come in between."""
    hold_still(LearningRecord, Evidence)
    return list(differences(projection))
