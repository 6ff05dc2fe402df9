from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from courses.catalogue.models import LearnIndexPage
from lms.learning.models import Piece
from lms.people.models import RoleGrant

TITLES = {"en": ("learn", "Courses"), "ru": ("learn-ru", "Курсы")}


@transaction.atomic
def ensure_tree() -> None:
    """One list of courses per language, the English one the site's root; one workflow, for pages and pieces:
    a colleague reviews."""
    ContentType.objects.clear_cache()  # after a flush the ids it remembers are gone
    for code in dict(settings.LANGUAGES):
        Locale.objects.get_or_create(language_code=code)
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    indexes = {code: _index(root, code) for code in dict(settings.LANGUAGES)}
    _site(indexes["en"])
    _workflow(root)


def _index(root: Page, code: str) -> LearnIndexPage:
    locale = Locale.objects.get(language_code=code)
    index = LearnIndexPage.objects.filter(locale=locale).first()
    if index:
        return index
    slug, title = TITLES[code]
    first = LearnIndexPage.objects.first()
    index = LearnIndexPage(title=title, slug=slug, locale=locale)
    if first:
        index.translation_key = first.translation_key
    return root.add_child(instance=index)


def _site(index: LearnIndexPage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    if site.root_page_id == index.pk:
        return
    welcome = site.root_page if site.root_page_id else None
    site.root_page, site.site_name = index, "Service Star"
    site.save()
    if welcome and welcome.depth == 2 and welcome.specific_class is Page:
        welcome.delete()


def _workflow(root: Page) -> None:
    workflow, _ = Workflow.objects.update_or_create(
        pk=getattr(Workflow.objects.first(), "pk", None),
        defaults={"name": "Review by a colleague", "active": True},
    )
    task = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name="Review by a colleague")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    task.groups.set(
        Group.objects.get_or_create(name=role)[0] for role in (RoleGrant.Role.EDITOR, RoleGrant.Role.ADMINISTRATOR)
    )
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    for model in apps.get_models():
        if issubclass(model, Piece):
            kind = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(content_type=kind, defaults={"workflow": workflow})
