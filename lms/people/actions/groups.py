"""What a role may do in the editor's part (`/cms/`). Groups follow roles; these are the groups' rights."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

from lms.people import rights
from lms.people.models import RoleGrant

PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGES = ("add_image", "change_image", "choose_image")


@transaction.atomic
def set_up_groups() -> None:
    """Editors and administrators get their rights, and nobody gets users, groups or sites. Safe to repeat."""
    for name in RoleGrant.Role.values:
        Group.objects.get_or_create(name=name)
    for name, wanted in (
        (RoleGrant.Role.EDITOR, rights.editor()),
        (RoleGrant.Role.ADMINISTRATOR, rights.administrator()),
    ):
        group = Group.objects.get(name=name)
        group.permissions.set(_permissions(wanted))
        _allow_pages(group)
        _allow_images(group)
        for task in GroupApprovalTask.objects.all():
            task.groups.add(group)


def _permissions(names: Iterable[tuple[str, str]]) -> list[Permission]:
    by_app: dict[str, list[str]] = {}
    for app, codename in names:
        by_app.setdefault(app, []).append(codename)
    return [
        permission
        for app, codenames in by_app.items()
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
    ]


def _allow_pages(group: Group) -> None:
    root = Page.objects.filter(depth=1).first()
    if root:
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", content_type__model="page", codename__in=PAGES
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _allow_images(group: Group) -> None:
    root = Collection.objects.filter(depth=1).first()
    if root:
        for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=IMAGES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
