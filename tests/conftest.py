"""The cast: one person per role, as in the company's life. Tests go through the front door as one of them."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.utils import timezone, translation
from playwright.sync_api import Error

from lms.people.models import Membership, RoleGrant, Team, User
from tests import database
from tests.browser import CHROMIUM, OPEN_PAGES
from tests.courses.catalogue.conftest import course, russian  # noqa: F401  fixtures for all
from tests.library import loaded_library  # noqa: F401

collect_ignore = ["gamification"] if os.environ.get("WITHOUT_GAMIFICATION") else []  # the rest lives without it
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs beside the test's database

TransactionTestCase._fixture_teardown = lambda self: database.as_migrated()  # type: ignore[method-assign]

TOGETHER = ("tests/fixtures/", "tests/courses/plans/test_content.py")  # what is loaded once for a whole file
LONGEST = "tests/fixtures/test_demo.py"
LONG_WALKS = ("tests/journeys/test_every_page.py", "tests/journeys/test_new_hire.py", "tests/journeys/test_cms.py")
TEXTS = ("tests/fixtures/test_library.py", "tests/fixtures/test_coverage.py", "tests/courses/plans/test_content.py")
NEEDS_DATABASE = {"db", "transactional_db", "live_server"}
EMPTIES_IT = {"transactional_db", "live_server"}


def pytest_collection_modifyitems(config: Any, items: list[pytest.Item]) -> None:
    """What takes long begins early; formulas keep the others busy while one worker migrates.

    What empties the database stays at the end, as pytest-django has put it, the long walks in a browser before the
    short ones, so that no worker is left alone with one. On PostgreSQL formulas and the library's
    texts are left out: what asks no database, or only what is written in files, is the same on both.
    """

    def place(item: pytest.Item) -> int:
        fixtures, marked = set(getattr(item, "fixturenames", ())), item.get_closest_marker("django_db")
        if item.nodeid.startswith(LONGEST):
            return 0
        if not marked and not fixtures & NEEDS_DATABASE:
            return 1
        empties = fixtures & EMPTIES_IT or (marked and marked.kwargs.get("transaction"))
        if empties:
            return 4 if item.nodeid.startswith(LONG_WALKS) else 5
        return 2 if item.nodeid.startswith(TOGETHER) or item.get_closest_marker("slow") else 3

    items.sort(key=place)
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        same = [item for item in items if place(item) == 1 or item.nodeid.startswith(TEXTS)]
        same = [item for item in same if not item.get_closest_marker("services")]
        config.hook.pytest_deselected(items=same)
        left_out = set(same)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Where a journey failed: what its pages showed."""
    report = yield
    if call.when == "call" and report.failed:
        for page in item.stash.get(OPEN_PAGES, []):
            try:
                shown = page.inner_text("body", timeout=1000)
            except Error as gone:
                shown = str(gone)
            report.sections.append((f"the page at {page.url}", shown[:3000]))
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """A free worker takes the next test, or a whole file of TOGETHER (xdist 3.8 has no groups with pytest 9.2)."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return nodeid.partition("::")[0] if nodeid.startswith(TOGETHER) else nodeid

    return Together(config, log)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """pytest-django's own, but that workers side by side migrate once."""
    with django_db_blocker.unblock():
        made = database.set_up(keep=django_db_keepdb and not django_db_createdb)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            database.tear_down(made)


def pytest_unconfigure(config: Any) -> None:
    if hasattr(config, "workerinput"):
        return
    database.tear_down_template()


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Counted attempts, cached sessions and the language of the screen are each test's own."""
    cache.clear()
    with translation.override("en"):
        yield


@dataclass
class Cast:
    new_hire: User
    agent: User
    manager: User
    hr: User
    reviewer: User
    editor: User
    administrator: User
    other_manager: User
    other_agent: User
    team: Team
    other_team: Team

    def by_role(self) -> dict[str, User]:
        names = ("new_hire", "agent", "manager", "hr", "reviewer", "editor", "administrator", "other_manager")
        return {name: getattr(self, name) for name in names}


def _person(username: str, family: str, given: str, days: int, **fields: object) -> User:
    user = User(
        username=username,
        family_name=family,
        given_name=given,
        started_on=timezone.now().date() - timedelta(days=days),
        zone="Europe/Moscow",
        **{"email": f"{username}@example.com", **fields},
    )
    user.set_password("correct horse battery")
    user.save()
    return user


@pytest.fixture
def cast(db: None) -> Cast:
    from lms.people.actions import grant_role, join_team

    team = Team.objects.create(name="Orders", zone="Europe/Moscow")
    other = Team.objects.create(name="Returns", zone="Asia/Yekaterinburg")
    people = {
        "new_hire": _person("anna", "Ким", "Анна", 3, patronymic="Сергеевна"),
        "agent": _person("boris", "Орлов", "Борис", 200),
        "manager": _person("vera", "Лис", "Вера", 900),
        "hr": _person("gleb", "Дорохов", "Глеб", 700),
        "reviewer": _person("dina", "Ясная", "Дина", 700),
        "editor": _person("egor", "Тихий", "Егор", 700),
        "administrator": _person("zhanna", "Белая", "Жанна", 1000),
        "other_manager": _person("zahar", "Громов", "Захар", 900),
        "other_agent": _person("ilya", "Снегов", "Илья", 300),
    }
    since = date(2025, 1, 1)
    for name, role, where in (
        ("new_hire", Membership.Role.MEMBER, team),
        ("agent", Membership.Role.MENTOR, team),
        ("manager", Membership.Role.MANAGER, team),
        ("other_manager", Membership.Role.MANAGER, other),
        ("other_agent", Membership.Role.MEMBER, other),
    ):
        join_team(person=people[name], team=where, role=role, since=since, by=None)
    for name, role in (
        ("hr", RoleGrant.Role.HR),
        ("reviewer", RoleGrant.Role.QA),
        ("editor", RoleGrant.Role.EDITOR),
        ("administrator", RoleGrant.Role.ADMINISTRATOR),
    ):
        grant_role(person=people[name], role=role, by=None)
    return Cast(**people, team=team, other_team=other)


@pytest.fixture
def visit(client: Client) -> Callable[[User], Client]:
    """`visit(person)`: the test client, signed in as that person."""

    def sign_in(person: User) -> Client:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **CHROMIUM}


@pytest.fixture
def screen(request: Any, browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`screen(path, width=360, theme="dark", language="ru")`: an open page; `page.said` is its console."""
    contexts = []

    def show(path: str, *, width: int = 1280, theme: str = "light", language: str = "en", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        cookies = {"theme": theme, "language": language}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        request.node.stash.setdefault(OPEN_PAGES, []).append(page)
        page.said = []
        page.on("console", lambda line: page.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield show
    for context in contexts:
        context.close()
