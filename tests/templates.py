"""Every template of ours compiles, and none holds what the content policy would refuse."""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1] / "templates"
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>"),
    "an inline style": re.compile(r"<style\b|\sstyle="),
    "an event attribute": re.compile(r"\son(click|load|change|submit|input|keydown)="),
    "a foreign address": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
    "a gettext call in a component's attribute": re.compile(r"<c-[^>]*=\"[^\"]*_\("),
}
PAPER = ("_pdf.html", "/mail/", "_mail.html")  # not shown by a browser under our policy


def problems() -> list[str]:
    from django.template import TemplateSyntaxError, engines

    engine = engines["django"].engine
    found = []
    for path in sorted(ROOT.rglob("*.html")) + sorted(ROOT.rglob("*.txt")):
        name = path.relative_to(ROOT).as_posix()
        try:
            engine.get_template(name)
        except TemplateSyntaxError as error:
            found.append(f"{name}: {error}")
        if not any(mark in f"/{name}" for mark in PAPER):
            text = path.read_text(encoding="utf-8")
            found += [f"{name}: holds {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    return found


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.testing"
    import django

    django.setup()
    lines = problems()
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.exit(bool(lines))
