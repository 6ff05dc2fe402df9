"""The cast: one person per role, as in the company's life. Tests go through the front door as one of them."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lms.people.models import Membership, RoleGrant, Team, User
from tests.courses.catalogue.conftest import course, russian  # noqa: F401  fixtures for all

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's loop runs beside the test's database


CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": CHROMIUM}


@pytest.fixture
def screen(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`screen(path, width=360, theme="dark", language="ru")`: an open page; `page.said` is its console."""
    contexts = []

    def show(path: str, *, width: int = 1280, theme: str = "light", language: str = "en", **options: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        cookies = {"theme": theme, "language": language}
        context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
        page = context.new_page()
        page.said = []
        page.on("console", lambda line: page.said.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield show
    for context in contexts:
        context.close()
