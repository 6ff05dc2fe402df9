"""Who may open what: every URL of ours × everybody × own team's, another team's and a missing object × GET and POST.

A URL without a row here fails, and so does a row whose answers are not as written. Answers by who asks:

    open      everybody, signed in or not
    everybody signed in
    leads     the lead of the object's team, and administrators (a lead of another team gets 404)
    admins    administrators
    owner     the person the object belongs to (and whoever the row names besides)

Whoever may not see a thing gets 404, a stranger is sent to sign in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from lms.learning.actions import assign, issue_certificate
from lms.ops.actions import enqueue, store_file
from lms.people.models import DayOff, Swap, Team
from lms.urls import ROOMS

ROLES = ("new_hire", "agent", "manager", "hr", "reviewer", "editor", "administrator", "other_manager")
MISSING_PK, MISSING_UID = 999_999, str(uuid4())
ALL = frozenset(ROLES)
LEADS = frozenset({"manager", "administrator"})
OTHER_LEADS = frozenset({"other_manager", "administrator"})
ANY_LEAD = frozenset({"manager", "other_manager", "administrator"})
ADMINS = frozenset({"administrator"})


@dataclass(frozen=True)
class Row:
    """`may`: who may open the own team's object; `may_other`: who may open the other team's.

    `get`, `post`: the status for those who may (405: the method is not for this URL). `public`: strangers too.
    """

    may: frozenset[str] = ALL
    may_other: frozenset[str] | None = None
    get: int = 200
    post: int = 405
    kwargs: Callable[["Objects", bool], dict[str, Any]] | None = None
    missing: dict[str, Any] | None = None
    public: bool = False
    special: dict[tuple[str, str], int] = field(default_factory=dict)
    once: bool = False  # the first who may takes it away; for the next it is gone


@dataclass
class Objects:
    cast: Any
    course: Any
    made: dict[bool, dict[str, Any]] = field(default_factory=dict)


def uid_of(name: str) -> Callable[[Objects, bool], dict[str, Any]]:
    return lambda objects, other: {"uid": objects.made[other][name]}


def pk_of(name: str) -> Callable[[Objects, bool], dict[str, Any]]:
    return lambda objects, other: {"pk": objects.made[other][name]}


def person_and(name: str) -> Callable[[Objects, bool], dict[str, Any]]:
    return lambda objects, other: {"uid": objects.made[other]["person"], "pk": objects.made[other][name]}


NO_UID, NO_PK = {"uid": MISSING_UID}, {"pk": MISSING_PK}
NO_BOTH = {"uid": MISSING_UID, "pk": MISSING_PK}
LEADS_PERSON = {"may": LEADS, "may_other": OTHER_LEADS}

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
    ),
    "wagtail_serve": Row(kwargs=lambda objects, other: {"path": "complaints/listen/"}, missing={"path": "no/such/"}),
}


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
    found = Objects(cast, course)
    found.made[False] = things_of(found, cast.new_hire, cast.team)
    found.made[True] = things_of(found, cast.other_agent, cast.other_team)
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


def ask(client: Client, method: str, url: str, objects: Objects) -> int:
    from tests.courses.catalogue.conftest import options_of

    data = {"snapshot": options_of(objects.course.lesson(0))[0]} if "/answer/" in url and method == "post" else {}
    return getattr(client, method)(url, data).status_code


def expected(row: Row, role: str, other: bool, method: str) -> set[int]:
    """What this person may hear. A method that is not for the URL may be refused before or after the person is."""
    status = row.special.get((role, method), row.get if method == "get" else row.post)
    allowed = row.may_other if other and row.may_other is not None else row.may
    if role in allowed:
        return {status, 404} if row.once and role != "manager" else {status}
    return {404, 405} if status == 405 else {404}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_person_gets_the_written_answer(name, objects):
    row, wrong = TABLE[name], []
    for role in ROLES:
        cache.clear()  # rate limits are not what is asked here
        client = Client()
        client.force_login(getattr(objects.cast, role), backend="django.contrib.auth.backends.ModelBackend")
        for other in (False, True):
            kwargs = row.kwargs(objects, other) if row.kwargs else {}
            for method in ("get", "post"):
                status = ask(client, method, url_of(name, kwargs), objects)
                if name == "take_role" and role in ADMINS and method == "post":
                    continue  # the grant belongs to somebody else than the person named: see its own test
                if status not in expected(row, role, other, method):
                    wrong.append((role, "other" if other else "own", method, status))
    assert not wrong


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.missing))
def test_what_does_not_exist_is_not_found_by_anybody(name, objects):
    row, wrong = TABLE[name], []
    for role in ROLES:
        client = Client()
        client.force_login(getattr(objects.cast, role), backend="django.contrib.auth.backends.ModelBackend")
        for method in ("get", "post"):
            status = ask(client, method, url_of(name, row.missing or {}), objects)
            if status not in {404, 405}:
                wrong.append((role, method, status))
    assert not wrong


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_stranger_is_sent_to_sign_in(name, objects, client):
    row = TABLE[name]
    url = url_of(name, row.kwargs(objects, False) if row.kwargs else {})
    for method in ("get", "post"):
        response = getattr(client, method)(url)
        wanted = row.get if method == "get" else row.post
        if row.public:
            assert response.status_code == wanted, method
        elif wanted == 405:
            assert response.status_code in (302, 405), method
        else:
            assert response.status_code == 302 and response.url.startswith("/accounts/login/"), method
