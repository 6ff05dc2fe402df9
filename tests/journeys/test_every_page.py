"""Every page of ours, as its people see it: axe finds nothing, the console is silent, nothing scrolls sideways."""

import gzip
import re
from importlib import import_module
from importlib.util import find_spec
from itertools import product

import pytest
from django.utils import timezone

from courses.catalogue.actions import enrol
from courses.catalogue.models import CoursePage
from courses.catalogue.queries import lessons_of
from lms.learning.actions import assign, issue_certificate, record
from lms.learning.models import Activity, Skill
from lms.urls import ROOMS
from tests.browser import WCAG, broken_rules

pytestmark = [pytest.mark.browser]

LEARNER = ["/", "/learn/", "/learn/handling-complaints/", "/learn/handling-complaints/last/", "/learn/search/?q=жалоба"]
LEARNER += ["/me/", "/skills/", "/certificates/", "/notifications/", "/jobs/", "/no-such-page/"]
LEAD = ["/team/", "/assign/", "/people/{new_hire}/", "/people/{new_hire}/invite/", "/people/{new_hire}/leave/"]
LEAD += ["/people/{new_hire}/swap/", "/team/{team}/skills/", "/practice/beside-work/"]
ADMIN = ["/people/", "/people/add/", "/people/company/", "/people/teams/", "/people/rosters/add/", "/people/import/"]
ADMIN += ["/people/{new_hire}/", "/people/{new_hire}/edit/", "/people/{new_hire}/role/", "/people/{new_hire}/forget/"]
PATHS = {"new_hire": LEARNER, "manager": LEAD, "administrator": ADMIN}
# Each room writes its own pages in `tests/<its path>/pages.py`: PATHS (role -> addresses, with {name} for what
# `filled(people) -> dict` has made) and filled().
ROOM_PAGES = [
    import_module(f"tests.{room}.pages")
    for room in ROOMS
    if find_spec(f"tests.{room}") and find_spec(f"tests.{room}.pages")
]
for room in ROOM_PAGES:
    for role, paths in room.PATHS.items():
        PATHS.setdefault(role, ["/"]).extend(paths)
FULL, EMPTY = ("dark", "ru", 360, "full"), ("light", "en", 1280, "empty")
SCREENS = (FULL, EMPTY, ("light", "ru", 1280, "full"), ("dark", "en", 360, "empty"), ("light", "en", 360, "full"))


def walks():
    """A new hire and a lead with all there is, and a first day; other roles and screens are walked by the proof."""
    for role, screen in product(sorted(PATHS), SCREENS):
        here = (role in ("new_hire", "manager") and screen == FULL) or (role == "new_hire" and screen == EMPTY)
        yield pytest.param(role, *screen, marks=[] if here else pytest.mark.proof)


def ground(people) -> dict:
    return {"new_hire": people.new_hire.uid, "team": people.team.pk}


def possible(paths: list[str], things: dict) -> list[str]:
    """The addresses of what there is."""
    return [path.format(**things) for path in paths if set(re.findall(r"{(\w+)}", path)) <= set(things)]


def made(people) -> dict:
    """What the addresses name, of all rooms."""
    found = ground(people)
    for room in ROOM_PAGES:
        found |= room.filled(people)
    return found


def filled(people) -> None:
    """A learner with a course half done, a skill known, a certificate; a team with something late."""
    course = Activity.objects.get(uid=CoursePage.objects.first().translation_key)
    person = people.new_hire
    enrol(person=person, course=course)
    issue_certificate(person=person, activity=course, language="ru")
    assign(activity=course, by=people.manager, team=people.team, due_on=timezone.localdate(), reason="Скоро сезон")
    lesson = lessons_of(course)[0]
    skill = Skill.objects.get(slug="apologise")
    for n in range(8):
        record(
            person=person,
            verb="answered",
            activity=lesson,
            key=f"seen:{n}",
            source="lesson",
            score=1.0,
            evidence={skill: 1.0},
        )


@pytest.mark.parametrize(("role", "theme", "language", "width", "state"), walks())
def test_pages_are_sound(role, theme, language, width, state, people, library, walk):
    if state == "full":
        filled(people)
    things = made(people) if state == "full" else ground(people)
    page = walk(getattr(people, role), "/me/", language=language, width=width, color_scheme=theme)
    found = []
    for path in possible(PATHS[role], things):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
        page.wait_for_function("() => !document.querySelector('.lazy')")  # panels that come after the page
        page.said = [line for line in page.said if "404" not in line] if path == "/no-such-page/" else page.said
        found += problems(page, path)
        if width < 400 and state == "full":
            found += narrow(page, path)
    assert found == []
    assert page.said == [] and page.foreign == []


@pytest.mark.parametrize("role", sorted(PATHS))
def test_pages_say_something_where_there_is_nothing_yet(role, people, library, visit):
    client, wrong = visit(getattr(people, role)), []
    for path, language in product(possible(PATHS[role], ground(people)), ("en", "ru")):
        response = client.get(path, headers={"Accept-Language": language}, follow=True)
        if response.status_code != (404 if path == "/no-such-page/" else 200):
            wrong.append((path, language, response.status_code))
        elif response.headers["Content-Type"].startswith("text/html") and response.content.count(b"<h1") != 1:
            wrong.append((path, language, "headings", response.content.count(b"<h1")))
    assert wrong == []


def problems(page, path: str) -> list[str]:
    found = [f"{path}: too wide: {what}" for what in [overflow(page)] if what]
    if page.locator("h1").count() != 1:
        found.append(f"{path}: {page.locator('h1').count()} h1")
    size = page.viewport_size
    whole = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": whole + 400})  # else the bar at the foot covers something
    found += [f"{path}: {rule} {html[:3]}" for rule, html in broken_rules(page, WCAG)]
    page.set_viewport_size(size)
    return found


def narrow(page, path: str) -> list[str]:
    """No sideways scroll at 320 px and at 200 % text. Russian words are longer; English is walked by the proof."""
    size, found = page.viewport_size, []
    page.set_viewport_size({"width": 320, "height": 800})
    found += [f"{path} at 320 px: {what}" for what in [overflow(page)] if what]
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"{path} at 200 %: {what}" for what in [overflow(page)] if what]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)
    return found


WIDER = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1);
  const named = (e) => `${e.tagName} ${e.getAttribute("class")}: ${e.textContent.trim().slice(0, 40)}`;
  return wide.map(named).slice(-3).join(" | ");
}"""


def overflow(page) -> str:
    """What reaches beyond the right edge; empty when the page does not scroll sideways."""
    return page.evaluate(WIDER)


def test_the_first_load_of_today_is_light(people, library, walk, live_server):
    """≤ 60 kB compressed and ≤ 8 requests, all of them ours."""
    filled(people)
    page = walk(people.new_hire, "/skills/", width=360)
    context = page.context.browser.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies(page.context.cookies())
    fresh = context.new_page()
    responses = []
    fresh.on("response", lambda response: responses.append(response))
    fresh.goto(live_server.url + "/", wait_until="networkidle")
    sizes = [len(gzip.compress(response.body(), 6)) for response in responses]
    context.close()
    assert len(responses) <= 8, [response.url for response in responses]
    assert sum(sizes) <= 60 * 1024, dict(zip([r.url for r in responses], sizes, strict=True))


def test_what_is_sent_is_compressed(client, db):
    for path in ("/accounts/login/", "/static/ui/app.css", "/static/django_htmx/htmx-2.min.js"):
        assert client.get(path, headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip", path
