"""The Russian catalogue is complete: nothing untranslated, nothing fuzzy, every placeholder kept, nothing missing."""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

PO = Path(__file__).parents[1] / "locale" / "ru" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def complaint(message: Message) -> str:
    if message.fuzzy:
        return "is marked fuzzy"
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(strings):
        return "has no Russian words"
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    wanted = {p for text in ids for p in PLACEHOLDER.findall(text) if p != "%%"}
    if any(set(PLACEHOLDER.findall(text)) - {"%%"} - wanted for text in strings):
        return "has a placeholder the English text has not"
    if wanted - {p for text in strings for p in PLACEHOLDER.findall(text)}:
        return "loses a placeholder"
    return ""


def complaints() -> list[str]:
    with PO.open("rb") as file:
        catalogue = read_po(file)
    found = [(message, complaint(message)) for message in catalogue if message.id]
    return [f"{message.id!r} {why}" for message, why in found if why]


if __name__ == "__main__":
    problems = complaints()
    sys.stdout.write("".join(f"{PO.name}: {line}\n" for line in problems))
    sys.exit(bool(problems))
