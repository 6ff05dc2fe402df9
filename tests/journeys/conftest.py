from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from lms.people.models import User
from tests.browser import OPEN_PAGES
from tests.library import put


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


@pytest.fixture
def library(transactional_db: None, folders: None) -> None:
    put()


@pytest.fixture
def people(request: Any, transactional_db: None) -> Any:
    """The cast, in a database the live server sees. After the library, which comes as a whole database."""
    if "library" in request.fixturenames:
        request.getfixturevalue("library")
    return request.getfixturevalue("cast")


def session_cookie(person: User) -> dict[str, str]:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return {"name": django_settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value}


@pytest.fixture
def walk(request: Any, browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`walk(person, path="/", language="en", width=360, **options)`: a page of a person who is signed in.

    `page.said` is what the console said; `page.foreign` what was asked of other hosts. Both must stay empty.
    """
    contexts = []

    def start(person: User | None = None, path: str = "/", *, language: str = "en", width: int = 1280, **options: Any):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            locale=language,
            extra_http_headers={"Accept-Language": language},
            **options,
        )
        contexts.append(context)
        if person:
            context.add_cookies([session_cookie(person) | {"url": live_server.url}])
        page = context.new_page()
        request.node.stash.setdefault(OPEN_PAGES, []).append(page)
        page.said, page.foreign = [], []
        page.on("console", lambda line: page.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: _note(page, request.url, live_server.url))
        page.goto(live_server.url + path)
        return page

    yield start
    for context in contexts:
        context.close()


def _note(page: Any, url: str, own: str) -> None:
    if not url.startswith((own, "data:", "blob:", "about:")):
        page.foreign.append(url)
