"""One address, two languages: the reader's own, else the other one with a note."""

from .conftest import Course


def read(client, path, language):
    return client.get(path, headers={"Accept-Language": language})


def test_the_reader_gets_the_reader_s_language(course: Course, russian, cast, visit):
    client = visit(cast.new_hire)
    assert "Дайте договорить" in read(client, "/learn/complaints/listen/", "ru").content.decode()
    assert "Let them finish." in read(client, "/learn/complaints/listen/", "en").content.decode()


def test_a_missing_translation_is_served_in_the_other_language_with_a_note(course: Course, russian, cast, visit):
    html = read(visit(cast.new_hire), "/learn/complaints/thank/", "ru").content.decode()
    assert "Thank them." in html
    assert 'class="note-language"' in html
    assert '<article class="card lesson" lang="en"' in html


def test_an_outline_holds_lessons_of_both_languages(course: Course, russian, cast, visit):
    html = read(visit(cast.new_hire), "/learn/complaints/", "ru").content.decode()
    assert "Выслушать" in html and 'lang="en">Thank</a>' in html


def test_a_lesson_done_in_one_language_is_done_in_the_other(course: Course, russian, cast, visit):
    from django.urls import reverse

    client = visit(cast.new_hire)
    uid = course.lesson(0).uid
    client.post(reverse("lesson_done", args=[uid]), headers={"Accept-Language": "ru"})
    html = read(client, "/learn/complaints/", "en").content.decode()
    assert "1 of 3" in html


def test_two_trees_share_their_slugs(course: Course, russian):
    page, lesson = russian
    assert (page.slug, lesson.slug) == ("complaints", "listen")
    assert lesson.translation_key == course.lessons[0].translation_key


def test_another_slug_leads_to_the_canonical_address(course: Course, russian, cast, visit):
    _, lesson = russian
    lesson.slug = "vyslushat"
    lesson.save_revision().publish()
    client = visit(cast.new_hire)
    assert read(client, "/learn/complaints/vyslushat/", "en").url == "/learn/complaints/listen/"
    assert read(client, "/learn/complaints/listen/", "ru").url == "/learn/complaints/vyslushat/"
