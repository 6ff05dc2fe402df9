"""Staff suggest how a talk could be better; an editor takes it or says why not."""

import pytest
from django.urls import reverse

from lms.ops.models import Notification
from roleplays.actions import suggest
from roleplays.models import Suggestion

from .conftest import play

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggested(cast, finished):
    return suggest(run=finished(cast.new_hire), turn=1, text="Nobody says “cold indeed”.")


def edit(row):
    return reverse("suggestion:edit", args=[row.pk])


def test_it_is_written_on_the_page_of_looking_back(cast, finished, visit):
    run = finished(cast.new_hire)
    client = visit(cast.new_hire)
    client.post(reverse("roleplay_suggest", args=[run.uid]), {"turn": 1, "text": " Warmer, please. "})
    row = Suggestion.objects.get()
    assert (row.text, row.heard, row.by, row.state) == (
        "Warmer, please.",
        "This soup is cold.",
        cast.new_hire,
        "waiting",
    )
    html = client.get(reverse("roleplay_debrief", args=[run.uid])).content.decode().split('id="suggest"')[1]
    assert "Warmer, please." in html and "waiting" in html


@pytest.mark.parametrize("data", [{"turn": 1, "text": " "}, {"text": "x"}])
def test_nothing_written_is_nothing_kept(data, cast, finished, visit):
    run = finished(cast.new_hire)
    answer = visit(cast.new_hire).post(reverse("roleplay_suggest", args=[run.uid]), data, follow=True)
    assert "Write something first." in answer.content.decode() and not Suggestion.objects.exists()


def test_of_a_talk_that_is_not_over_and_beyond_its_end_there_is_nothing_to_suggest(cast, small, finished, visit):
    run, left = finished(cast.new_hire), play(cast.new_hire, small, "Cold indeed")
    client = visit(cast.new_hire)
    assert client.post(reverse("roleplay_suggest", args=[run.uid]), {"turn": 9, "text": "x"}).status_code == 404
    client.post(reverse("roleplay_suggest", args=[left.uid]), {"turn": 0, "text": "x"})
    assert not Suggestion.objects.exists()


class TestTheQueue:
    def test_an_editor_reads_it_and_goes_to_the_place(self, suggested, cast, visit):
        client = visit(cast.editor)
        assert "Nobody says" in client.get("/cms/suggestions/").content.decode()
        html = client.get(edit(suggested)).content.decode()
        assert f"#block-{suggested.node}-section" in html and "This soup is cold." in html and "Ким" in html

    def test_taken_it_is_told_once(self, suggested, cast, visit):
        client = visit(cast.editor)
        for answer in ("", "Done in the new version."):
            assert client.post(edit(suggested), {"state": "taken", "answer": answer}).status_code == 302
        suggested.refresh_from_db()
        assert (suggested.state, suggested.answer) == ("taken", "Done in the new version.")
        assert (suggested.decided_by, suggested.text) == (cast.editor, "Nobody says “cold indeed”.")
        told = Notification.objects.get(kind="roleplay.suggestion_decided")
        assert told.person == cast.new_hire

    def test_not_taken_wants_a_reason(self, suggested, cast, visit):
        answer = visit(cast.editor).post(edit(suggested), {"state": "declined", "answer": ""})
        assert "Say in a sentence why it is not taken." in answer.content.decode()
        suggested.refresh_from_db()
        assert suggested.state == "waiting" and not Notification.objects.exists()

    def test_nobody_makes_one_there(self, suggested, cast, visit):
        assert visit(cast.editor).get("/cms/suggestions/new/").status_code == 302
        assert visit(cast.manager).get(edit(suggested)).status_code == 302
