"""Groups follow roles: what editors and administrators may do in `/cms/`, and that nobody may change users."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from lms.people.actions import set_up_groups
from lms.people.models import User
from tests.conftest import Cast

FORBIDDEN = [
    "/cms/users/",
    "/cms/users/new/",
    "/cms/users/{user}/",
    "/cms/users/edit/{user}/",
    "/cms/users/delete/{user}/",
    "/cms/groups/",
    "/cms/groups/new/",
    "/cms/sites/",
    "/cms/locales/",
]


@pytest.mark.parametrize("path", FORBIDDEN)
@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_nobody_edits_users_there(cast: Cast, visit, who, path):
    client = visit(getattr(cast, who))
    address = path.format(user=cast.agent.pk)
    for answer in (client.get(address), client.post(address, {"username": "changed", "is_superuser": "on"})):
        assert answer.status_code in (302, 403, 404)
    agent = User.objects.get(pk=cast.agent.pk)
    assert (agent.username, agent.is_superuser) == ("boris", False)


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_they_edit_pages(cast: Cast, visit, who):
    person, root = getattr(cast, who), Page.objects.get(depth=1)
    client = visit(person)
    text = client.get("/cms/").content.decode()
    assert "/cms/users/" not in text
    assert "/cms/groups/" not in text
    may = root.permissions_for_user(User.objects.get(pk=person.pk))
    assert may.can_add_subpage()
    home = Page.objects.filter(depth=2).first()
    if home:
        assert client.get(f"/cms/pages/{home.pk}/edit/").status_code == 200
    assert client.get("/cms/images/").status_code == 200


@pytest.mark.parametrize("who", ["new_hire", "agent", "manager", "hr", "reviewer"])
def test_others_do_not_get_in(cast: Cast, visit, who):
    answer = visit(getattr(cast, who)).get("/cms/")
    assert answer.status_code in (302, 403)
    assert answer.status_code == 403 or answer.url != "/cms/"


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_own_account_there(cast: Cast, visit, who):
    client = visit(getattr(cast, who))
    assert client.get("/cms/account/").status_code in (200, 302)


def test_no_group_has_rights_over_users(db: None):
    names = Permission.objects.filter(group__name__in=["editor", "administrator", "hr", "qa"])
    assert names.filter(codename="access_admin").exists()
    for model in ("user", "group", "permission", "site", "locale", "invitation", "membership"):
        assert not names.filter(content_type__model=model).exists(), model


def test_administrators_also_change_skills(db: None):
    administrators = Group.objects.get(name="administrator").permissions
    editors = Group.objects.get(name="editor").permissions
    assert administrators.filter(codename="change_skill").exists()
    assert not editors.filter(codename="change_skill").exists()
    assert editors.filter(codename="publish_servicestandard").exists()


def test_setting_up_again_changes_nothing(db: None):
    def figures() -> tuple[int, ...]:
        through = Group.permissions.through
        counted = (Group, GroupPagePermission, GroupCollectionPermission, through)
        return tuple(model.objects.count() for model in counted)

    before = figures()
    set_up_groups()
    assert figures() == before
