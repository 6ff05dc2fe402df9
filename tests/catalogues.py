"""The Russian catalogue is complete: nothing untranslated, nothing fuzzy, every placeholder kept, nothing missing.

With `--extract` the texts are drawn from the sources anew and held against it; the file itself stays as it is.
"""

import re
import subprocess
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


def texts() -> set[str]:
    with PO.open("rb") as file:
        return {message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)} - {""}


def not_in_the_catalogue() -> list[str]:
    """Texts of the sources that the catalogue has never seen."""
    before, known = PO.read_bytes(), texts()
    leave_out = [f"--ignore={name}" for name in (".venv", "var", "tests")]
    command = ["manage.py", "makemessages", "--locale=ru", "--no-obsolete", "--no-location", *leave_out]
    try:
        drawn = subprocess.run([sys.executable, *command], cwd=PO.parents[3], capture_output=True, text=True)
        if drawn.returncode:
            return [f"texts cannot be drawn: {drawn.stderr.strip()}"]
        return [f"{text!r} is missing; `make messages` adds it" for text in sorted(texts() - known)]
    finally:
        PO.write_bytes(before)


if __name__ == "__main__":
    problems = complaints() + (not_in_the_catalogue() if "--extract" in sys.argv else [])
    sys.stdout.write("".join(f"{PO.name}: {line}\n" for line in problems))
    sys.exit(bool(problems))
