"""How Debian's Chromium is started, by tests and by what draws pictures; what axe says of a page."""

import shutil
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

OPEN_PAGES = pytest.StashKey[list[Any]]()  # of a test; shown when it fails
CHROMIUM: dict[str, Any] = {  # the shell is the same browser without windows: half the processor time
    "executable_path": shutil.which("chromium-headless-shell") or shutil.which("chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is broken comes back: what passes is a megabyte a page, and costs more than the look itself.
LOOK = """options => axe.run(document, {...options, resultTypes: ["violations"]}).then(({violations}) =>
  violations.map(({id, nodes}) => [id, nodes.map((node) => node.html.slice(0, 120))]))"""


def broken_rules(page: Any, tags: list[str] | None = None) -> list[tuple[str, list[str]]]:
    """The rules that axe finds broken (all of its rules, or those with one of the tags), each with the elements."""
    page.evaluate(AXE_SCRIPT)
    return [(rule, html) for rule, html in page.evaluate(LOOK, {"runOnly": tags} if tags else {})]
