"""Rating: saved as it is typed, submitted whole, changed only as a new version."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.interviews import queries
from assessments.interviews.actions import begin, close_panel, refuse, release_interviewer, save_rating, submit
from assessments.interviews.models import Interviewing, Rating, Scorecard

from .conftest import rate, score


def fresh(row: Interviewing) -> Interviewing:
    return Interviewing.objects.select_related("candidate__opening__snapshot").get(pk=row.pk)


def test_beginning_twice_is_once(hiring):
    assert begin(interviewing=hiring.by_lead) == begin(interviewing=hiring.by_lead)
    assert Scorecard.objects.count() == 1


def test_a_rating_is_saved_over_itself(hiring):
    question = hiring.opening.kit.questions[0]
    save_rating(interviewing=hiring.by_lead, question=question, score=None, notes={"situation": "Evening shift"})
    save_rating(interviewing=hiring.by_lead, question=question, score=4, notes={"situation": "Evening shift, queue"})
    row = Rating.objects.get()
    assert (row.score, row.situation, row.result) == (4, "Evening shift, queue", "")


@pytest.mark.parametrize("wrong", [0, 6, -1])
def test_ratings_are_one_to_five(hiring, wrong):
    question = hiring.opening.kit.questions[0]
    with pytest.raises(ValidationError, match="1 to 5"):
        save_rating(interviewing=hiring.by_lead, question=question, score=wrong, notes={})
    card = begin(interviewing=hiring.by_lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(scorecard=card, question=question.uid, score=wrong if wrong > 0 else 9)


def test_what_is_missing_is_named(hiring):
    rate(hiring.by_lead, 4, None, None)
    with pytest.raises(ValidationError, match="Questions 2, 3 have no rating"):
        submit(interviewing=fresh(hiring.by_lead))
    assert queries.submitted_of(hiring.by_lead) is None
    submit(interviewing=fresh(hiring.by_lead), incomplete=True)
    assert queries.submitted_of(hiring.by_lead).version == 1


def test_nothing_at_all_is_not_submitted(hiring):
    with pytest.raises(ValidationError, match="nothing to submit"):
        submit(interviewing=fresh(hiring.by_lead))
    rate(hiring.by_lead, None, None, None)
    with pytest.raises(ValidationError, match="no rating"):
        submit(interviewing=fresh(hiring.by_lead), incomplete=True)


def test_a_change_after_submitting_is_a_new_version(hiring):
    score(hiring.by_lead, 4, 2, 5, words="first words")
    row = fresh(hiring.by_lead)
    draft = begin(interviewing=row)
    assert draft.version == 2 and draft.ratings.count() == 3
    save_rating(interviewing=row, question=row.candidate.opening.kit.questions[0], score=1, notes={})
    counted = queries.submitted_of(row)
    assert counted.version == 1 and queries.scores_of(counted) and 1 not in queries.scores_of(counted).values()
    submit(interviewing=row)
    assert queries.submitted_of(row).version == 2
    assert Rating.objects.filter(scorecard__version=1, situation="first words").count() == 3


def test_submitting_twice_is_once(hiring):
    score(hiring.by_lead, 4, 2, 5)
    assert submit(interviewing=fresh(hiring.by_lead)).version == 1
    assert Scorecard.objects.count() == 1


@pytest.mark.parametrize("over", ["closed", "refused", "released"])
def test_when_it_is_over_nothing_is_rated(hiring, cast, over):
    rate(hiring.by_lead, 3, 3, 3)
    if over == "closed":
        assert close_panel(candidate=hiring.candidate, by=cast.hr) == 2
    elif over == "refused":
        refuse(candidate=hiring.candidate, reason="No shift work", by=cast.hr)
    else:
        release_interviewer(interviewing=hiring.by_lead, by=cast.hr)
    row = fresh(hiring.by_lead)
    for act in (
        lambda: submit(interviewing=row),
        lambda: begin(interviewing=row),
        lambda: save_rating(interviewing=row, question=row.candidate.opening.kit.questions[0], score=1, notes={}),
    ):
        with pytest.raises(ValidationError, match="Rating is over"):
            act()
    assert queries.draft_of(row).ratings.count() == 3


STEPS = st.lists(st.tuples(st.sampled_from(["save", "submit", "begin"]), st.integers(1, 5)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_versions_count_up_and_submitted_ones_never_change(hiring, steps):
    row = fresh(hiring.by_lead)
    Scorecard.objects.filter(interviewing=row).delete()
    question, kept = row.candidate.opening.kit.questions[0], {}
    for step, value in steps:
        if step == "save":
            save_rating(interviewing=row, question=question, score=value, notes={})
        elif step == "begin":
            begin(interviewing=row)
        elif queries.draft_of(row) and queries.by_question(queries.draft_of(row)):
            found = submit(interviewing=row, incomplete=True)
            kept[found.version] = queries.scores_of(found)
        cards = list(row.scorecards.all())
        assert [card.version for card in cards] == list(range(1, len(cards) + 1))
        assert sum(card.submitted_at is None for card in cards) <= 1
        for card in cards:
            assert card.submitted_at is None or queries.scores_of(card) == kept[card.version]


assert TestCase  # the plugin that lets hypothesis use the database
