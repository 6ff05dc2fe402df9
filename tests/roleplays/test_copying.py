"""A scenario copied is a scenario of its own: nothing of it is counted for the first one."""

import json
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from lms.learning.models import Activity
from roleplays.copying import copy_of
from roleplays.models import Scenario

from .conftest import WELL, play
from .test_editing import form, twelve

COPY, ADD = "wagtailsnippets_roleplays_scenario:copy", reverse("wagtailsnippets_roleplays_scenario:add")


def ids(scenario: Scenario) -> list[str]:
    nodes = [block.id for block in scenario.body]
    replies = (bound.id for block in scenario.body for bound in getattr(block.value.get("replies"), "bound_blocks", ()))
    return [*nodes, *replies]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_copy_has_its_own_name_key_and_ids(small, language):
    original = Scenario.objects.get(locale__language_code=language)
    copy = copy_of(original)
    copy.full_clean()
    copy.save()
    assert copy.pk != original.pk and copy.slug != original.slug and copy.locale == original.locale
    assert copy.translation_key != original.translation_key and not copy.live
    assert len(ids(copy)) == len(ids(original)) and not set(ids(copy)) & set(ids(original))
    assert [block.value["text"] for block in copy.body if "text" in block.value] == [
        block.value["text"] for block in original.body if "text" in block.value
    ]
    assert set(copy.skills.all()) == set(original.skills.all())


def test_published_it_is_an_activity_of_its_own_and_runs_stay_where_they_are(small, cast):
    run = play(cast.agent, small, *WELL)
    copy = copy_of(Scenario.objects.get(locale__language_code="en"))
    copy.full_clean()
    copy.save()
    copy.save_revision().publish()
    activity = Activity.objects.get(uid=copy.translation_key)
    assert activity != small and activity.title_en == "Cold soup (copy)"
    run.refresh_from_db()
    assert run.snapshot.activity == small


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_of_a_copy_is_the_form_of_a_new_one(cast, visit, small, language):
    original = Scenario.objects.get(locale__language_code=language)
    original.title = "As it was last edited"
    original.save_revision()
    page = visit(cast.editor).get(reverse(COPY, args=[original.pk])).content.decode()
    assert "As it was last edited (copy)" in unescape(page)
    assert not [uid for uid in ids(original) if uid in page]
    assert f'action="{ADD}?locale={language}"' in unescape(page) and f'value="{original.slug}"' not in page
    assert json.dumps("cold-soup") not in page


def test_posting_to_the_copy_itself_never_touches_the_original(cast, visit, small):
    original: Any = Scenario.objects.get(locale__language_code="en")
    visit(cast.editor).post(reverse(COPY, args=[original.pk]), form(twelve()))
    original.refresh_from_db()
    assert original.title == "Cold soup" and original.live and len(original.body) == 6
    assert Scenario.objects.count() == 3
