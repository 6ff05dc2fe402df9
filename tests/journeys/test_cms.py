"""The editor's part, page by page: it opens, its console is silent, it asks nobody else, it speaks our words."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from courses.catalogue.models import CoursePage, LearnIndexPage, LessonPage, ServiceStandard
from lms.learning.models import Skill
from roleplays.models import Scenario

pytestmark = [pytest.mark.browser]
OTHERS_WORD = re.compile(r"snippet|сниппет", re.IGNORECASE)
PATHS = ["", "pages/", "pages/{index}/", "pages/{course}/", "pages/{course}/edit/", "pages/{lesson}/edit/"]
PATHS += ["pages/{lesson}/history/", "pages/add/catalogue/lessonpage/{course}/"]
PATHS += ["standards/", "standards/add/", "standards/edit/{standard}/", "images/", "images/add/"]
PATHS += ["roleplays/import/", "roleplays/edit/{scenario}/", "roleplays/try/{scenario}/"]
PATHS += ["account/", "reports/site-history/", "reports/aging-pages/", "reports/locked/"]
ADMINISTRATORS = ["skills/", "skills/new/", "skills/edit/{skill}/"]
REPORTS = {"Locked pages", "Site history", "Aging pages"}


def objects(language: str) -> dict[str, int]:
    def first(model):
        return model.objects.filter(locale__language_code=language).first().pk

    models = {"index": LearnIndexPage, "course": CoursePage, "lesson": LessonPage, "standard": ServiceStandard}
    models["scenario"] = Scenario
    return {name: first(model) for name, model in models.items()} | {"skill": Skill.objects.first().pk}


@pytest.mark.parametrize(
    ("role", "language"),
    [
        ("administrator", "en"),
        ("editor", "ru"),
        pytest.param("administrator", "ru", marks=pytest.mark.proof),
        pytest.param("editor", "en", marks=pytest.mark.proof),
    ],
)
def test_every_main_page_is_sound(role, language, people, library, walk, live_server):
    page = walk(getattr(people, role), "/me/", language=language)
    known, wrong = objects(language), []
    for path in PATHS + (ADMINISTRATORS if role == "administrator" else []):
        url = f"{live_server.url}/cms/{path.format(**known)}"
        response = page.goto(url)
        text = page.title() + page.locator("body").inner_text()
        if response.status != 200 or page.url != url:
            wrong.append((path, response.status, page.url))
        if OTHERS_WORD.search(text):
            wrong.append((path, OTHERS_WORD.search(text).group()))
        if page.said or page.foreign:
            wrong.append((path, page.said.copy(), page.foreign.copy()))
            page.said.clear(), page.foreign.clear()
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_administrator_finds_the_skills_in_the_library(language, people, library, walk):
    page = walk(people.administrator, "/cms/", language=language)
    side = page.locator("#wagtail-sidebar")
    link = side.locator("a[href='/cms/skills/']")
    assert not link.is_visible()
    side.locator("button", has_text=gettext_in(language, "Library")).click()
    link.wait_for()
    assert side.locator("a[href='/cms/standards/']").is_visible()


def gettext_in(language: str, text: str) -> str:
    with translation.override(language):
        return gettext(text)


def test_the_menu_holds_what_an_editor_needs(people, library, walk):
    page = walk(people.editor, "/cms/")
    side = page.locator("#wagtail-sidebar")
    side.get_by_role("button", name="Library").click()
    for name in ("Service standards", "Images"):
        side.get_by_role("link", name=name).wait_for()
    assert side.get_by_role("link", name="Skills").count() == 0
    side.get_by_role("button", name="Reports").click()
    for name in REPORTS:
        side.get_by_role("link", name=name).wait_for()
    side.get_by_role("button", name="Courses").click()
    page.get_by_role("dialog").or_(side).get_by_role("link", name="Handling complaints").first.wait_for()
    assert page.said == [] and page.foreign == []
