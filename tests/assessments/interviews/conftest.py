"""A kit of three questions, an opening with two interviewers (a lead and HR herself), and a candidate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from wagtail.models import Locale

from assessments.interviews import queries
from assessments.interviews.actions import (
    add_candidate,
    begin,
    give_talk,
    open_position,
    publish_kit,
    save_rating,
    submit,
)
from assessments.interviews.models import (
    Candidate,
    Interviewing,
    InterviewKit,
    InterviewQuestion,
    KitQuestion,
    Opening,
    QuestionAnchor,
)
from lms.learning.models import Activity, ContentSnapshot, GuestPass, Skill
from roleplays.actions import reply, start_guest_run
from roleplays.talks import talk_of
from tests.roleplays.conftest import SMALL, WELL, published  # noqa: F401  WELL for those who play
from tests.roleplays.conftest import snapshot_of as snapshot_played

COMPETENCIES = ("empathy", "initiative", "stress-resistance")


# Live at once: publishing by an editor, which the tests of publishing go through, takes three times as long.
def make_question(title: str, competency: str = "empathy", language: str = "en", **fields: Any) -> InterviewQuestion:
    question = InterviewQuestion(
        title=title,
        competency=competency,
        text=f"Tell me about {title}.",
        probes="What did you say first?\nHow did it end?",
        locale=Locale.objects.get(language_code=language),
        **fields,
    )
    question.anchors = [
        QuestionAnchor(score=score, text=f"{title}: sounds like {score}", sort_order=score) for score in (1, 3, 5)
    ]
    question.save()
    return question


def make_kit(questions: list[InterviewQuestion], title: str = "Support agent", **fields: Any) -> InterviewKit:
    kit = InterviewKit(
        title=title,
        opening_words="Good morning, thank you for coming.",
        closing_words="We answer by Friday.",
        locale=questions[0].locale,
        **fields,
    )
    kit.kit_questions = [KitQuestion(question=question, sort_order=n) for n, question in enumerate(questions)]
    kit.save()
    publish_kit(kit=kit)
    return kit


def snapshot_of(kit: InterviewKit) -> ContentSnapshot:
    return ContentSnapshot.objects.filter(activity__uid=kit.translation_key).order_by("-pk").first()


@dataclass
class Hiring:
    questions: list[InterviewQuestion]
    kit: InterviewKit
    opening: Opening
    candidate: Candidate
    by_hr: Interviewing
    by_lead: Interviewing


@pytest.fixture
def questions(db: None) -> list[InterviewQuestion]:
    return [make_question(f"case {n}", competency) for n, competency in enumerate(COMPETENCIES, 1)]


@pytest.fixture
def kit(questions: list[InterviewQuestion]) -> InterviewKit:
    return make_kit(questions)


@pytest.fixture
def skills(db: None) -> list[Skill]:
    slugs = ("empathy", "listen", "ownership", "follow-through", "apologise", "solve")
    return [Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug, "name_ru": slug})[0] for slug in slugs]


@pytest.fixture
def opening(cast: Any, kit: InterviewKit) -> Opening:
    return open_position(
        title="Support agent",
        snapshot=snapshot_of(kit),
        team=cast.team,
        by=cast.hr,
        interviewers=[cast.manager, cast.hr],
    )


def make_candidate(opening: Opening, by: Any, given: str = "Софья", family: str = "Рощина", **fields: Any) -> Candidate:
    return add_candidate(
        opening=opening, given_name=given, family_name=family, consent_on=date(2026, 9, 1), by=by, **fields
    )


def a_candidate(cast: Any) -> Candidate:
    """One whom the lead of the team rates, and nobody else."""
    kit = make_kit([make_question("case of a guest")], title="Kit of a guest")
    opening = open_position(
        title="Place", snapshot=snapshot_of(kit), team=cast.team, by=cast.hr, interviewers=[cast.manager]
    )
    return make_candidate(opening, cast.hr)


def played(candidate: Candidate, by: Any, *replies: str, said: str = "") -> tuple[GuestPass, str]:
    """A roleplay by a link, with these replies, each by the beginning of its words, as it were typed `said`."""
    activity = a_roleplay()
    guest, secret = give_talk(candidate=candidate, activity=activity, language="en", by=by)
    run = start_guest_run(guest=guest, snapshot=snapshot_played(activity)) if replies else None
    for text in replies:
        choice = next(option for option in talk_of(run).options if option.text.startswith(text))
        run = reply(run=run, turn=len(run.steps), choice_uid=choice.uid, said=said)
    return GuestPass.objects.get(pk=guest.pk), secret


def a_roleplay() -> Activity:
    found = Activity.objects.filter(kind="roleplay").first()
    if found:
        return found
    for slug in ("listen", "apologise", "solve", "thank"):
        Skill.objects.get_or_create(slug=slug, defaults={"name_en": slug.capitalize(), "name_ru": slug})
    return published(SMALL)


@pytest.fixture
def hiring(cast: Any, opening: Opening, questions: list[InterviewQuestion], kit: InterviewKit) -> Hiring:
    candidate = make_candidate(opening, cast.hr)
    rows = {row.interviewer_id: row for row in candidate.interviews.all()}
    return Hiring(questions, kit, opening, candidate, rows[cast.hr.pk], rows[cast.manager.pk])


def rate(interviewing: Interviewing, *scores: int | None, words: str = "") -> None:
    """A draft with these ratings, in the kit's order, and `words` in every note."""
    interviewing = Interviewing.objects.select_related("candidate__opening__snapshot").get(pk=interviewing.pk)
    begin(interviewing=interviewing)
    notes = dict.fromkeys(("situation", "task", "action", "result"), words)
    for question, score in zip(interviewing.candidate.opening.kit.questions, scores, strict=False):
        save_rating(interviewing=interviewing, question=question, score=score, notes=notes)


def score(interviewing: Interviewing, *scores: int | None, words: str = "") -> None:
    """As `rate`, and submitted."""
    rate(interviewing, *scores, words=words)
    fresh = Interviewing.objects.select_related("candidate__opening__snapshot").get(pk=interviewing.pk)
    submit(interviewing=fresh, incomplete=True)


@pytest.fixture
def both_scored(hiring: Hiring) -> Hiring:
    score(hiring.by_lead, 4, 2, 5)
    score(hiring.by_hr, 4, 3, 5)
    return hiring


@pytest.fixture
def submitted() -> Callable[[Interviewing], Any]:
    return queries.submitted_of
