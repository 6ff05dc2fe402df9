"""The drawing beside the form shows what is in the form, and writes nothing."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.admin.models import FormState
from wagtail.models import Revision

from roleplays.models import Scenario

from .test_editing import answer, end, form, turn, twelve

NEW = reverse("wagtailsnippets_roleplays_scenario:redraw_new")


@pytest.fixture
def editor(cast: Any, visit: Any, skills: Any) -> Any:
    return visit(cast.editor)


def redraw_of(scenario: Scenario) -> str:
    return reverse("wagtailsnippets_roleplays_scenario:redraw", args=[scenario.pk])


def english() -> Scenario:
    return Scenario.objects.get(locale__language_code="en")


def stored() -> list[Any]:
    rows = Scenario.objects.order_by("pk").values_list("pk", "title", "latest_revision", "live")
    return [list(rows), Revision.objects.count(), FormState.objects.count()]


def test_what_is_typed_is_drawn_and_nothing_is_written(editor, small):
    before = stored()
    nodes = [turn("hall", answer("A word nobody saved", "door"), answer("Other", "nowhere")), end("door")]
    answered = editor.post(redraw_of(english()), form(nodes)).json()
    html = answered["html"]
    assert html.count("<rect ") == 2 and "She says hall." in html and "“nowhere”, and there is no such part" in html
    assert "This soup is cold." not in html
    assert stored() == before


def test_a_scenario_that_was_never_saved_is_drawn_too(editor):
    assert editor.post(NEW, form(twelve())).json()["html"].count("<rect ") == 12
    assert not Scenario.objects.exists()


def test_a_half_typed_form_is_drawn_as_far_as_it_goes(editor):
    nodes = [turn("hall", answer("", "")), turn("")]
    data = form(nodes) | {"title": "", "situation": "", "variables-0-value-low": ""}
    html = editor.post(NEW, data).json()["html"]
    assert html.count("<rect ") == 1 and "has no words" in html


@pytest.mark.parametrize("spoil", [{"variables-0-value-low": "many"}, {"body-0-value-key": "x" * 61}])
def test_what_could_not_be_saved_is_a_sentence(editor, spoil):
    answered = editor.post(NEW, form(twelve()) | spoil).json()
    assert "the drawing waits" in answered["told"] and "html" not in answered


@pytest.mark.parametrize("data", [{}, {"body-count": "many"}, {"body-count": "3", "variables-count": "0"}])
def test_what_is_no_form_is_refused(editor, data):
    response = editor.post(NEW, data)
    assert response.status_code == 400 and response.content.decode() == "This is not the form of a scenario."


def test_too_many_parts_wait(editor, monkeypatch):
    monkeypatch.setattr("roleplays.editor_views.MOST_NODES", 5)
    assert "So many parts" in editor.post(NEW, form(twelve())).json()["told"]


def test_a_talk_too_large_to_check_while_typing_is_not_called_wrong(editor, monkeypatch):
    monkeypatch.setattr("roleplays.editor_views.MOST_STATES", 3)
    html = editor.post(NEW, form(twelve())).json()["html"]
    assert html.count("<rect ") == 12 and "too large to be checked while you type" in html
    assert "To be mended" not in html and "The talk is sound" not in html


def test_only_who_writes_scenarios_may_ask(cast, visit, small):
    urls = NEW, redraw_of(english())
    for person in (cast.new_hire, cast.agent, cast.manager, cast.reviewer, cast.hr):
        assert {visit(person).post(url, form(twelve())).status_code for url in urls} == {302}


def test_a_large_form_is_taken_and_asks_the_database_no_more(editor, small, django_assert_max_num_queries):
    nodes = [turn(f"n{n}", *(answer(f"Reply {n} {k}", f"n{n + 1}") for k in range(4))) for n in range(60)]
    data = form([*nodes, end("n60")])
    assert len(data) > 3000
    with django_assert_max_num_queries(15):
        assert editor.post(redraw_of(english()), data).json()["html"].count("<rect ") == 61


def test_the_edit_page_holds_the_drawing_beside_the_list(editor, small):
    scenario = english()
    page = editor.get(reverse("wagtailsnippets_roleplays_scenario:edit", args=[scenario.pk])).content.decode()
    assert f'data-redraw="{redraw_of(scenario)}"' in page and f'href="/cms/roleplays/try/{scenario.pk}/"' in page
    assert all(f'data-node="{block.id}"' in page for block in scenario.body)
    assert "roleplays.Part" in page  # copies in the list get names of their own
