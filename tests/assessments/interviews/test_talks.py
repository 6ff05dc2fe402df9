"""A roleplay by a link on the candidate's page: made, taken back, done, closed by a decision, erased with them."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from assessments.interviews.actions import close_panel, erase_candidate, hire, refuse
from assessments.interviews.models import Candidate
from lms.learning.models import Activity, GuestPass, LearningRecord
from lms.ops.models import AuditEntry
from lms.people.actions import forget_person
from roleplays.models import Run

from .conftest import WELL, a_roleplay, make_candidate, played, score


@pytest.fixture
def roleplay(hiring, cast) -> Activity:
    return a_roleplay()


def page(client, candidate) -> str:
    return unescape(client.get(reverse("candidate", args=[candidate.uid])).content.decode())


def make_link(client, candidate, roleplay, language="en") -> str:
    response = client.post(reverse("give_talk", args=[candidate.uid]), {"talk": f"{language}:{roleplay.uid}"})
    html = unescape(response.content.decode())
    assert "no-store" in response["Cache-Control"]
    return re.search(r'value="(http[^"]+/talk/[\w-]+/)"', html)[1]


def test_hr_makes_a_link_that_is_shown_once_and_the_candidate_plays_it(hiring, roleplay, cast, visit):
    client = visit(cast.hr)
    form = unescape(client.get(reverse("give_talk", args=[hiring.candidate.uid])).content.decode())
    assert re.search(r'<optgroup label="English">.*Cold soup.*<optgroup label="Русский">.*Холодный суп', form, re.S)
    link = make_link(client, hiring.candidate, roleplay)
    secret = link.split("/talk/")[1].strip("/")
    html = page(client, hiring.candidate)
    assert "Link made" in html and "works until" in html and secret not in html
    assert secret not in str(AuditEntry.objects.values())
    outside = f"/talk/{secret}/"
    html = Client().get(outside).content.decode()
    assert "Cold soup" in html and "who decide about the place you applied for" in html and "Рощина" not in html
    Client().post(outside, {"start": "1"})
    assert "Begun on" in page(client, hiring.candidate)


def test_only_what_is_offered_can_be_chosen(hiring, roleplay, cast, visit):
    kit = Activity.objects.get(uid=hiring.kit.translation_key)
    for wrong in ("", "en", f"en:{kit.uid}", f"xx:{roleplay.uid}"):
        response = visit(cast.hr).post(reverse("give_talk", args=[hiring.candidate.uid]), {"talk": wrong})
        assert response.status_code == 200 and "aria-invalid" in response.content.decode()
    assert not GuestPass.objects.exists()


def test_without_a_roleplay_the_page_says_who_publishes_one(hiring, cast, visit):
    html = visit(cast.hr).get(reverse("give_talk", args=[hiring.candidate.uid])).content.decode()
    assert "An editor publishes one first." in html and 'name="talk"' not in html


def test_taken_back_it_leads_nowhere_and_a_new_one_is_made(hiring, roleplay, cast, visit):
    client = visit(cast.hr)
    first = make_link(client, hiring.candidate, roleplay)
    guest = GuestPass.objects.get()
    response = client.post(reverse("take_back_talk", args=[guest.uid]))
    assert response.url == reverse("candidate", args=[hiring.candidate.uid])
    assert "Link made" not in page(client, hiring.candidate)
    second = make_link(client, hiring.candidate, roleplay)
    statuses = [Client().get("/talk/" + link.split("/talk/")[1]).status_code for link in (first, second)]
    assert statuses == [410, 200]


def test_the_result_in_words_to_whom_it_is_open(hiring, roleplay, cast, visit):
    guest, _secret = played(hiring.candidate, cast.hr, "We cook")
    client = visit(cast.hr)
    html = page(client, hiring.candidate)
    assert "Done on" in html and "not helped" not in html and "the result opens to you after your own ratings" in html
    score(hiring.by_hr, 3, 3, 3)
    html = page(client, hiring.candidate)
    assert "The customer was not helped" in html and reverse("roleplay_guest", args=[guest.uid]) in html
    assert "after your own ratings" not in html


def test_a_decision_closes_links_that_are_not_done(hiring, roleplay, cast, visit):
    done, _secret = played(hiring.candidate, cast.hr, *WELL)
    _guest, secret = played(hiring.candidate, cast.hr)
    refuse(candidate=hiring.candidate, reason="Another one was stronger.", by=cast.hr)
    assert Client().get(f"/talk/{secret}/").status_code == 410
    html = page(visit(cast.hr), hiring.candidate)
    assert "A strong talk" in html and "Make a link" not in html  # released by the decision, HR rates no more
    response = visit(cast.hr).post(reverse("give_talk", args=[hiring.candidate.uid]), {"talk": f"en:{roleplay.uid}"})
    assert "A decision about this candidate stands already." in response.content.decode()
    assert [row.pk for row in GuestPass.objects.filter(revoked_at=None)] == [done.pk]


def test_erasing_the_candidate_takes_links_and_talks(hiring, roleplay, cast):
    played(hiring.candidate, cast.hr, *WELL)
    other = make_candidate(hiring.opening, cast.hr, given="Ева")
    kept, _secret = played(other, cast.hr, *WELL)
    erase_candidate(candidate=Candidate.objects.get(pk=hiring.candidate.pk), by=cast.hr)
    assert [run.guest for run in Run.objects.all()] == [kept] == list(GuestPass.objects.all())


def test_hired_the_talk_is_no_record_and_forgotten_it_is_gone(hiring, roleplay, cast):
    played(hiring.candidate, cast.hr, *WELL)
    close_panel(candidate=hiring.candidate, by=cast.hr)
    person = hire(
        candidate=Candidate.objects.get(pk=hiring.candidate.pk),
        username="sofya.roshchina",
        started_on=date.today() + timedelta(days=1),
        team=cast.team,
        by=cast.hr,
    )
    assert not LearningRecord.objects.filter(person=person).exists() and not Run.objects.filter(person=person).exists()
    assert Run.objects.count() == 1
    forget_person(person=person, by=cast.administrator)
    assert not Run.objects.exists() and not GuestPass.objects.exists()


@pytest.mark.parametrize("links", [1, 6])
def test_few_queries_however_many_links(hiring, roleplay, cast, visit, links, django_assert_max_num_queries):
    for _ in range(links):
        played(hiring.candidate, cast.hr, *WELL)
    score(hiring.by_hr, 3, 3, 3)
    client = visit(cast.hr)
    for name in ("candidate", "panel", "give_talk"):
        url = reverse(name, args=[hiring.candidate.uid])
        client.get(url)
        with django_assert_max_num_queries(15):
            assert client.get(url).status_code == 200, name
