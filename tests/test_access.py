"""Who may open what: every URL of ours × everybody × own team's, another team's and a missing object × GET and POST.

A URL without a row here fails, and so does a row whose answers are not as written. Answers by who asks:

    open      everybody, signed in or not
    everybody signed in
    leads     the lead of the object's team, and administrators (a lead of another team gets 404)
    admins    administrators
    owner     the person the object belongs to (and whoever the row names besides)

Whoever may not see a thing gets 404, a stranger is sent to sign in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from lms.learning.actions import assign, issue_certificate
from lms.ops.actions import enqueue, store_file
from lms.people.models import DayOff, Swap, Team
from lms.urls import ROOMS
from tests.access import (
    ADMINS,
    ANY_LEAD,
    LEADS,
    LEADS_PERSON,
    MISSING_PK,
    MISSING_UID,
    NO_BOTH,
    NO_PK,
    NO_UID,
    OTHER_LEADS,
    ROLES,
    Objects,
    Row,
    Things,
    person_and,
    pk_of,
    uid_of,
)


@pytest.fixture(autouse=True)
def plain_page_for_what_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the answer's number is read here: drawing the whole page is most of the time."""
    monkeypatch.setattr("lms.urls.handler404", lambda request, exception: HttpResponse(status=404))


TABLE: dict[str, Row] = {
    # lms.ui
    "set_language": Row(get=405, post=302, public=True),
    "set_theme": Row(get=405, post=302, public=True),
    "styleguide": Row(get=200, post=200, public=True),
    # lms.ops
    "jobs": Row(),
    "job": Row(may=frozenset({"new_hire", "administrator"}), may_other=ADMINS, kwargs=uid_of("job"), missing=NO_UID),
    "cancel_job": Row(
        may=frozenset({"new_hire", "administrator"}),
        may_other=ADMINS,
        get=405,
        post=302,
        kwargs=uid_of("job"),
        missing=NO_UID,
    ),
    "job_again": Row(
        may=frozenset({"new_hire", "administrator"}),
        may_other=ADMINS,
        get=405,
        post=302,
        kwargs=uid_of("job"),
        missing=NO_UID,
    ),
    "private_file": Row(
        may=frozenset({"new_hire", "manager", "administrator"}),
        may_other=OTHER_LEADS,
        kwargs=uid_of("file"),
        missing=NO_UID,
    ),
    "notifications": Row(),
    "health": Row(get=503, post=405, public=True),  # no beat runs here
    # lms.people
    "join": Row(get=404, post=404, public=True, kwargs=lambda objects, other: {"secret": "no-such-secret"}),
    "me": Row(post=200),
    "my_photo": Row(get=405, post=302),
    "change_pin": Row(get=302, post=302),
    "my_data": Row(),
    "second_step": Row(),
    "people": Row(may=ADMINS),
    "people_teams": Row(may=ADMINS),
    "add_person": Row(may=ADMINS, post=200),
    "company": Row(may=ADMINS, post=200),
    "teams": Row(may=ANY_LEAD, get=302, special={("administrator", "get"): 200}),
    "add_team": Row(may=ADMINS, post=200),
    "team_settings": Row(may=ADMINS, post=200, kwargs=pk_of("team"), missing=NO_PK),
    "add_roster": Row(may=ADMINS, post=200),
    "import_people": Row(may=ADMINS, post=200),
    "import_sample": Row(may=ADMINS),
    "import_done": Row(may=ADMINS, get=302, post=302),
    "import_preview": Row(may=ADMINS, get=410, post=410, kwargs=lambda objects, other: {"token": MISSING_UID}),
    "person": Row(
        may=LEADS | {"new_hire"},
        may_other=OTHER_LEADS,
        kwargs=uid_of("person"),
        missing=NO_UID,
        special={("new_hire", "get"): 302},
    ),
    "edit_person": Row(may=ADMINS, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "end_employment": Row(may=ADMINS, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "let_return": Row(may=ADMINS, get=405, post=302, kwargs=uid_of("person"), missing=NO_UID),
    "place_in_team": Row(may=ADMINS, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "end_membership": Row(may=ADMINS, get=405, post=302, kwargs=person_and("membership"), missing=NO_BOTH),
    "give_role": Row(may=ADMINS, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "take_role": Row(may=ADMINS, get=405, post=302, kwargs=person_and("grant"), missing=NO_BOTH),
    "forget_person": Row(may=ADMINS, post=302, kwargs=uid_of("person"), missing=NO_UID),
    "invite": Row(**LEADS_PERSON, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "assign_roster": Row(may=ADMINS, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "take_leave": Row(**LEADS_PERSON, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "cancel_leave": Row(**LEADS_PERSON, get=405, post=302, kwargs=person_and("leave"), missing=NO_BOTH),
    "swap_day": Row(**LEADS_PERSON, post=200, kwargs=uid_of("person"), missing=NO_UID),
    "unswap_day": Row(**LEADS_PERSON, once=True, get=405, post=302, kwargs=person_and("swap"), missing=NO_BOTH),
    # lms.learning
    "practice": Row(),
    "beside_work": Row(may=ANY_LEAD | {"reviewer", "editor"}),
    "skills": Row(),
    "skills_of": Row(may=LEADS | {"new_hire"}, may_other=OTHER_LEADS, kwargs=uid_of("person"), missing=NO_UID),
    "team_skills": Row(**LEADS_PERSON, kwargs=pk_of("team"), missing=NO_PK),
    "assign": Row(may=ANY_LEAD, post=200),
    "assignment_move": Row(**LEADS_PERSON, get=405, post=302, kwargs=pk_of("assignment"), missing=NO_PK),
    "assignment_withdraw": Row(**LEADS_PERSON, get=405, post=302, kwargs=pk_of("assignment"), missing=NO_PK),
    "assignment_undo": Row(may=ANY_LEAD, get=405, post=404, kwargs=lambda objects, other: {"token": "forged"}),
    "certificates": Row(),
    "certificate": Row(may=LEADS | {"new_hire"}, may_other=OTHER_LEADS, kwargs=uid_of("certificate"), missing=NO_UID),
    "certificate_again": Row(
        may=LEADS | {"new_hire"}, may_other=OTHER_LEADS, get=405, post=302, kwargs=uid_of("certificate"), missing=NO_UID
    ),
    "verify": Row(kwargs=uid_of("certificate"), missing=NO_UID, public=True),
    # lms.home
    "today": Row(),
    "team": Row(**LEADS_PERSON, kwargs=pk_of("team"), missing=NO_PK),
    "today_panel": Row(kwargs=lambda objects, other: {"name": "courses"}, missing={"name": "no such panel"}),
    "team_panel": Row(
        **LEADS_PERSON,
        kwargs=lambda objects, other: {"pk": objects.made[other]["team"], "name": "courses"},
        missing={"pk": MISSING_PK, "name": "courses"},
    ),
    # courses.catalogue
    "learn": Row(),
    "learn_search": Row(),
    "course": Row(get=302, kwargs=uid_of("course"), missing=NO_UID),
    "course_start": Row(get=405, post=302, kwargs=uid_of("course"), missing=NO_UID),
    "lesson": Row(get=302, kwargs=uid_of("lesson"), missing=NO_UID),
    "lesson_opened": Row(get=405, post=204, kwargs=uid_of("lesson"), missing=NO_UID),
    "lesson_done": Row(get=405, post=302, kwargs=uid_of("lesson"), missing=NO_UID),
    "check_answer": Row(
        get=405,
        post=302,
        kwargs=lambda objects, other: {"uid": objects.made[other]["lesson"], "check": objects.made[other]["check"]},
        missing={"uid": MISSING_UID, "check": "none"},
        data=lambda objects, other: _snapshot(objects, other),
    ),
    "wagtail_serve": Row(kwargs=lambda objects, other: {"path": "complaints/listen/"}, missing={"path": "no/such/"}),
}

THINGS: dict[str, Any] = {}
for room in ROOMS:
    if find_spec(f"tests.{room}") and find_spec(f"tests.{room}.access_rows"):
        rows = import_module(f"tests.{room}.access_rows")
        TABLE |= rows.ROWS
        THINGS |= rows.THINGS


def patterns() -> Iterator[URLPattern]:
    for room in ROOMS:
        yield from import_module(f"{room}.urls").urlpatterns


def test_every_url_of_ours_has_a_row():
    names = [pattern.name for pattern in patterns()]
    assert None not in names
    assert sorted(set(names)) == sorted(TABLE)


def url_of(name: str, kwargs: dict[str, Any]) -> str:
    if name == "wagtail_serve":
        return f"/learn/{kwargs['path']}"
    return reverse(name, kwargs=kwargs)


@pytest.fixture
def objects(cast, course, settings, tmp_path) -> Objects:
    settings.PRIVATE_ROOT = tmp_path
    found = Objects(cast, course, THINGS)
    for other, person, team in ((False, cast.new_hire, cast.team), (True, cast.other_agent, cast.other_team)):
        found.made[other] = Things(found, person, team, other)
        found.made[other] |= things_of(found, person, team)
    return found


def things_of(objects: Objects, person: Any, team: Team) -> dict[str, Any]:
    """One of everything that belongs to this person or their team."""
    from tests.courses.catalogue.conftest import options_of

    today, admin = timezone.localdate(), objects.cast.administrator
    lesson = objects.course.lesson(0)
    certificate = issue_certificate(person=person, activity=objects.course.activity, language="ru")
    file = store_file(
        kind="certificate",
        path=f"certificates/{certificate.uid}.pdf",
        content=b"%PDF-1.7",
        download_name="certificate.pdf",
        content_type="application/pdf",
        owner=person,
    )
    leave = DayOff.objects.create(person=person, first=today + timedelta(days=40), last=today + timedelta(days=41))
    return {
        "person": person.uid,
        "team": team.pk,
        "job": enqueue(kind="certificate.render", key=f"test:{person.pk}", owner=person).uid,
        "file": file.uid,
        "membership": person.memberships.get().pk,
        "grant": admin.role_grants.get().pk,
        "leave": leave.pk,
        "swap": Swap.objects.create(person=person, day=today + timedelta(days=50)).pk,
        "assignment": assign(activity=objects.course.activity, by=None, team=team, due_on=date(2030, 1, 1)).pk,
        "certificate": certificate.uid,
        "course": objects.course.activity.uid,
        "lesson": lesson.uid,
        "check": options_of(lesson)[1],
    }


def ask(client: Client, method: str, url: str, data: dict[str, Any] | None = None) -> int:
    return getattr(client, method)(url, data if method == "post" else None).status_code


def posted(row: Row, objects: Objects, other: bool = False) -> dict[str, Any]:
    return row.data(objects, other) if row.data else {}


def _snapshot(objects: Objects, other: bool) -> dict[str, Any]:
    from tests.courses.catalogue.conftest import options_of

    return {"snapshot": options_of(objects.course.lesson(0))[0]}


def expected(row: Row, role: str, other: bool, method: str) -> set[int]:
    """What this person may hear. A method that is not for the URL may be refused before or after the person is."""
    status = row.special.get((role, method), row.get if method == "get" else row.post)
    allowed = row.may_other if other and row.may_other is not None else row.may
    if role in allowed:
        return {status, 404} if row.once and role != "manager" else {status}
    return {404, 405} if status == 405 else {404}


NAMES = {room: sorted({p.name for p in import_module(f"{room}.urls").urlpatterns} & set(TABLE)) for room in ROOMS}
ROOMS_WITH_ROWS = [room for room in ROOMS if NAMES[room]]


@contextmanager
def undone(objects: Objects) -> Iterator[None]:
    """What is asked within leaves nothing behind: the objects are made once for all rows of a room."""
    before = {other: dict(things) for other, things in objects.made.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for other, things in objects.made.items():
        things.clear()
        things |= before[other]


@pytest.fixture
def visitors(objects: Objects) -> dict[str, Client]:
    """Signed in before anything is asked, so that what is undone after each row leaves them in."""
    found = {}
    for role in ROLES:
        found[role] = Client()
        found[role].force_login(getattr(objects.cast, role), backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.mark.parametrize("room", ROOMS_WITH_ROWS)
def test_each_person_gets_the_written_answer(room, objects, visitors):
    wrong = []
    for name in NAMES[room]:
        with undone(objects):
            wrong += [(name, *answer) for answer in wrong_answers(name, objects, visitors)]
    assert not wrong


def wrong_answers(name: str, objects: Objects, visitors: dict[str, Client]) -> Iterator[tuple[str, ...]]:
    row = TABLE[name]
    for role, client in visitors.items():
        cache.clear()  # rate limits are not what is asked here
        for other in (False, True):
            kwargs = row.kwargs(objects, other) if row.kwargs else {}
            for method in ("get", "post"):
                status = ask(client, method, url_of(name, kwargs), posted(row, objects, other))
                if name == "take_role" and role in ADMINS and method == "post":
                    continue  # the grant belongs to somebody else than the person named: see its own test
                if status not in expected(row, role, other, method):
                    yield role, "other" if other else "own", method, str(status)


@pytest.mark.parametrize("room", ROOMS_WITH_ROWS)
def test_what_does_not_exist_is_not_found_by_anybody(room, objects, visitors):
    wrong = []
    for name in (name for name in NAMES[room] if TABLE[name].missing):
        with undone(objects):
            for role, client in visitors.items():
                cache.clear()
                for method in ("get", "post"):
                    url = url_of(name, TABLE[name].missing or {})
                    status = ask(client, method, url, posted(TABLE[name], objects))
                    if status not in {404, 405}:
                        wrong.append((name, role, method, status))
    assert not wrong


@pytest.mark.parametrize("room", ROOMS_WITH_ROWS)
def test_a_stranger_is_sent_to_sign_in(room, objects, client):
    for name in NAMES[room]:
        row = TABLE[name]
        with undone(objects):
            url = url_of(name, row.kwargs(objects, False) if row.kwargs else {})
            for method in ("get", "post"):
                response = getattr(client, method)(url, posted(row, objects) if method == "post" else None)
                wanted = row.get if method == "get" else row.post
                if row.public:
                    assert response.status_code == wanted, (name, method)
                elif wanted == 405:
                    assert response.status_code in (302, 405), (name, method)
                else:
                    assert response.status_code == 302, (name, method)
                    assert response.url.startswith("/accounts/login/"), (name, method)
