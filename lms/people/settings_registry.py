"""What a company may set, with type and default. One row a change, dated (`CompanySetting`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Setting:
    key: str
    label: Any
    default: Any
    kind: type
    help: Any = ""
    choices: Callable[[], list[tuple[str, Any]]] | None = None


SETTINGS: dict[str, Setting] = {}


def add(*settings: Setting) -> None:
    for setting in settings:
        SETTINGS[setting.key] = setting


add(
    Setting("company.name", _("Company name"), "Service Star", str),
    Setting(
        "company.language",
        _("Main language"),
        "ru",
        str,
        choices=lambda: [("ru", "Русский"), ("en", "English")],
    ),
    Setting("company.zone", _("Time zone"), "Europe/Moscow", str),
    Setting("company.country", _("Country of the holiday calendar"), "RU", str),
    Setting(
        "company.require_mfa",
        _("Second step at sign-in for leads, HR, reviewers and administrators"),
        True,
        bool,
    ),
    Setting("feature.quality", _("Ticket quality"), False, bool),
    Setting("feature.boards", _("Boards and points"), False, bool),
    Setting("feature.star", _("Star of the month"), False, bool),
    Setting("feature.hiring", _("Hiring interviews"), False, bool),
)
