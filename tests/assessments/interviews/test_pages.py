"""Hiring through the front door: from kit to colleague, saving, papers, and what pages ask the database."""

import io
from datetime import date, timedelta

import pikepdf
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.interviews import queries
from assessments.interviews.actions import close_panel, plan_interview
from assessments.interviews.models import Candidate, Interviewing, Opening, Rating
from assessments.interviews.signals import candidate_hired
from lms.learning import reminders
from lms.people.actions import grant_role, set_setting
from lms.people.models import RoleGrant, User

from .conftest import make_candidate, rate, score, snapshot_of

HTMX = {"HTTP_HX_REQUEST": "true"}


def test_from_kit_to_panel_to_hire(cast, visit, kit, skills):
    """HR opens a place and adds a candidate; two rate alone; the panel is read; the candidate becomes a colleague."""
    told = []
    listen = lambda sender, **announced: told.append(announced)  # noqa: E731
    candidate_hired.connect(listen)
    set_setting(key="feature.hiring", value=True, by=None)

    client = visit(cast.hr)
    assert "/hiring/" in client.get("/").content.decode()
    form = {
        "title": "Support agent, evenings",
        "team": cast.team.pk,
        "kit": snapshot_of(kit).pk,
        "interviewers": [cast.hr.pk, cast.manager.pk],
    }
    response = client.post(reverse("add_opening"), form)
    opening = Opening.objects.get()
    assert response.url == reverse("opening", args=[opening.uid])
    form = {"given_name": "Софья", "family_name": "Рощина", "consent_on": "2026-09-01", "email": "s@example.com"}
    response = client.post(reverse("add_candidate", args=[opening.uid]), form)
    candidate = Candidate.objects.get()
    assert response.url == reverse("candidate", args=[candidate.uid])
    for row in candidate.interviews.all():
        client.post(reverse("plan_interview", args=[row.uid]), {"scheduled_at": "2026-12-01T14:00"})
    assert "Waiting for ratings: 0 of 2" in client.get(reverse("opening", args=[opening.uid])).content.decode()

    for person, scores in ((cast.manager, (4, 2, 5)), (cast.hr, (5, 3, 4))):
        client = visit(person)
        mine = Interviewing.objects.get(interviewer=person)
        assert "Рощина Софья" in client.get("/").content.decode()
        assert client.get(reverse("panel", args=[candidate.uid])).status_code == 404
        begun = client.post(reverse("interview", args=[mine.uid]))
        assert begun.url == reverse("interview_question", args=[mine.uid, 1])
        for number, given in enumerate(scores, 1):
            url = reverse("interview_question", args=[mine.uid, number])
            assert client.get(url).status_code == 200
            answer = {"score": given, "situation": f"words of {person.username}", "go": "next"}
            response = client.post(url, answer)
        assert response.url == reverse("interview", args=[mine.uid]) + "?saved=3"
        assert client.post(reverse("submit_ratings", args=[mine.uid])).status_code == 302

    client = visit(cast.hr)
    html = client.get(reverse("panel", args=[candidate.uid])).content.decode()
    assert "3.8" in html and "words of vera" in html and "usually" in html
    assert client.get(reverse("hire", args=[candidate.uid])).status_code == 200
    form = {"username": "", "started_on": "2026-12-07", "team": cast.team.pk}
    response = client.post(reverse("hire", args=[candidate.uid]), form)
    candidate_hired.disconnect(listen)
    person = User.objects.get(given_name="Софья")
    assert response.url == reverse("candidate", args=[candidate.uid])  # HR does not invite
    assert person.username == "sofya.roshchina" and person.memberships.get().team == cast.team
    assert [skill.slug for skill in told[0]["skills"]] == ["ownership", "follow-through"]
    assert "Works here now" in client.get(reverse("candidate", args=[candidate.uid])).content.decode()


def test_hr_who_also_leads_the_team_is_offered_the_way_in(both_scored, cast, visit):
    grant_role(person=cast.manager, role=RoleGrant.Role.HR, by=None)
    form = {"username": "sofya", "started_on": timezone.localdate().isoformat(), "team": cast.team.pk}
    response = visit(cast.manager).post(reverse("hire", args=[both_scored.candidate.uid]), form)
    assert response.url == reverse("invite", args=[User.objects.get(username="sofya").uid])
    assert visit(cast.manager).get(response.url).status_code == 200


def test_a_taken_name_is_said_in_words(both_scored, cast, visit):
    form = {"username": "Boris", "started_on": "2026-12-07", "team": cast.team.pk}
    html = visit(cast.hr).post(reverse("hire", args=[both_scored.candidate.uid]), form).content.decode()
    assert "Somebody signs in with this name already" in html and Candidate.objects.get().is_open


class TestSaving:
    @pytest.fixture
    def url(self, hiring):
        rate(hiring.by_lead)
        return reverse("interview_question", args=[hiring.by_lead.uid, 1])

    def test_htmx_saves_and_hears_when(self, url, cast, visit):
        response = visit(cast.manager).post(url, {"situation": "Evening shift"}, **HTMX)
        assert response.status_code == 200 and response.headers["X-Saved"] == "yes"
        assert "Saved at" in response.content.decode() and "<html" not in response.content.decode()
        assert Rating.objects.get().situation == "Evening shift"

    def test_the_page_shows_what_was_saved(self, url, cast, visit):
        client = visit(cast.manager)
        client.post(url, {"score": "4", "result": "All was well"}, **HTMX)
        html = client.get(url).content.decode()
        assert "All was well" in html and 'value="4" data-key="4" checked' in html

    @pytest.mark.parametrize(("go", "to"), [("next", "2/"), ("2", "2/"), ("later", ""), ("back", ""), ("99", "")])
    def test_buttons_save_and_lead_on(self, url, hiring, cast, visit, go, to):
        response = visit(cast.manager).post(url, {"score": "5", "go": go})
        assert response.url == f"/hiring/interview/{hiring.by_lead.uid}/{to}?saved=1"
        assert Rating.objects.get().score == 5

    def test_a_note_that_is_too_long_is_not_lost(self, url, cast, visit):
        response = visit(cast.manager).post(url, {"situation": "w" * 4001})
        assert response.status_code == 422 and "w" * 4001 in response.content.decode()

    def test_when_rating_is_over_htmx_leads_to_the_words(self, url, hiring, cast, visit):
        close_panel(candidate=hiring.candidate, by=cast.hr)
        client = visit(cast.manager)
        response = client.post(url, {"score": "4"}, **HTMX)
        home = reverse("interview", args=[hiring.by_lead.uid])
        assert response.headers["HX-Redirect"] == home and "X-Saved" not in response.headers
        page = client.get(home).content.decode()
        assert "Rating is over" in page and "data-forget" in page and not Rating.objects.exists()

    def test_a_forged_rating_is_refused(self, url, cast, visit):
        assert visit(cast.manager).post(url, {"score": "9"}).status_code == 422
        assert not Rating.objects.filter(score__isnull=False).exists()

    def test_no_such_question(self, url, cast, visit):
        assert visit(cast.manager).get(url.replace("/1/", "/9/")).status_code == 404

    def test_before_beginning_one_is_led_to_the_beginning(self, hiring, cast, visit):
        response = visit(cast.hr).get(reverse("interview_question", args=[hiring.by_hr.uid, 1]))
        assert response.url == reverse("interview", args=[hiring.by_hr.uid])

    def test_missing_ratings_are_named_and_may_be_left_out(self, url, hiring, cast, visit):
        client, submit = visit(cast.manager), reverse("submit_ratings", args=[hiring.by_lead.uid])
        client.post(url, {"score": "4"})
        page = client.post(submit, follow=True).content.decode()
        assert "Questions 2, 3 have no rating yet" in page
        page = client.post(submit, {"incomplete": "yes"}, follow=True).content.decode()
        assert "Submitted today" in page


def test_a_change_is_marked_on_the_panel(both_scored, cast, visit):
    score(both_scored.by_lead, 1, 1, 1)
    html = visit(cast.hr).get(reverse("panel", args=[both_scored.candidate.uid])).content.decode()
    assert "version 2" in html and "talk about question 1" in html


def test_one_interviewer_alone_is_normal(opening, cast, visit):
    opening.interviewers.set([cast.manager])
    candidate = make_candidate(opening, cast.hr)
    score(candidate.interviews.get(), 4, 4, 4)
    html = visit(cast.hr).get(reverse("panel", args=[candidate.uid])).content.decode()
    assert "One interviewer alone" in html and "talk about question" not in html


def test_closing_early_says_what_it_costs(hiring, cast, visit):
    score(hiring.by_lead, 4, 4, 4)
    client, url = visit(cast.hr), reverse("close_panel", args=[hiring.candidate.uid])
    assert "1 interviewer has not submitted" in client.get(url).content.decode()
    client.post(url)
    assert client.get(reverse("panel", args=[hiring.candidate.uid])).status_code == 200


def test_refusing_says_when_the_data_go(hiring, cast, visit):
    client, url = visit(cast.hr), reverse("refuse", args=[hiring.candidate.uid])
    assert "This field is required" in client.post(url, {"reason": " "}).content.decode()
    page = client.post(url, {"reason": "Cannot work in shifts"}, follow=True).content.decode()
    assert "Erased on" in page and "Cannot work in shifts" in page


def test_erasing_asks_once_and_leaves_a_number(hiring, cast, visit):
    code, client = hiring.candidate.code, visit(cast.hr)
    url = reverse("erase_candidate", args=[hiring.candidate.uid])
    assert code in client.get(url).content.decode() and Candidate.objects.exists()
    page = client.post(url, follow=True).content.decode()
    assert code in page and not Candidate.objects.exists()


def test_a_consent_of_tomorrow_is_refused(opening, cast, visit):
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    form = {"given_name": "Софья", "consent_on": day}
    html = visit(cast.hr).post(reverse("add_candidate", args=[opening.uid]), form).content.decode()
    assert "still to come" in html and not Candidate.objects.exists()


class TestPapers:
    @pytest.fixture(params=["kit_paper", "scorecard_paper"])
    def pdf(self, request, both_scored, cast, visit):
        of = both_scored.opening if request.param == "kit_paper" else both_scored.by_lead
        response = visit(cast.hr).get(reverse(request.param, args=[of.uid]))
        assert response.headers["Content-Type"] == "application/pdf"
        return response.content

    def test_is_a4_in_the_houses_fonts_and_accessible(self, pdf):
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert 'pdfuaid:part="1"' in document.Root.Metadata.read_bytes().decode()
            assert str(document.Root.Lang) == "en" and bool(document.Root.MarkInfo.Marked)
        first = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
        assert [round(float(side) / 72 * 25.4) for side in first.mediabox[2:]] == [210, 297]

    def test_says_what_is_asked(self, pdf):
        words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        for text in ("Tell me about case 1.", "Tell me about case 3.", "Support agent"):
            assert text in " ".join(words.split())

    def test_names_the_company_whatever_quotes_it_has(self, both_scored, cast, visit):
        set_setting(key="company.name", value='ООО "Звезда" \\', by=None)
        pdf = visit(cast.hr).get(reverse("kit_paper", args=[both_scored.opening.uid])).content
        assert 'ООО "Звезда" \\' in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()

    def test_ones_own_only_after_submitting(self, hiring, cast, visit):
        rate(hiring.by_lead, 4, 4, 4)
        assert visit(cast.manager).get(reverse("scorecard_paper", args=[hiring.by_lead.uid])).status_code == 404

    def test_of_the_version_that_counts(self, hiring, cast, visit):
        score(hiring.by_lead, 4, 4, 4, words="Первые слова")
        rate(hiring.by_lead, 1, 1, 1, words="Другие слова")
        pdf = visit(cast.manager).get(reverse("scorecard_paper", args=[hiring.by_lead.uid])).content
        words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        assert "Первые слова" in words and "Другие" not in words and "Рощина Софья" in words


class TestToday:
    def test_the_interview_waits_there_when_hiring_is_on(self, hiring, cast, visit):
        assert "Рощина" not in visit(cast.manager).get("/").content.decode()
        set_setting(key="feature.hiring", value=True, by=None)
        assert "Рощина" in visit(cast.manager).get("/").content.decode()
        score(hiring.by_lead, 4, 4, 4)
        assert "Рощина" not in visit(cast.manager).get("/").content.decode()

    def test_the_letter_names_a_number_and_no_name(self, hiring, cast):
        day = date(2026, 12, 1)
        at = timezone.make_aware(timezone.datetime(2026, 12, 1, 14), cast.manager.tz)
        plan_interview(interviewing=hiring.by_lead, scheduled_at=at, by=cast.hr)
        ((text, _path),) = reminders.lines_of([cast.manager], day)[cast.manager.pk]
        assert text == f"Interview at 14:00, candidate {hiring.candidate.code}" and "Рощина" not in text
        later = reminders.lines_of([cast.manager], day + timedelta(days=1))[cast.manager.pk]
        assert "Ratings to submit" in later[0].text
        assert not reminders.lines_of([cast.manager], day - timedelta(days=1))

    def test_the_menu_follows_the_role_and_the_switch(self, cast, visit, db):
        assert 'href="/hiring/"' not in visit(cast.hr).get("/me/").content.decode()
        set_setting(key="feature.hiring", value=True, by=None)
        assert 'href="/hiring/"' in visit(cast.hr).get("/me/").content.decode()
        assert 'href="/hiring/"' not in visit(cast.administrator).get("/me/").content.decode()


OPENINGS, OPENING, CANDIDATE, PANEL, QUESTION, INTERVIEW = 7, 8, 8, 12, 7, 9


class TestQueries:
    """The same with one and with thirty."""

    @pytest.fixture(params=[1, 30])
    def many(self, request, hiring, cast):
        for n in range(request.param - 1):
            candidate = make_candidate(hiring.opening, cast.hr, given=f"К{n}")
            if n < 2:
                for row in candidate.interviews.all():
                    score(row, 3, 3, 3)
        score(hiring.by_lead, 4, 2, 5)
        score(hiring.by_hr, 4, 2, 5)
        return hiring

    @pytest.mark.parametrize(
        ("name", "of", "count"),
        [
            ("hiring", None, OPENINGS),
            ("opening", "opening", OPENING),
            ("candidate", "candidate", CANDIDATE),
            ("panel", "candidate", PANEL),
            ("interview", "by_hr", INTERVIEW),
        ],
    )
    def test_pages(self, many, cast, visit, name, of, count, django_assert_num_queries):
        client, url = visit(cast.hr), reverse(name, args=[getattr(many, of).uid] if of else [])
        client.get(url)
        with django_assert_num_queries(count):
            assert client.get(url).status_code == 200

    def test_the_interview_screen(self, hiring, cast, visit, django_assert_num_queries):
        rate(hiring.by_lead, 3)
        client, url = visit(cast.manager), reverse("interview_question", args=[hiring.by_lead.uid, 1])
        client.get(url)
        with django_assert_num_queries(QUESTION):
            assert client.get(url).status_code == 200

    def test_a_panel_of_thirty_interviewers_asks_the_same(self, opening, cast, visit, django_assert_num_queries):
        crowd = [
            User.objects.create(username=f"u{n}", given_name=f"U{n}", started_on=date(2026, 1, 1)) for n in range(10)
        ]
        opening.interviewers.set(crowd)
        candidate = make_candidate(opening, cast.hr)
        for row in candidate.interviews.all():
            score(row, 3, 4, 5)
        client, url = visit(cast.hr), reverse("panel", args=[candidate.uid])
        client.get(url)
        with django_assert_num_queries(PANEL + 1):  # who does not rate is asked whether all others did
            client.get(url)
        assert len(queries.counted_scorecards(candidate)) == 10
