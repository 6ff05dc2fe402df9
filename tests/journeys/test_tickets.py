"""Tickets from a file with a wrong column: dropped on the page, mended there, kept for the next file, taken."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from assessments.quality.models import Answer, ColumnMap, Ticket
from lms.ops.models import Job
from lms.ops.work import run_job
from tests.assessments.quality.conftest import line, table

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
DROP = """([text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], "tickets.csv", {type: "text/csv"}));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def content() -> str:
    """«Создано» holds words; the moments stand under a heading nobody could guess."""
    rows = [{**line(n), "Создано": "в понедельник", "Когда пришло": f"0{n}.11.2026 10:00"} for n in range(1, 8)]
    return table(rows, rows[0]).decode()


def upload(page: Page, script: bool, folder: Path) -> None:
    if script:
        page.evaluate(DROP, [content()])
        assert page.locator("[data-chosen]").inner_text() == "tickets.csv"
    else:
        path = folder / "tickets.csv"
        path.write_text(content(), encoding="utf-8")
        page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Look at the file").click()


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.proof)], ids=["with script", "without script"]
)
def test_a_wrong_column_is_mended_on_the_page_and_kept_for_the_next_file(people, walk, tmp_path, script):
    page = walk(people.administrator, "/quality/import/", java_script_enabled=script)
    upload(page, script, tmp_path)
    assert "Line 2, Создано" in page.locator("#problems").inner_text()
    assert page.get_by_role("button", name="Take all").count() == 0 and not Ticket.objects.exists()
    page.get_by_label("When it was made").select_option(label="Когда пришло")
    page.get_by_label("Name for these columns").fill("Monday file")
    page.get_by_role("button", name="Save for the next file").click()
    assert page.locator("#problems").count() == 0
    assert ColumnMap.objects.get().data["columns"]["created_at"] == "Когда пришло"
    page.get_by_role("button", name="Take all 7 tickets").click()
    page.wait_for_load_state()
    assert run_job(Job.objects.get().pk) == "done"
    assert Ticket.objects.filter(agent=people.agent).count() == 7
    page.reload()
    assert "7 new" in page.locator("main").inner_text()
    page = walk(people.administrator, "/quality/import/", java_script_enabled=script)
    upload(page, script, tmp_path)
    assert page.get_by_role("button", name="Take all 7 tickets").count() == 1
    assert page.said == [] and page.foreign == []


def test_a_customer_rates_on_a_phone_without_script(people, walk):
    from assessments.quality.actions import make_rating_link

    link = make_rating_link(kind="nps", name="Letters", by=people.administrator)
    page = walk(None, f"/rate/{link.token}/", width=320, java_script_enabled=False)
    page.get_by_text("9", exact=True).click()
    page.get_by_label("A few words, if you like").fill("Quick and kind")
    page.get_by_role("button", name="Send").click()
    assert "Thank you" in page.locator("main").inner_text()
    assert Answer.objects.get().score == 9
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.said == [] and page.foreign == []
