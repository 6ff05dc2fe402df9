"""The agent looks at their own ticket first; it stands beside the review and counts nowhere. Recordings of calls."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.quality.actions import attach_recording, save_draft, start_review, submit_review
from assessments.quality.models import Look, Recording, Review
from lms.learning.models import LearningRecord
from lms.ops.models import PrivateFile
from lms.people.actions import forget_person

from .conftest import make_review, make_ticket, uids

SOUND = b"ID3" + bytes(range(200)) * 5


def looked(cast, visit, scorecard, ticket, **more):
    client = visit(cast.agent)
    begun = client.post(reverse("quality_own_look", args=[ticket.uid]))
    ids = uids(scorecard)
    answers = {f"c-{ids['Greeting']}": "5", f"c-{ids['Apologise']}": "n", f"c-{ids['Solve']}": "4"}
    return client.post(begun.url, answers | {"submit": "1"} | more)


def test_it_stands_beside_the_review_and_counts_nowhere(cast, scorecard, visit):
    ticket = make_ticket(cast.agent)
    assert (
        "Look at it yourself first"
        in visit(cast.agent).get(reverse("quality_ticket", args=[ticket.uid])).content.decode()
    )
    looked(cast, visit, scorecard, ticket, comment="I was in a hurry")
    look = Look.objects.get()
    assert look.submitted_at and not LearningRecord.objects.exists() and not Review.objects.exists()
    for person in (cast.reviewer, cast.manager, cast.administrator):
        client = visit(person)
        assert client.get(reverse("quality_look", args=[look.uid])).status_code == 404
        assert "in a hurry" not in client.get(reverse("quality_ticket", args=[ticket.uid])).content.decode()
    review = start_review(ticket=ticket, reviewer=cast.reviewer, snapshot=look.snapshot)
    draft = visit(cast.reviewer).get(reverse("quality_review", args=[review.uid])).content.decode()
    assert "The agent thought" not in draft
    save_draft(review=review, ratings=dict(zip(uids(scorecard).values(), (2, 2, 3), strict=True)), comment="")
    submit_review(review=review, by=cast.reviewer)
    page = visit(cast.reviewer).get(reverse("quality_review", args=[review.uid])).content.decode()
    assert "The agent thought" in page and "5 of 5" in page
    assert "You thought" in visit(cast.agent).get(reverse("quality_review", args=[review.uid])).content.decode()
    assert Review.objects.get().total < 60


def test_after_the_review_it_would_not_be_first(cast, scorecard, visit):
    review = make_review(cast.agent, cast.reviewer)
    url = reverse("quality_own_look", args=[review.ticket.uid])
    assert visit(cast.agent).post(url).status_code == 404
    assert visit(cast.new_hire).post(url).status_code == 404


def test_given_once(cast, scorecard, visit):
    ticket = make_ticket(cast.agent)
    looked(cast, visit, scorecard, ticket)
    looked(cast, visit, scorecard, ticket, comment="again")
    assert Look.objects.get().comment == ""


def test_without_a_checklist(cast, db, visit):
    sent = visit(cast.agent).post(reverse("quality_own_look", args=[make_ticket(cast.agent).uid]), follow=True)
    assert "There is no checklist yet" in sent.content.decode()


def test_drawn_tickets_are_offered_to_look_at(cast, scorecard, visit):
    make_ticket(cast.agent, subject="A ticket that waits")
    make_review(cast.agent, cast.reviewer)
    visit(cast.reviewer).post(reverse("quality_draw"), {"each": 2, "days": 14})
    page = visit(cast.agent).get("/quality/").content.decode()
    assert "Look at it yourself first" in page and "A ticket that waits" in page


@pytest.fixture
def folder(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


class TestRecording:
    def test_a_file_is_heard_by_whoever_sees_the_ticket_and_in_parts(self, cast, scorecard, visit, folder):
        ticket = make_ticket(cast.agent)
        url = reverse("quality_record", args=[ticket.uid])
        client = visit(cast.reviewer)
        client.post(url, {"file": SimpleUploadedFile("call.mp3", SOUND)})
        file = Recording.objects.get().file
        assert file.content_type == "audio/mpeg"
        where = reverse("private_file", args=[file.uid])
        assert f'src="{where}"' in client.get(reverse("quality_ticket", args=[ticket.uid])).content.decode()
        whole = client.get(where)
        assert b"".join(whole) == SOUND and whole["Accept-Ranges"] == "bytes"
        part = client.get(where, headers={"Range": "bytes=3-12"})
        assert (part.status_code, b"".join(part)) == (206, SOUND[3:13])
        assert part["Content-Range"] == f"bytes 3-12/{len(SOUND)}"
        assert b"".join(client.get(where, headers={"Range": "bytes=-5"})) == SOUND[-5:]
        assert client.get(where, headers={"Range": "bytes=99999-"}).status_code == 416
        seen = {name: visit(person).get(where).status_code for name, person in cast.by_role().items()}
        may = {"agent", "manager", "reviewer", "administrator"}
        assert {name for name, status in seen.items() if status == 200} == may

    def test_an_address_is_only_a_link(self, cast, visit, folder):
        ticket = make_ticket(cast.agent)
        client = visit(cast.reviewer)
        client.post(reverse("quality_record", args=[ticket.uid]), {"url": "https://calls.example.com/7"})
        page = client.get(reverse("quality_ticket", args=[ticket.uid])).content.decode()
        assert 'href="https://calls.example.com/7"' in page and "<audio" not in page

    def test_what_is_no_sound_is_refused(self, cast, visit, folder):
        ticket = make_ticket(cast.agent)
        client = visit(cast.reviewer)
        for sent in ({"file": SimpleUploadedFile("call.mp3", b"<html>hello</html>")}, {"url": "javascript:1"}, {}):
            client.post(reverse("quality_record", args=[ticket.uid]), sent)
        assert not Recording.objects.exists() and not PrivateFile.objects.exists()

    def test_another_takes_its_place_and_it_can_be_taken_away(self, cast, visit, folder, tmp_path):
        ticket = make_ticket(cast.agent)
        url, client = reverse("quality_record", args=[ticket.uid]), visit(cast.reviewer)
        for _ in range(2):
            client.post(url, {"file": SimpleUploadedFile("call.mp3", SOUND)})
        assert PrivateFile.objects.count() == 1 == len(list((tmp_path / "recordings").iterdir()))
        sent = client.post(url, {"remove": "1", "back": "https://elsewhere.example.com/"})
        assert sent.url == reverse("quality_ticket", args=[ticket.uid])
        assert not PrivateFile.objects.exists() and not list((tmp_path / "recordings").iterdir())

    def test_it_goes_with_the_person(self, cast, folder, tmp_path):
        ticket = make_ticket(cast.agent)
        attach_recording(ticket=ticket, by=cast.reviewer, content=SOUND, content_type="audio/mpeg")
        forget_person(person=cast.agent, by=cast.administrator)
        assert not Recording.objects.exists() and not list((tmp_path / "recordings").iterdir())

    def test_an_agent_puts_nothing_there(self, cast, visit, folder):
        url = reverse("quality_record", args=[make_ticket(cast.agent).uid])
        assert visit(cast.agent).post(url, {"url": "https://calls.example.com/7"}).status_code == 404
