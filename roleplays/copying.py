"""A scenario once more: the same words, and nothing by which the first one is known."""

from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from .models import Scenario

WORDS = ("customer_name", "customer_note", "situation", "good_to_know", "channel", "difficulty", "minutes", "locale_id")


def copy_of(original: Scenario) -> Scenario:
    """Not saved. Name, key and the ids of all parts are its own, so that no talk is counted for the other one."""
    copy = Scenario(live=False, **{name: getattr(original, name) for name in WORDS})
    copy.title = _("%(title)s (copy)") % {"title": original.title[:110]}
    for name in ("variables", "body"):
        field = Scenario._meta.get_field(name)
        setattr(copy, name, field.to_python(afresh(getattr(original, name).get_prep_value())))
    copy.skills = list(original.skills.all())
    return copy


def afresh(stored: Any) -> Any:
    """A stream as it is stored, every block in it with a new id."""
    if isinstance(stored, list):
        return [afresh(item) for item in stored]
    if not isinstance(stored, dict):
        return stored
    block = {name: afresh(item) for name, item in stored.items()}
    return block | {"id": str(uuid4())} if {"type", "value"} <= set(block) else block
