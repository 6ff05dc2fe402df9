"""Who may do what in `/cms/`: every address without arguments × every role, against what is written here.

A page that opens to a role without standing here fails, and so does one that stands here and does not open.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Locale, Site, Task, Workflow

from lms.people.models import RoleGrant, User
from lms.urls import ROOMS
from tests.courses.catalogue.conftest import course  # noqa: F401  a fixture

SIGN_IN, DOOR = "/accounts/login/", "/cms/login/"
OUTSIDE = ("new_hire", "agent", "manager", "hr", "reviewer", "other_manager")
HARMLESS = {"/cms/jsi18n/", "/cms/sprite/"}  # words and icons of the editor, no data: open to everybody
REFUSES = {  # neither 200 nor refused: not a page one opens
    "/cms/login/": 302,
    "/cms/failwhale/": 500,
    "/cms/block-preview/": 404,
    "/cms/password_reset/": 404,
    "/cms/password_reset/complete/": 404,
    "/cms/password_reset/done/": 404,
    "/cms/api/main/documents/find/": 404,
    "/cms/api/main/images/find/": 404,
    "/cms/api/main/pages/find/": 404,
}
EDITOR = {
    "/cms/",
    "/cms/account/",
    "/cms/dismissibles/",
    "/cms/test404/",
    "/cms/tag-autocomplete/",
    # pages, and what one links to from a text
    "/cms/pages/",
    "/cms/pages/search/",
    "/cms/pages/search/results/",
    "/cms/api/main/pages/",
    "/cms/choose-page/",
    "/cms/choose-page/chosen-multiple/",
    "/cms/choose-page/search/",
    "/cms/choose-anchor-link/",
    "/cms/choose-email-link/",
    "/cms/choose-external-link/",
    "/cms/choose-phone-link/",
    "/cms/embeds/chooser/",
    "/cms/embeds/chooser/upload/",
    # images
    "/cms/images/",
    "/cms/images/add/",
    "/cms/images/multiple/add/",
    "/cms/images/results/",
    "/cms/images/chooser/",
    "/cms/images/chooser/chosen-multiple/",
    "/cms/images/chooser/create/",
    "/cms/images/chooser/results/",
    "/cms/api/main/images/",
    # documents are not used: the choosers are empty, and nobody may add one
    "/cms/api/main/documents/",
    "/cms/documents/chooser/",
    "/cms/documents/chooser/chosen-multiple/",
    "/cms/documents/chooser/results/",
    # service standards
    "/cms/standards/",
    "/cms/standards/add/",
    "/cms/standards/preview/",
    "/cms/standards/results/",
    "/cms/standards/choose/",
    "/cms/standards/choose/chosen-multiple/",
    "/cms/standards/choose/results/",
    # reports
    "/cms/reports/aging-pages/",
    "/cms/reports/aging-pages/results/",
    "/cms/reports/locked/",
    "/cms/reports/locked/results/",
    "/cms/reports/page-types-usage/",
    "/cms/reports/page-types-usage/results/",
    "/cms/reports/site-history/",
    "/cms/reports/site-history/results/",
    "/cms/reports/workflow/",
    "/cms/reports/workflow/results/",
    "/cms/reports/workflow_tasks/",
    "/cms/reports/workflow_tasks/results/",
    # a list of what a review may ask, to read: adding is refused (below)
    "/cms/workflows/task_chooser/",
    "/cms/workflows/task_chooser/create/",
    "/cms/workflows/task_chooser/results/",
}
for room in ROOMS:  # each room writes what it adds in `tests/<its path>/cms_rows.py`: EDITOR, a set of addresses
    if find_spec(f"tests.{room}") and find_spec(f"tests.{room}.cms_rows"):
        EDITOR |= import_module(f"tests.{room}.cms_rows").EDITOR
ADMINISTRATOR = EDITOR | {"/cms/skills/", "/cms/skills/new/", "/cms/skills/results/"}
for room in ROOMS:  # and what only administrators may open: ADMINISTRATOR
    if find_spec(f"tests.{room}") and find_spec(f"tests.{room}.cms_rows"):
        ADMINISTRATOR |= getattr(import_module(f"tests.{room}.cms_rows"), "ADMINISTRATOR", set())
NEVER = ("users", "groups", "sites", "locales", "collections", "redirects", "documents/add", "documents/multiple")


def addresses() -> list[str]:
    found = {text for text in _addresses(get_resolver(), "/") if text.startswith("/cms/")}
    return sorted(text for text in found if not set(text) & set("<(*"))


def _addresses(resolver: Any, before: str) -> Iterator[str]:
    for part in resolver.url_patterns:
        text = before + str(part.pattern).strip("^$").replace("\\Z", "")
        if isinstance(part, URLResolver):
            yield from _addresses(part, text)
        elif isinstance(part, URLPattern):
            yield text


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opens(client: Client) -> set[str]:
    """What answers 200; whatever else answers other than by a way out to `/cms/` must stand in REFUSES."""
    found = set()
    for url in set(addresses()) - {"/cms/logout/"}:  # asking for it, even the wrong way, ends the session
        response = client.get(url)
        if response.status_code == 200:
            found.add(url)
        elif url in REFUSES:
            assert response.status_code == REFUSES[url], url
        else:
            assert (response.status_code, response.url) == (302, "/cms/"), url
    return found - HARMLESS


@pytest.mark.parametrize(("role", "expected"), [("editor", EDITOR), ("administrator", ADMINISTRATOR)])
def test_what_opens_to_a_role(role, expected, cast):
    assert opens(signed_in(getattr(cast, role))) == expected
    assert not [url for url in expected if url.removeprefix("/cms/").startswith(NEVER)]


def test_the_walk_sees_the_editor():
    """A change of the resolver's shape would make the other tests pass without asking anything."""
    assert {"/cms/users/", "/cms/groups/", "/cms/sites/new/", "/cms/workflows/add/", "/cms/"} <= set(addresses())
    assert len(addresses()) > 90


@pytest.mark.parametrize("role", [*OUTSIDE, None])
def test_nobody_else_gets_in(role, cast):
    client = signed_in(getattr(cast, role)) if role else Client()
    for url in addresses():
        for method in ("get", "post"):
            response = getattr(client, method)(url)
            if url in HARMLESS:
                assert response.status_code in (200, 405), (method, url)
            elif "password_reset" in url:
                assert response.status_code == 404, (method, url)
            elif url != DOOR:
                assert response.status_code == 302 and response.url.startswith(DOOR), (method, url)
            elif role:
                assert response.status_code == 403, method
            else:
                assert response.status_code == 302 and response.url.startswith(SIGN_IN), method


@pytest.mark.parametrize("role", OUTSIDE)
def test_who_has_no_part_in_the_cms_is_told_so(role, cast):
    """Being sent to sign in while signed in was an endless walk between two addresses."""
    client = signed_in(getattr(cast, role))
    response = client.get("/cms/pages/", follow=True)
    assert response.status_code == 403 and len(response.redirect_chain) == 1
    assert "Your role does not include it" in response.content.decode()
    assert "permission to access the admin" not in client.get("/").content.decode()


def test_a_stranger_signs_in_and_arrives(cast):
    response = Client().get("/cms/pages/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/cms/pages/"


def test_wagtail_keeps_the_language_and_the_zone_of_our_screens(cast):
    cast.editor.zone = "Asia/Vladivostok"
    cast.editor.save()
    client = signed_in(cast.editor)
    client.cookies["language"] = "ru"
    page = client.get("/cms/account/").content.decode()
    assert "locale-current_time_zone" not in page and "locale-preferred_language" not in page
    profile = cast.editor.wagtail_userprofile
    assert (profile.preferred_language, profile.current_time_zone) == ("ru", "Asia/Vladivostok")


def test_a_page_and_a_standard_open_to_those_who_write_them(cast, course):  # noqa: F811
    urls = [
        reverse("wagtailadmin_explore", args=[course.page.pk]),
        reverse("wagtailadmin_pages:edit", args=[course.page.pk]),
        reverse("wagtailadmin_pages:edit", args=[course.lessons[0].pk]),
        reverse("wagtailadmin_pages:history", args=[course.lessons[0].pk]),
        reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", course.page.pk]),
        reverse("simple_translation:submit_page_translation", args=[course.page.pk]),
    ]
    for role, person in cast.by_role().items():
        client = signed_in(person)
        for url in urls:
            response = client.get(url)
            if role in ("editor", "administrator"):
                assert response.status_code == 200, (role, url)
            else:
                assert response.status_code == 302 and response.url.startswith(DOOR), (role, url)


def attempts(person: User) -> list[tuple[str, dict[str, Any]]]:
    """Every way to a user, a group, a site, a language or a workflow, with a form that would do it."""
    everything = [permission.pk for permission in Permission.objects.all()]
    group = Group.objects.first()
    user = {
        "username": person.username,
        "email": "new@example.com",
        "family_name": "Тихий",
        "given_name": "Егор",
        "first_name": "E",
        "last_name": "T",
        "is_superuser": "on",
        "is_active": "on",
        "groups": [row.pk for row in Group.objects.all()],
        "password1": "correct horse battery 2",
        "password2": "correct horse battery 2",
    }
    rights = {"name": "Anything", "permissions": everything}
    return [
        (reverse("wagtailusers_users:add"), {**user, "username": "root"}),
        (reverse("wagtailusers_users:edit", args=[person.pk]), user),
        (reverse("wagtailusers_users:delete", args=[User.objects.exclude(pk=person.pk).first().pk]), {}),
        (reverse("wagtailusers_groups:add"), rights),
        (reverse("wagtailusers_groups:edit", args=[group.pk]), {**rights, "name": group.name}),
        (reverse("wagtailusers_groups:delete", args=[group.pk]), {}),
        (reverse("wagtailsites:add"), {"hostname": "example.org", "port": 80, "root_page": 1}),
        (reverse("wagtaillocales:add"), {"language_code": "de"}),
        (reverse("wagtailadmin_collections:add"), {"name": "Mine", "parent": 1}),
        (reverse("wagtailadmin_workflows:add"), {"name": "Mine", "active": "on"}),
        (reverse("wagtailadmin_workflows:task_chooser_create"), {"create-task-name": "Mine", "create-task-groups": []}),
        (
            reverse("wagtailadmin_account"),
            {**user, "name_email-first_name": "E", "name_email-last_name": "T", "name_email-is_superuser": "on"},
        ),
    ]


def powers(person: User) -> dict[str, Any]:
    """Whatever one could have gained or taken from others."""
    models = (Group, Site, Locale, Workflow, Task, RoleGrant)
    return {
        "people": list(User.objects.order_by("pk").values_list("username", "is_superuser", "is_active")),
        "rights": {group.name: sorted(group.permissions.values_list("pk", flat=True)) for group in Group.objects.all()},
        "own": sorted(User.objects.get(pk=person.pk).get_all_permissions()),
        "groups": sorted(person.groups.values_list("name", flat=True)),
        **{model.__name__: model.objects.count() for model in models},
    }


@pytest.mark.parametrize("role", ["editor", "administrator", "manager", "new_hire"])
def test_nobody_gives_themselves_more(role, cast):
    person = getattr(cast, role)
    before, client = powers(person), signed_in(person)
    for url, form in attempts(person):
        assert client.post(url, form).status_code in (302, 400, 403, 404, 200), url
        assert powers(person) == before, url
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_right_to_users_is_in_no_group(cast):
    forbidden = ("user", "group", "permission", "site", "locale", "workflow", "task", "collection", "rolegrant")
    for group in Group.objects.all():
        names = [name.partition("_")[2] for name in group.permissions.values_list("codename", flat=True)]
        assert not set(names) & set(forbidden), group.name
