"""An editor chooses a file, sees what was understood, and has a draft; a scenario is taken away as a file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from roleplays.actions.spool import FOLDER, sweep_spool
from roleplays.formats.reading import read
from roleplays.models import Scenario

from .conftest import SMALL
from .formats.packages import package, soup
from .formats.test_twee import SOUP
from .test_editing import messages

IMPORT = "/cms/roleplays/import/"


def chosen(data: bytes | str, name: str = "talk.twee", **fields: str) -> dict[str, Any]:
    content = data.encode() if isinstance(data, str) else data
    return {"file": SimpleUploadedFile(name, content), "language": "", "skill": "", **fields}


@pytest.fixture
def editor(cast, visit, skills):
    return visit(cast.editor)


def looked_at(client: Any, *args: Any, **fields: str) -> str:
    """Where one sees what was understood."""
    response = client.post(IMPORT, chosen(*args, **fields))
    assert response.status_code == 302, messages(response)
    return str(response.url)


def test_the_list_leads_to_it(editor):
    assert f'href="{IMPORT}"' in editor.get("/cms/roleplays/").content.decode()
    assert "Look at it" in messages(editor.get(IMPORT))


def test_a_story_is_seen_before_anything_is_written_and_becomes_a_draft(editor):
    url = looked_at(editor, SOUP)
    page = messages(editor.get(url))
    for words in ("Twee 3", "Холодный суп", "Russian", "Зал \\ [у окна]", "Прощание, Уход", "“Кухня”, line 1"):
        assert words in page, words
    assert "All ways through are worth the same" in page
    assert not Scenario.objects.exists()
    response = editor.post(url, {"make": "1"})
    scenario = Scenario.objects.get()
    assert response.url == reverse(Scenario.snippet_viewset.get_url_name("edit"), args=[scenario.pk])
    assert not scenario.live and scenario.locale.language_code == "ru" and scenario.slug == "kholodnyy-sup"
    assert len(scenario.body) == 4 and scenario.customer_name == "Клиент"
    form = editor.get(response.url)
    assert form.status_code == 200 and "The draft is made" in messages(form)
    assert editor.post(url, {"make": "1"}).status_code == 410
    assert Scenario.objects.count() == 1


def test_the_same_story_again_is_a_draft_beside_it(editor):
    for _time in range(2):
        editor.post(looked_at(editor, SOUP), {"make": "1"})
    assert set(Scenario.objects.values_list("slug", flat=True)) == {"kholodnyy-sup", "kholodnyy-sup-2"}
    assert len(set(Scenario.objects.values_list("translation_key", flat=True))) == 2


def test_the_points_of_a_package_show_the_chosen_skill(editor):
    url = looked_at(editor, package(soup("dynamic-score")), "soup.h5p", skill="apologise")
    page = messages(editor.get(url))
    assert "H5P Branching Scenario" in page and "3 ways through · 1 to 2 replies · " in page
    assert "points from 0 to 3" in page
    editor.post(url, {"make": "1"})
    scenario = Scenario.objects.get()
    scenario.latest_revision.publish()
    scenario = Scenario.objects.get()
    assert scenario.live and [skill.slug for skill in scenario.skills.all()] == ["apologise"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"hello", "soup.h5p", "Nothing was taken from “soup.h5p”"),
        (SMALL.replace("channel: counter", "channel: fax"), "x.yaml", "Line 3 of the file : “channel” is one of"),
        ("<p>x</p>", "x.html", "no Twine story in this file"),
        (package(soup(), **{"../evil": b"x"}), "x.h5p", "wants to lie outside of it (../evil)"),
        (":: Start\nСуп".encode("cp1251"), "x.twee", "Line 2 of the file : the file is not written in UTF-8"),
        (b"", "x.twee", "empty"),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_the_cure(editor, data, name, words):
    response = editor.post(IMPORT, chosen(data, name))
    assert response.status_code == 200 and words in " ".join(messages(response).split())
    assert not Scenario.objects.exists()


def test_in_russian(editor):
    editor.cookies["language"] = "ru"
    with translation.override("ru"):
        page = editor.post(IMPORT, chosen(b"hello", "суп.h5p"))
    assert page.status_code == 200 and "суп.h5p" in messages(page)


def test_our_own_file_with_an_error_is_shown_and_not_taken(editor):
    url = looked_at(editor, SMALL.replace("to: good", "to: nowhere"), "x.yaml")
    page = messages(editor.get(url))
    assert "leads to “nowhere”" in page and "Make a draft" not in page
    assert "without an error or not at all" in messages(editor.post(url, {"make": "1"}))
    assert not Scenario.objects.exists()


def test_our_own_file_becomes_the_newest_draft_of_what_is_there(editor, small):
    before = Scenario.objects.get(locale__language_code="en").played
    changed = SMALL.replace("This soup is cold.", "This soup is ice.")
    url = looked_at(editor, changed, "x.yaml")
    assert "Make it the newest draft of “" in messages(editor.get(url))
    editor.post(url, {"over": "1"})
    row = Scenario.objects.get(locale__language_code="en")
    assert Scenario.objects.count() == 2 and row.played == before and row.has_unpublished_changes
    assert row.get_latest_revision_as_object().body[0].value["text"] == "This soup is ice."
    editor.post(looked_at(editor, changed, "x.yaml"), {"make": "1"})
    assert Scenario.objects.filter(slug="cold-soup-2").count() == 2


def test_what_somebody_locked_is_left_alone(editor, cast, small):
    Scenario.objects.update(locked=True, locked_by=cast.administrator)
    url = looked_at(editor, SMALL, "x.yaml")
    page = messages(editor.get(url))
    assert "newest draft" not in page and "Make a draft" in page
    latest = set(Scenario.objects.values_list("latest_revision", flat=True))
    editor.post(url, {"over": "1"})
    assert set(Scenario.objects.values_list("latest_revision", flat=True)) == latest


def test_a_file_can_be_thrown_away_and_is_nobody_elses(editor, cast, visit, client):
    url = looked_at(editor, SOUP)
    visit(cast.administrator)
    assert client.get(url).status_code == 410
    visit(cast.editor)
    url = looked_at(client, SOUP)
    assert client.post(url, {"discard": "1"}).url == IMPORT
    assert client.get(url).status_code == 410 and not Scenario.objects.exists()


def test_a_file_nobody_came_back_for_is_swept(editor, settings):
    import time

    looked_at(editor, SOUP)
    assert sweep_spool() == 0
    assert sweep_spool(now=time.time() + 25 * 3600) >= 1
    assert not list((settings.PRIVATE_ROOT / FOLDER).iterdir())


@pytest.mark.parametrize("role", ["agent", "manager", "reviewer", "hr"])
def test_others_neither_import_nor_export(cast, visit, small, role):
    client = visit(getattr(cast, role))
    pk = Scenario.objects.first().pk
    for url in (IMPORT, f"/cms/roleplays/export/{pk}/", f"/cms/roleplays/export/{pk}/yaml/"):
        assert client.get(url).status_code == 302, url
    assert client.post(IMPORT, chosen(SOUP)).status_code == 302
    assert Scenario.objects.count() == 2


def test_a_scenario_is_taken_away_and_brought_back(editor, small):
    row = Scenario.objects.get(locale__language_code="ru")
    export = f"/cms/roleplays/export/{row.pk}/"
    assert f'href="{export}"' in editor.get("/cms/roleplays/").content.decode()
    assert f'href="{export}"' in editor.get(f"/cms/roleplays/edit/{row.pk}/").content.decode()
    page = messages(editor.get(export))
    assert "what a reply shows has no place in Twine" in page and "Everything" in page
    yaml = editor.get(f"{export}yaml/")
    assert yaml["Content-Disposition"] == 'attachment; filename="cold-soup.yaml"'
    assert set(read("x.yaml", yaml.content).file.bodies) == {"en", "ru"}
    story = read("x.twee", editor.get(f"{export}twee/").content)
    assert (story.start, story.passages) == ("opening", 6)
    assert story.file.words["ru"]["customer"] == "Иван Ильич"
    assert read("x.json", editor.get(f"{export}twine-json/").content).file.bodies == story.file.bodies
    assert editor.get(f"{export}h5p-branching/").status_code == 404
    assert editor.get("/cms/roleplays/export/999999/").status_code == 404


def test_languages_that_are_not_the_same_talk_are_taken_away_alone(editor, small):
    row = Scenario.objects.get(locale__language_code="ru").get_latest_revision_as_object()
    row.body[2].value["replies"][1]["to"] = "good"
    row.save_revision()
    found = read("x.yaml", editor.get(f"/cms/roleplays/export/{row.pk}/yaml/").content)
    assert set(found.file.bodies) == {"ru"}


def test_pages_ask_little(editor, small, django_assert_max_num_queries):
    url = looked_at(editor, SOUP)
    pk = Scenario.objects.first().pk
    for page in (IMPORT, url, f"/cms/roleplays/export/{pk}/"):
        with django_assert_max_num_queries(15):
            editor.get(page)
