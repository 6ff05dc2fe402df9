"""Candidates from adding to erasing: terms, acts without names, decisions, hiring."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from assessments.interviews import queries
from assessments.interviews.actions import (
    ask_interviewer,
    change_candidate,
    close_opening,
    close_panel,
    erase_candidate,
    erase_due,
    hire,
    refuse,
    release_interviewer,
    withdraw,
)
from assessments.interviews.models import Candidate, ErasureAct, Interviewing, Rating, Scorecard
from assessments.interviews.signals import candidate_hired
from assessments.interviews.tasks import erase_due_candidates
from lms.learning.models import LearningRecord, Mastery
from lms.people.actions import forget_person, set_setting
from lms.people.models import User

from .conftest import make_candidate, score

NOON = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_each_interviewer_of_the_opening_has_an_interview(hiring, cast):
    assert {row.interviewer for row in hiring.candidate.interviews.all()} == {cast.manager, cast.hr}


def test_a_closed_opening_takes_nobody(hiring, cast):
    withdraw(candidate=hiring.candidate, by=cast.hr)
    close_opening(opening=hiring.opening, by=cast.hr)
    with pytest.raises(ValidationError, match="closed"):
        make_candidate(hiring.opening, cast.hr)


def test_an_opening_is_not_closed_over_somebodys_head(hiring, cast):
    with pytest.raises(ValidationError, match="no answer"):
        close_opening(opening=hiring.opening, by=cast.hr)


def test_a_refusal_says_why_and_sets_the_day_of_erasure(hiring, cast):
    with pytest.raises(ValidationError, match="reason"):
        refuse(candidate=hiring.candidate, reason=" ", by=cast.hr)
    found = refuse(candidate=hiring.candidate, reason="Cannot work in shifts", by=cast.hr, at=NOON)
    assert (found.state, found.delete_on) == ("refused", date(2026, 12, 2))
    with pytest.raises(ValidationError, match="stands already"):
        withdraw(candidate=found, by=cast.hr)


def test_the_term_is_the_countrys(hiring, cast):
    set_setting(key="company.country", value="DE", by=None, valid_from=date(2026, 1, 1))
    assert withdraw(candidate=hiring.candidate, by=cast.hr, at=NOON).delete_on == date(2027, 5, 2)


def test_consent_to_the_pool_stops_the_term_and_taking_it_back_starts_it(hiring, cast):
    found = refuse(candidate=hiring.candidate, reason="Next time", by=cast.hr, at=NOON)
    assert change_candidate(candidate=found, by=cast.hr, pool_consent_on=date(2026, 11, 3)).delete_on is None
    assert erase_due(at=NOON + timedelta(days=400)) == 0
    assert change_candidate(candidate=found, by=cast.hr, pool_consent_on=None).delete_on == date(2026, 12, 2)


def test_on_the_day_everything_goes_and_an_act_without_a_name_stays(hiring, cast):
    score(hiring.by_lead, 3, 3, 3, words="Софья рассказала про смену")
    code = hiring.candidate.code
    refuse(candidate=hiring.candidate, reason="Cannot work in shifts", by=cast.hr, at=NOON)
    assert erase_due(at=NOON + timedelta(days=29)) == 0
    assert erase_due(at=NOON + timedelta(days=30)) == 1
    for model in (Candidate, Interviewing, Scorecard, Rating):
        assert not model.objects.exists()
    act = ErasureAct.objects.get()
    assert (act.code, act.reason) == (code, "term") and "Рощина" not in str(act.__dict__)


def test_beat_does_it_by_itself(hiring, cast, settings):
    withdraw(candidate=hiring.candidate, by=cast.hr, at=NOON - timedelta(days=400))
    entry = settings.CELERY_BEAT_SCHEDULE["erase-candidates"]
    assert entry["task"] == erase_due_candidates.name
    assert erase_due_candidates() == 1 and not Candidate.objects.exists()


def test_nobody_in_process_and_nobody_hired_is_erased(both_scored, cast):
    make_candidate(both_scored.opening, cast.hr)
    hire(candidate=both_scored.candidate, username="sofya", started_on=date(2026, 12, 1), team=cast.team, by=cast.hr)
    assert erase_due(at=NOON + timedelta(days=9999)) == 0
    with pytest.raises(ValidationError, match="was hired"):
        erase_candidate(candidate=Candidate.objects.get(state="hired"), by=cast.hr)


class TestInterviewers:
    def test_one_more_is_asked(self, hiring, cast):
        row = ask_interviewer(candidate=hiring.candidate, interviewer=cast.agent, by=cast.hr, scheduled_at=NOON)
        assert row.scheduled_at == NOON
        assert ask_interviewer(candidate=hiring.candidate, interviewer=cast.agent, by=cast.hr).pk == row.pk

    def test_who_was_released_never_rates_again(self, hiring, cast):
        release_interviewer(interviewing=hiring.by_hr, by=cast.hr)
        with pytest.raises(ValidationError, match="no longer rate"):
            ask_interviewer(candidate=hiring.candidate, interviewer=cast.hr, by=cast.hr)

    def test_who_could_read_the_panel_never_rates(self, hiring, cast):
        release_interviewer(interviewing=hiring.by_hr, by=cast.hr)
        other = make_candidate(hiring.opening, cast.hr)
        Interviewing.objects.filter(candidate=other, interviewer=cast.hr).delete()
        score(Interviewing.objects.get(candidate=other), 3, 3, 3)
        with pytest.raises(ValidationError, match="could already read"):
            ask_interviewer(candidate=other, interviewer=cast.hr, by=cast.hr)
        ask_interviewer(candidate=other, interviewer=cast.agent, by=cast.hr)

    def test_ratings_that_were_submitted_stay(self, hiring, cast):
        score(hiring.by_lead, 3, 3, 3)
        with pytest.raises(ValidationError, match="submitted"):
            release_interviewer(interviewing=hiring.by_lead, by=cast.hr)

    def test_nobody_is_added_once_rating_is_over(self, hiring, cast):
        close_panel(candidate=hiring.candidate, by=cast.hr)
        hiring.candidate.refresh_from_db()
        with pytest.raises(ValidationError, match="over"):
            ask_interviewer(candidate=hiring.candidate, interviewer=cast.agent, by=cast.hr)


@pytest.fixture
def heard():
    told = []

    def listen(sender, **announced):
        told.append(announced)

    candidate_hired.connect(listen)
    yield told
    candidate_hired.disconnect(listen)


class TestHiring:
    def test_the_candidate_becomes_a_person_of_the_team(self, both_scored, cast, skills, heard):
        person = hire(
            candidate=both_scored.candidate,
            username="sofya.roshchina",
            started_on=date(2026, 12, 1),
            team=cast.team,
            by=cast.hr,
            at=NOON,
        )
        assert (person.get_full_name(), person.started_on) == ("Рощина Софья", date(2026, 12, 1))
        assert person.memberships.get().team == cast.team
        found = Candidate.objects.get()
        assert (found.state, found.person, found.delete_on) == ("hired", person, None)
        (told,) = heard
        assert told["person"] == person and told["team"] == cast.team and told["by"] == cast.hr
        assert [skill.slug for skill in told["skills"]] == ["ownership", "follow-through"]  # initiative: 2.5
        assert told["at"] == NOON

    def test_ratings_never_become_mastery(self, both_scored, cast, skills):
        hire(candidate=both_scored.candidate, username="s", started_on=date(2026, 12, 1), team=cast.team, by=cast.hr)
        assert not LearningRecord.objects.exists() and not Mastery.objects.exists()

    def test_not_before_the_ratings_are_in(self, hiring, cast):
        score(hiring.by_lead, 5, 5, 5)
        with pytest.raises(ValidationError, match="Not all ratings"):
            hire(candidate=hiring.candidate, username="s", started_on=date(2026, 12, 1), team=cast.team, by=cast.hr)

    def test_a_taken_name_undoes_it_all(self, both_scored, cast, heard):
        with pytest.raises(ValidationError):
            hire(
                candidate=both_scored.candidate,
                username="BORIS",
                started_on=date(2026, 12, 1),
                team=cast.team,
                by=cast.hr,
            )
        assert Candidate.objects.get().is_open and not heard
        assert Candidate.objects.get().panel_closed_at is None

    def test_a_listener_that_raises_undoes_it_all(self, both_scored, cast):
        def refuse_it(sender, **announced):
            raise RuntimeError("no plan")

        candidate_hired.connect(refuse_it)
        people = User.objects.count()
        try:
            with pytest.raises(RuntimeError):
                hire(candidate=both_scored.candidate, username="s", started_on=date.today(), team=cast.team, by=cast.hr)
        finally:
            candidate_hired.disconnect(refuse_it)
        assert User.objects.count() == people and Candidate.objects.get().is_open

    def test_forgetting_the_person_erases_the_candidate(self, both_scored, cast):
        code = both_scored.candidate.code
        person = hire(
            candidate=both_scored.candidate, username="s", started_on=date(2026, 12, 1), team=cast.team, by=cast.hr
        )
        forget_person(person=person, by=cast.administrator)
        assert not Candidate.objects.exists() and not Rating.objects.exists()
        assert ErasureAct.objects.get().code == code


def test_the_panel_opens_when_all_are_in_or_it_is_closed(hiring, cast):
    assert not queries.panel_is_open(hiring.candidate)
    score(hiring.by_lead, 3, 3, 3)
    assert not queries.panel_is_open(hiring.candidate)
    assert close_panel(candidate=hiring.candidate, by=cast.hr) == 1
    hiring.candidate.refresh_from_db()
    assert queries.panel_is_open(hiring.candidate)
    assert close_panel(candidate=hiring.candidate, by=cast.hr) == 0
