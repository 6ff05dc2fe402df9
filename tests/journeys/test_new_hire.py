"""A new hire without e-mail: from the QR code on the lead's screen to a certificate anybody can verify."""

import io
import re

import pytest
from pypdf import PdfReader

from courses.catalogue.models import CoursePage
from lms.learning.actions import assign
from lms.learning.models import Activity, Certificate
from lms.ops.work import run_job
from lms.people.actions import invite
from lms.people.models import Invitation

pytestmark = [pytest.mark.browser]


@pytest.fixture
def invited(people, library):
    """The new hire has no e-mail; the lead asked the team for the course and made a QR code."""
    person = people.new_hire
    person.email, person.sign_in = "", "pin"
    person.set_unusable_password()
    person.save()
    course = Activity.objects.get(uid=CoursePage.objects.first().translation_key)
    assign(activity=course, by=people.manager, team=people.team, reason="The season is coming")
    _, secret = invite(person=person, kind=Invitation.Kind.QR, by=people.manager)
    return person, secret


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_qr_code_to_a_verified_certificate(invited, walk, live_server, script):
    person, secret = invited
    page = walk(path=f"/join/{secret}/", language="ru", width=360, java_script_enabled=script)
    page.fill("input[name=pin]", "402718")
    page.locator("main form button[type=submit]").click()  # first tap: in
    assert page.url == f"{live_server.url}/"
    page.locator("main").get_by_role("link", name="Жалоба — это подарок").click()  # second tap: in the first lesson
    assert re.search(r"/learn/handling-complaints/[\w-]+/$", page.url)
    assert page.locator("article.lesson h1").is_visible()
    for _ in range(7):
        answer_all(page)
        page.locator("form.onward button[type=submit]").click()
        page.wait_for_load_state()
    assert page.url.endswith("/learn/handling-complaints/")
    certificate = Certificate.objects.get(person=person)
    assert run_job(certificate.job_id) == "done"
    page.locator("a[href*='/certificates/']").first.click()
    with page.expect_download() as download:
        page.locator("a[download], a[href*='/files/']").first.click()
    text = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert "Ким Анна Сергеевна" in text and "Работа с жалобами" in text
    page.goto(f"{live_server.url}/verify/{certificate.uid}/")
    assert "Ким Анна Сергеевна" in page.locator("main").inner_text()
    assert page.said == [] and page.foreign == []


def answer_all(page):
    """Answer every quick check of the lesson, trying one option after the other until it is right."""
    for _ in range(40):
        waiting = page.locator("section.check:not(.is-right)")
        if not waiting.count():
            return
        check = waiting.first
        before = check.locator("button.option:disabled").count()
        uid = check.get_attribute("id")
        check.locator("button.option:not(:disabled)").first.click()
        page.wait_for_load_state()
        settled = page.locator(f"[id='{uid}']")
        settled.locator(
            f"xpath=self::*[contains(@class,'is-right')] | self::*[count(.//button[@disabled])>{before}]"
        ).wait_for()


def test_the_pin_lets_them_in_again(invited, walk, live_server):
    person, secret = invited
    page = walk(path=f"/join/{secret}/", width=360)
    page.fill("input[name=pin]", "402718")
    page.locator("main form button[type=submit]").click()
    again = walk(path="/accounts/login/", width=360)
    again.fill("[name=login]", person.username)
    again.fill("[name=password]", "402718")
    again.locator("form:has([name=password]) button[type=submit]").first.click()
    assert again.url == f"{live_server.url}/"


def test_a_code_works_once(invited, walk):
    _, secret = invited
    page = walk(path=f"/join/{secret}/")
    page.fill("input[name=pin]", "402718")
    page.locator("main form button[type=submit]").click()
    other = walk(path=f"/join/{secret}/")
    assert other.locator("input[name=pin]").count() == 0
    assert "works once" in other.locator("main").inner_text()
