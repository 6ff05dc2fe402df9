"""An author tries the draft: from any part, with any values, seeing what is hidden from learners. Nothing is kept."""

import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from roleplays.models import Scenario

from .test_editing import messages


@pytest.fixture
def editor(cast: Any, visit: Any, skills: Any) -> Any:
    return visit(cast.editor)


@pytest.fixture
def soup(small: Any) -> Scenario:
    return Scenario.objects.get(locale__language_code="en")


def url_of(scenario: Scenario) -> str:
    return reverse("wagtailsnippets_roleplays_scenario:try", args=[scenario.pk])


def text(response: Any) -> str:
    assert response.status_code == 200
    page = response.content.decode().split('class="roleplay-try"')[1].split('aria-labelledby="try-begin"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(page)).split())


def link(response: Any, words: str) -> str:
    """The address a link leads to, by its words."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>{re.escape(words)}</a>', response.content.decode())
    return unescape(found[1]).partition("#")[0]


def everything() -> dict[str, int]:
    names = ("session", "user")  # signing in is not what is looked at
    return {
        model._meta.label: model.objects.count() for model in apps.get_models() if model._meta.model_name not in names
    }


def test_a_talk_is_played_to_its_end_step_by_step_and_nothing_is_kept(editor, soup):
    url, page = url_of(soup), editor.get(url_of(soup))
    before = everything()
    page = editor.get(url + link(page, "Cold indeed. I am sorry."))
    seen = text(page)
    assert "patience 5 → 7" in seen and "secretvar no → yes" in seen and "apologise +2" in seen
    assert "A fork nobody sees → next" in seen and "So what now?" in seen
    page = editor.get(url + link(page, "A hot one in five minutes."))
    assert "He eats." in text(page) and "The talk has ended." in text(page) and "solve +2" in text(page)
    page = editor.get(url + link(page, "One step back"))
    assert "So what now?" in text(page) and "He eats." not in text(page)
    assert "So what now?" not in text(editor.get(url + link(page, "Once more from the beginning")))
    assert everything() == before


def test_a_reply_that_is_not_offered_says_why(editor, soup):
    node = next(block.id for block in soup.body if block.value["key"] == "next")
    hidden = text(editor.get(url_of(soup), {"begin": node, "v-patience": "2"}))
    assert "The talk from “next” on" in hidden and "patience 2 the learner" in hidden
    assert "Not offered now A hot one in five minutes. only when secretvar ; now secretvar = no" in hidden
    open_to = text(editor.get(url_of(soup), {"begin": node, "v-secretvar": "1"}))
    assert "offered because secretvar" in open_to and "Not offered" not in open_to


def test_the_draft_is_played_not_what_is_published(editor, soup):
    soup.body[0].value["text"] = "This soup is frozen."
    soup.body[0].value["replies"][0]["to"] = "nowhere"
    soup.save_revision()
    page = editor.get(url_of(soup))
    assert "This soup is frozen." in text(page)
    assert "leads to “nowhere”, and there is no such part" in text(editor.get(url_of(soup), {"steps": "1"}))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"begin": "gone"}, "not in the saved draft"),
        ({"steps": "2.2.1"}, "The draft has changed since"),
        ({"steps": "x"}, "This soup is cold."),
        ({"steps": "1" * 5000}, "This soup is cold."),
        ({"v-patience": "99"}, "patience 10 the learner"),
        ({"v-patience": "much", "v-<b>": "1"}, "patience 5 the learner"),
    ],
)
def test_an_address_that_fits_nothing_is_still_a_page(editor, soup, asked, words):
    assert words in text(editor.get(url_of(soup), asked))


def test_an_empty_draft_has_nothing_to_try(editor, soup):
    soup.body = []
    soup.save_revision()
    assert "There is nothing here yet." in text(editor.get(url_of(soup)))


def test_only_who_writes_scenarios_may_try_them(cast, visit, soup):
    for person in (cast.new_hire, cast.agent, cast.manager, cast.reviewer, cast.hr):
        assert visit(person).get(url_of(soup)).status_code == 302
    assert visit(cast.administrator).get(url_of(soup)).status_code == 200
    assert visit(cast.editor).get("/cms/roleplays/try/999/").status_code == 404


def test_few_queries(editor, soup, django_assert_max_num_queries):
    editor.get(url_of(soup))
    with django_assert_max_num_queries(15):
        messages(editor.get(url_of(soup), {"steps": "2.1"}))
