"""An editor writes a lesson from a word processor's text, a colleague reviews it, it is scheduled and translated."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from courses.catalogue.models import LessonPage
from lms.learning.models import Activity
from tests.courses.catalogue.conftest import course, russian  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser]

# What a word processor puts on the clipboard, in its own dialect.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{margin:0cm}</style></head><body lang="RU"><!--StartFragment-->
<h2 style="mso-style-next:Обычный"><span style="font-family:Calibri"><font color="#1F3864">Сердитый
звонок</font></span><o:p></o:p></h2>
<p class="MsoNormal" style="margin-bottom:8.0pt"><span style="font-size:11.0pt;mso-fareast-language:EN-US">Скажите:
&laquo;Я&nbsp;разберусь&raquo; &mdash; и&hellip; <b style="mso-bidi-font-weight:normal">сделайте</b> это.
&ldquo;I will.&rdquo;<o:p></o:p></span></p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p>
<ul style="margin-top:0cm" type="disc"><li class="MsoNormal" style="mso-list:l0 level1 lfo1"><font
face="Calibri">Выслушайте<o:p></o:p></font></li><li class="MsoNormal"><i>Запишите</i><o:p></o:p></li></ul>
<p class="MsoNormal"><a href="https://example.com/rules" style="color:#0563C1" target="_blank">Правила</a></p>
<!--EndFragment--></body></html>"""
PASTE = """(node, html) => {
  node.focus();
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', node.innerText || 'text');
  node.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
FILL = "(node, text) => { node.value = text; node.dispatchEvent(new Event('change', {bubbles: true})); }"
LEFT = "() => !window.pressed && document.readyState === 'complete'"
CHECK = "body-2-value"


@pytest.fixture
def by_hand(settings) -> None:
    """Only what a person presses is saved: a draft saving by itself meanwhile is another test's matter."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


def add_block(page, name: str) -> None:
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=name, exact=True).first.click()


def press(page, name: str) -> None:
    """One of the actions under the form, which leaves the page."""
    page.evaluate("window.pressed = true")  # gone with the page
    choose(page, name)
    page.wait_for_function(LEFT)


def choose(page, name: str) -> None:
    button = page.get_by_role("button", name=name, exact=True).first
    if not button.is_visible():
        page.get_by_role("button", name="More actions").click()
    button.click(timeout=10_000)


def latest(lesson: LessonPage) -> LessonPage:
    return Page.objects.get(pk=lesson.pk).get_latest_revision_as_object()


def noise(*pages) -> list[str]:
    return [line for page in pages for line in (*page.said, *page.foreign)]


def write_lesson(page) -> None:
    page.fill("#id_title", "An angry caller")
    add_block(page, "Text")
    page.locator(".public-DraftEditor-content").evaluate(PASTE, WORD)
    add_block(page, "Key phrase")
    page.fill("[name=body-1-value-text]", "I will sort it out.")
    add_block(page, "Quick check")
    page.fill(f"[name={CHECK}-question]", "What comes first?")
    for n, answer in enumerate(("A discount", "Listening", "A form")):
        page.fill(f"[name={CHECK}-options-{n}-value-text]", answer)


def test_what_is_typed_is_saved_by_itself(people, course, walk):  # noqa: F811
    lesson = course.lessons[1]
    page = walk(people.editor, f"/cms/pages/{lesson.pk}/edit/")
    page.wait_for_timeout(2500)  # only then the editor tells changes from what was there, as for a person's hands
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url == page.url) as saved:
        page.fill("#id_title", "Say sorry")
    assert saved.value.ok and latest(lesson).title == "Say sorry"
    assert Page.objects.get(pk=lesson.pk).title == "Apologise"  # readers have what was published
    assert noise(page) == []


@pytest.mark.usefixtures("by_hand")
def test_a_lesson_from_a_word_processor_goes_through_review(people, course, walk, live_server):  # noqa: F811
    page = walk(people.editor, f"/cms/pages/add/catalogue/lessonpage/{course.page.pk}/")
    write_lesson(page)
    press(page, "Save draft")
    lesson = LessonPage.objects.get(slug="an-angry-caller")
    assert not lesson.live

    press(page, "Submit to Review by a colleague")  # no answer is marked as the right one
    assert (
        "Mark exactly one answer as the right one."
        in page.locator("form[data-edit-form], #page-edit-form").inner_text()
    )
    page.check(f"[name={CHECK}-options-1-value-right]")

    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe, iframe[title='Preview']").first
    preview.locator("article.lesson h2", has_text="Сердитый звонок").wait_for()
    preview.locator("section.check", has_text="Listening").wait_for()
    press(page, "Submit to Review by a colleague")
    assert_clean(latest(lesson))

    colleague = walk(people.administrator, "/cms/")
    waiting = colleague.locator("section", has_text="Waiting for your review")
    waiting.get_by_role("link", name="An angry caller").click()
    press(colleague, "Approve and Publish")
    lesson.refresh_from_db()
    assert lesson.live

    reader = walk(people.new_hire, "/learn/complaints/an-angry-caller/")
    assert "Сердитый звонок" in reader.locator("article.lesson h2").first.inner_text()
    reader.locator("button.option", has_text="Listening").click()
    reader.locator("section.check.is-right").wait_for()
    assert noise(page, colleague, reader) == []


def assert_clean(lesson: LessonPage) -> None:
    text, phrase, check = lesson.body.get_prep_value()
    html = re.sub(r' data-block-key="\w+"', "", text["value"])
    assert set(re.findall(r"<(\w+)", html)) == {"h2", "p", "ul", "li", "b", "i", "a"}
    assert set(re.findall(r"\s([\w-]+)=", html)) == {"href"}
    assert not re.search(r"mso|Mso|font|style|class", html)
    assert html.startswith(
        "<h2>Сердитый звонок</h2><p>Скажите: «Я разберусь» — и… <b>сделайте</b> это. “I will.”</p><ul>"
    )
    assert phrase["value"]["text"] == "I will sort it out."
    options = [option["value"] for option in check["value"]["options"]]
    assert [(option["text"], option["right"]) for option in options] == [
        ("A discount", False),
        ("Listening", True),
        ("A form", False),
    ]
    assert {option["why"] for option in options} == {""}


@pytest.mark.usefixtures("by_hand")
def test_a_scheduled_lesson_opens_by_itself(people, course, walk, live_server):  # noqa: F811
    lesson = course.lessons[2]
    lesson.unpublish()
    page = walk(people.editor, f"/cms/pages/{lesson.pk}/edit/")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    moment = timezone.localtime(timezone.now() + timedelta(days=1))
    page.locator("[name=go_live_at]").evaluate(FILL, f"{moment:%Y-%m-%d %H:%M}")
    page.get_by_role("button", name="Save schedule").click()
    page.wait_for_load_state()
    press(page, "Schedule to publish")
    path = "/learn/complaints/thank/"
    reader = walk(people.new_hire, "/learn/complaints/")
    call_command("publish_scheduled")
    assert reader.goto(live_server.url + path).status == 404
    reader.said.clear()  # the 404 itself

    assert lesson.revisions.filter(approved_go_live_at__isnull=False).count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        call_command("publish_scheduled")
    assert reader.goto(live_server.url + path).status == 200
    assert "Thank them." in reader.locator("article.lesson").inner_text()
    assert Activity.objects.get(uid=lesson.translation_key).live
    assert noise(page, reader) == []


@pytest.mark.usefixtures("by_hand")
def test_a_translation_is_read_at_the_same_address(people, course, russian, walk, live_server):  # noqa: F811
    lesson = course.lessons[1]
    page = walk(people.editor, "/cms/")
    page.locator("#lonely-section, [id^=panel-lonely]").get_by_role("row", name="Apologise").get_by_role(
        "link", name="Translate"
    ).click()
    page.get_by_label("Русский").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Submit").click()
    translated = LessonPage.objects.get(translation_key=lesson.translation_key, locale__language_code="ru")
    page.goto(f"{live_server.url}/cms/pages/{translated.pk}/edit/")
    page.fill("#id_title", "Извиниться")
    page.fill("[name=body-0-value-question]", "Что сказать сначала?")
    press(page, "Publish")

    path = "/learn/complaints/apologise/"
    reader = walk(people.new_hire, path, language="ru")
    assert reader.locator("article.lesson h1").inner_text() == "Извиниться"
    assert "Что сказать сначала?" in reader.locator("section.check").inner_text()
    english = walk(people.new_hire, path, language="en")
    assert english.locator("article.lesson h1").inner_text() == "Apologise"
    assert english.url == reader.url == live_server.url + path

    reader.goto(f"{live_server.url}/learn/complaints/thank/")  # nobody translated it
    assert "Thank them." in reader.locator("article.lesson[lang=en]").inner_text()
    assert reader.locator(".note-language[lang=ru]").is_visible()
    assert noise(page, reader, english) == []
