"""Every field of every model of ours says what happens to it when a person is exported or forgotten."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from lms.ops.personal_data import declaration_of, declarations


def ours(model: type[models.Model]) -> bool:
    """In a room of this project (not in a library), with a table of its own."""
    folder = Path(apps.get_app_config(model._meta.app_label).path)
    inside = folder.is_relative_to(settings.BASE_DIR) and "site-packages" not in folder.parts
    return inside and not model._meta.proxy


MODELS = sorted((model for model in apps.get_models() if ours(model)), key=lambda model: model._meta.label)


def fields(model: type[models.Model]) -> set[str]:
    """What its own table stores, with its many-to-many tables; inherited columns are their own model's."""
    return {field.name for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)}


def test_the_rooms_have_models() -> None:
    assert {"people.User", "learning.LearningRecord", "ops.Job"} <= {model._meta.label for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model: type[models.Model]) -> None:
    declaration = declaration_of(model)
    assert declaration, f"{model._meta.label} is not declared: call lms.ops.personal_data.declare in its room"
    missing = sorted(fields(model) - declaration.declared())
    assert not missing, f"{model._meta.label} does not say export, erase or keep for: {', '.join(missing)}"


@pytest.mark.parametrize("declaration", declarations(), ids=lambda item: item.model._meta.label)
def test_nothing_is_declared_that_is_not_there(declaration) -> None:  # type: ignore[no-untyped-def]
    gone = sorted(declaration.declared() - {field.name for field in declaration.model._meta.get_fields()})
    assert not gone, f"{declaration.model._meta.label} has no {', '.join(gone)}"
    both = sorted(set(declaration.erase) & declaration.keep)
    assert not both, f"{declaration.model._meta.label} both erases and keeps {', '.join(both)}"


def test_append_only_tables_hold_no_words_to_erase() -> None:
    from lms.ops.append_only import tables

    changed = [
        item.model._meta.label for item in declarations() if item.model._meta.db_table in tables() and item.erase
    ]
    assert not changed, f"rows of {', '.join(changed)} cannot be changed, so nothing personal may stand there"
