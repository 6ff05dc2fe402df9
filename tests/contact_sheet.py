"""Every kind of page, as each person of the demo company sees it, small and side by side: `make contact-sheet`.

Starts the project on a fresh demo of its own, follows links from Today, and takes one address of each kind in both
languages, on a phone and a wide screen, light and dark. What it finds goes into `var/contact-sheet/`: a picture a
person, and `pages.txt` with every address, its status and whatever the console said.
"""

import argparse
import json
import re
import socket
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser import CHROMIUM
from tests.lms.ops.installation import Installation, wait_until

OUT = Path("var/contact-sheet")
VARIANTS = tuple(product(("en", "ru"), (360, 1280), ("light", "dark")))
NOT_FOLLOWED = re.compile(r"logout|/cms/|/media/|/files/|/static/|\.ics|/accounts/|/language")
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{20,}|\d+(-\d+)*")
MOST = 60
DRAWN = "[...document.images].every(image => image.complete || image.getBoundingClientRect().top > innerHeight)"
SHEET = """<!doctype html><meta charset="utf-8"><title>{title}</title><style>
body{{font:14px sans-serif;margin:16px;background:#888}}h1,p{{color:#fff}}div{{display:flex;gap:8px;align-items:start}}
img{{height:240px;border-radius:4px}}</style><h1>{title}</h1>{rows}"""


def kind_of(path: str) -> str:
    """The same for all pages of one kind: ids, tokens and dates are left out."""
    return NUMBER.sub("…", urlsplit(path).path)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", default="", help="sign-in names, with commas; default: one of each role")
    parser.add_argument("--most", type=int, default=MOST, help="kinds of pages a person")
    asked = parser.parse_args(arguments)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder))
        try:
            people, base = served(installation)
            wanted = set(asked.people.split(",")) if asked.people else {row["email"] for row in people}
            found = sheets([row for row in people if row["email"] in wanted], base, asked.most)
        finally:
            installation.close()
    (OUT / "pages.txt").write_text("\n".join(found) + "\n")
    wrong = [line for line in found if not line.endswith(" ok")]
    sys.stdout.write("\n".join([f"{len(found)} pictures in {OUT}; {len(wrong)} to look at", *wrong, ""]))
    return 1 if wrong else 0


def served(installation: Installation, language: str = "ru") -> tuple[list[dict[str, str]], str]:
    """The demo's people, one of each role, and the address."""
    done = installation.manage("demo", "--migrate", "--language", language, "--json", timeout=600)
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = installation.start("manage.py", "runserver", f"127.0.0.1:{port}", "--noreload", log="web")
    wait_until(lambda: _answers(port), 60, "the project answers", [server])
    people = {row["role"]: row for row in json.loads(done.stdout)}
    return [{"role": "anonymous", "email": "", "password": ""}, *people.values()], f"http://127.0.0.1:{port}"


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def sheets(people: list[dict[str, str]], base: str, most: int) -> list[str]:
    lines: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for person in people:
            name = person["email"] or "anonymous"
            paths = list(kinds(signed_in(browser, base, person, "ru", 1280, "light"), base, most))
            lines += shoot(browser, base, person, paths, OUT / name)
            draw(browser, f"{person['role']}: {name}", paths, OUT / name)
        browser.close()
    return lines


def signed_in(browser: Browser, base: str, person: dict[str, str], language: str, width: int, theme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=theme,  # type: ignore[arg-type]
        locale=language,
        extra_http_headers={"Accept-Language": language},
    )
    page = context.new_page()
    if person["email"]:
        page.goto(f"{base}/accounts/login/")
        page.fill("[name=login]", person["email"])
        page.fill("[name=password]", person["password"])
        page.locator("form:has([name=password]) button[type=submit]").first.click()
        page.wait_for_load_state()
    return page


def kinds(page: Page, base: str, most: int) -> Iterator[str]:
    """Following links, nearest first: one address of each kind."""
    waiting, seen, count = ["/" if page.url.startswith(f"{base}/") else "/accounts/login/"], set(), 0
    while waiting and count < most:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen:
            continue
        seen.add(kind)
        try:
            answer = page.goto(base + path)
        except Error:  # a file, which begins to download
            continue
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        count += 1
        yield path
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        inside = [link.removeprefix(base).partition("#")[0] for link in links if link.startswith(base)]
        waiting += [link for link in inside if not NOT_FOLLOWED.search(link) and kind_of(link) not in seen]


def shoot(browser: Browser, base: str, person: dict[str, str], paths: list[str], folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for language, width, theme in VARIANTS:
        page = signed_in(browser, base, person, language, width, theme)
        said: list[str] = []
        page.on(
            "console", lambda line, said=said: said.append(line.text) if line.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        for number, path in enumerate(paths):
            said.clear()
            answer = page.goto(base + path)
            page.evaluate("document.fonts.ready.then(() => true)")
            page.wait_for_function(DRAWN)
            status = answer.status if answer else 0
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            page.screenshot(path=folder / picture(number, language, width, theme))
            what = "; ".join([*([f"status {status}"] if status != 200 else []), *(["too wide"] if wide else []), *said])
            lines.append(f"{person['role']} {path} {language} {width} {theme}: {what or 'ok'}")
        page.context.close()
    return lines


def picture(number: int, language: str, width: int, theme: str) -> str:
    return f"{number:02}-{language}-{width}-{theme}.png"


def draw(browser: Browser, title: str, paths: list[str], folder: Path) -> None:
    """All pictures of one person on one sheet."""
    rows = "".join(
        f"<p>{path}</p><div>" + "".join(f'<img src="{picture(n, *variant)}">' for variant in VARIANTS) + "</div>"
        for n, path in enumerate(paths)
    )
    (folder / "sheet.html").write_text(SHEET.format(title=title, rows=rows))
    page: Any = browser.new_page(viewport={"width": 2300, "height": 1000})
    page.goto((folder / "sheet.html").absolute().as_uri())
    page.screenshot(path=folder.parent / f"{folder.name}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
