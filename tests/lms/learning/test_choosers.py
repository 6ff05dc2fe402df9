"""Choosing what to do in `/cms/`: whatever is live and can be asked of people, by words of either language."""

from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse

from lms.learning.actions import publish_activity, retire_activity
from lms.learning.choosers import activity_chooser

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(cast, visit):
    client = visit(cast.editor)

    def ask(query: str = "") -> str:
        url = reverse(activity_chooser.get_url_name("choose_results"))
        return client.get(url, {"q": query}).content.decode()

    return ask


def test_only_what_is_live_and_may_be_asked_for(course, results):
    gone = publish_activity(uid=uuid4(), kind="lesson", titles={"en": "Long ago"})
    retire_activity(uid=gone.uid)
    publish_activity(uid=uuid4(), kind="of a room that is gone", titles={"en": "Nobody opens it"})
    html = results()
    assert all(title in html for title in ("Complaints", "Listen", "Apologise", "Thank"))
    assert "Long ago" not in html and "Nobody opens it" not in html


def test_by_words_of_either_language_whatever_their_case(course, results):
    publish_activity(uid=uuid4(), kind="lesson", titles={"en": "Ship it", "ru": "Ёмкий УРОК о доставке"})
    assert "Ship it" in results("емкий урок") and "Ship it" in results("SHIP")
    assert "Complaints" not in results("урок")
    assert "Try another word" in results("nothing of the sort")


def test_choosing_answers_with_the_title(course, cast, visit):
    url = reverse(activity_chooser.get_url_name("chosen"), args=[course.activity.pk])
    assert visit(cast.editor).get(url).json()["result"]["title"] == "Complaints"
    assert visit(cast.manager).get(url).status_code == 302


def test_nothing_is_made_in_a_chooser_and_asking_for_it_is_refused_not_broken(cast, visit):
    names = [name for name in get_resolver().namespace_dict if name.startswith("wagtailsnippetchoosers_")]
    assert len(names) > 5
    client = visit(cast.administrator)
    answers = {name: client.post(reverse(f"{name}:create")).status_code for name in [*names, "activity_chooser"]}
    assert set(answers.values()) == {302}, answers  # Wagtail's “you may not”
