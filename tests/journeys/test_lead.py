"""A lead sees who is behind and gives more time; an administrator imports thirty people from a spreadsheet."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone

from courses.catalogue.models import CoursePage
from lms.learning.actions import assign
from lms.learning.models import Activity, Assignment
from lms.people.models import User

pytestmark = [pytest.mark.browser]


@pytest.fixture
def late(people, library):
    """The team was asked for the course by yesterday, and nobody has begun."""
    course = Activity.objects.get(uid=CoursePage.objects.first().translation_key)
    yesterday = timezone.localdate() - timedelta(days=1)
    assign(activity=course, by=people.manager, team=people.team, due_on=yesterday, reason="The season is coming")
    return people


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_lead_sees_who_is_behind_and_gives_more_time(late, walk, live_server, script):
    page = walk(late.manager, "/team/", width=360, java_script_enabled=script)
    row = page.locator("li", has_text="Ким Анна").filter(has_text="not started").first
    assert "Late" in row.inner_text()
    row.locator("button", has_text="Move to").click()
    page.wait_for_load_state()
    own = Assignment.objects.get(person=late.new_hire)
    assert own.due_on > timezone.localdate() and own.reason == "The season is coming"
    assert page.locator("li", has_text="Ким Анна").filter(has_text="Late").count() == 0
    assert page.locator("li", has_text="Орлов Борис").filter(has_text="Late").count() == 1
    assert page.said == [] and page.foreign == []


def sheet_with(path: Path, count: int, bad: dict[int, dict[int, str]]) -> Path:
    """A spreadsheet of `count` people; `bad` replaces cells by line and column."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Фамилия", "Имя", "Отчество", "Почта", "Команда", "Дата выхода", "Табельный номер"])
    for n in range(1, count + 1):
        sheet.append([f"Семёнов{n}", "Пётр", "Ильич", f"p{n}@example.com", "Orders", "01.12.2025", f"T-{n:03}"])
    for line, cells in bad.items():
        for column, value in cells.items():
            sheet.cell(line, column, value)
    book.save(path)
    return path


def test_an_administrator_imports_thirty_people_and_two_bad_lines_are_named(people, walk, tmp_path):
    path = sheet_with(tmp_path / "people.xlsx", 30, {9: {2: ""}, 17: {6: "31.02.2025"}})
    before = User.objects.count()
    page = walk(people.administrator, "/people/import/")
    page.set_input_files("input[type=file]", path)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    assert "9" in text and "17" in text and "28" in text
    assert User.objects.count() == before
    page.locator("main button", has_text="28").click()
    page.wait_for_load_state()
    assert User.objects.count() == before + 28
    assert not User.objects.filter(personnel_number="T-016").exists()
    assert User.objects.get(personnel_number="T-001").memberships.get().team == people.team
    assert page.said == [] and page.foreign == []
