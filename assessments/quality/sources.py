"""Where tickets come from. A connector adds its own: the database does not know the list."""

from typing import Any

from django.utils.translation import gettext_lazy as _

OWN = "own"
SOURCES: dict[str, Any] = {
    "generic": _("Spreadsheet"),
    "zendesk": "Zendesk",
    "freshdesk": "Freshdesk",
    OWN: _("Our own rating page"),
}


def register(name: str, label: Any) -> None:
    """`name`: at most 20 characters, stored with each ticket. `label`: for people, may be lazy."""
    SOURCES[name] = label


def label_of(name: str) -> str:
    """Of a second help desk of the same kind with its number: `zendesk-2` is Zendesk 2."""
    system, _dash, number = name.partition("-")
    return f"{SOURCES.get(system, system)} {number}".strip()
