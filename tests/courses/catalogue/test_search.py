"""Any form of a word finds it, ё is е; the same on both databases."""

import pytest

from courses.catalogue.search import stems

from .conftest import Course, add_lesson, text_block


@pytest.fixture
def complaint(course: Course, russian):
    page, _ = russian
    return add_lesson(page, "Подарки", "podarok", [text_block("<p>Встретить жалобу и ещё поблагодарить.</p>")])


@pytest.mark.parametrize("query", ["жалоба", "жалобы", "ЖАЛОБУ", "еще", "ещё", "жалобу поблагодарить", "подарком"])
def test_any_form_finds_the_lesson(complaint, cast, visit, query):
    html = visit(cast.new_hire).get("/learn/search/", {"q": query}).content.decode()
    assert "/learn/complaints/podarok/" in html


def test_english_words_are_found_by_any_form(course: Course, cast, visit):
    html = visit(cast.new_hire).get("/learn/search/", {"q": "finishing"}).content.decode()
    assert "/learn/complaints/listen/" in html


@pytest.mark.parametrize("query", ["", "   ", "ъъъ", "самолёт", "' OR 1=1 --", '"', "жалоб*", "(", "AND NOT"])
def test_odd_queries_are_answered_calmly(complaint, cast, visit, query):
    response = visit(cast.new_hire).get("/learn/search/", {"q": query})
    assert response.status_code == 200


def test_drafts_are_not_found(course: Course, russian, cast, visit):
    _, lesson = russian
    lesson.unpublish()
    html = visit(cast.new_hire).get("/learn/search/", {"q": "договорить"}).content.decode()
    assert "Nothing found" in html


def test_a_page_is_found_once_in_the_reader_s_language(course: Course, russian, cast, visit):
    html = visit(cast.new_hire).get("/learn/search/", {"q": "complaints жалобы"}).content.decode()
    assert html.count('href="/learn/complaints/"') == 1


def test_stems_fold_case_and_yo():
    assert stems("Ещё ЖАЛОБУ!") == stems("еще жалобы")
