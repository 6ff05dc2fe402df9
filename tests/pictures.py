"""The pictures of the README, drawn anew from a fresh demo company: `make pictures`."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import CHROMIUM
from tests.contact_sheet import served, signed_in
from tests.lms.ops.installation import Installation

OUT = Path("docs/pictures")


def at(path: str) -> Callable[[Page, str], None]:
    def go(page: Page, base: str) -> None:
        page.goto(base + path)

    return go


def a_talk(page: Page, base: str) -> None:
    """Begun, with one reply given."""
    page.goto(f"{base}/roleplay/")
    page.locator("main a[href*='/roleplay/']", has_text="size").first.click()
    page.get_by_role("button", name="Start").first.click()
    page.locator("#talk .option").nth(1).click()
    page.locator(".bubble.own").wait_for()


def a_question(page: Page, base: str) -> None:
    """Of an interview that is to come, with its anchors."""
    page.goto(f"{base}/hiring/")
    page.locator("main a[href*='/hiring/interview/']", has_text="Tukhvatullin").click()
    page.get_by_role("button", name="Begin the interview").click()
    page.wait_for_load_state()
    if not page.url.endswith("/1/"):
        page.locator("a[href*='/hiring/interview/'][href$='/1/']").first.click()


def a_star(page: Page, base: str) -> None:
    page.goto(f"{base}/stars/")
    page.locator("main a[href*='/stars/20']").last.click()


PICTURES: list[tuple[str, str, tuple[int, int], Callable[[Page, str], None]]] = [
    ("today", "new_hire", (1280, 1300), at("/")),
    ("lesson-phone", "new_hire", (360, 900), at("/learn/handling-complaints/last/")),
    ("roleplay-phone", "agent", (360, 900), a_talk),
    ("team", "manager", (1280, 1560), at("/team/")),
    ("interview", "manager", (1280, 1100), a_question),
    ("star", "agent", (1280, 1100), a_star),
]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        installation = Installation(Path(folder))
        try:
            people, base = served(installation, "en")
            browser = playwright.chromium.launch(**CHROMIUM)
            for name, role, (width, height), go in PICTURES:
                person = next(row for row in people if row["role"] == role)
                page = signed_in(browser, base, person, "en", width, "light")
                page.set_viewport_size({"width": width, "height": height})
                go(page, base)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=OUT / f"{name}.png")
                page.context.close()
            browser.close()
        finally:
            installation.close()
    sys.stdout.write(f"{len(PICTURES)} pictures in {OUT}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
