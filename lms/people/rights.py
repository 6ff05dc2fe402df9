"""What editors and administrators may do in `/cms/`. Rooms add their own in `ready()`; groups follow (`set_up_groups`).

By name: the rooms above are not imported. What a room does not have is left out.
"""

SNIPPET = ("add", "change", "delete", "publish", "lock", "unlock")
PLAIN = ("add", "change", "delete")

_EDITOR: list[tuple[str, str]] = [("wagtailadmin", "access_admin"), ("simple_translation", "submit_translation")]
_ADMINISTRATOR: list[tuple[str, str]] = []


def editors_may(app: str, *models: str, verbs: tuple[str, ...] = SNIPPET) -> None:
    """Give editors, and administrators with them, these verbs on models of the app with label `app`."""
    _EDITOR.extend((app, f"{verb}_{model}") for model in models for verb in verbs)


def administrators_may(app: str, *models: str, verbs: tuple[str, ...] = PLAIN) -> None:
    _ADMINISTRATOR.extend((app, f"{verb}_{model}") for model in models for verb in verbs)


def editor() -> list[tuple[str, str]]:
    return list(_EDITOR)


def administrator() -> list[tuple[str, str]]:
    return [*_EDITOR, *_ADMINISTRATOR]
