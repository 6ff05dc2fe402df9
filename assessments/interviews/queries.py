"""Reads of the room. What may be shown to whom is decided in `access`, before these are asked for ratings."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lms.learning.models import ContentSnapshot, GuestPass, Skill
from lms.people.models import RoleGrant, User
from lms.ui import dates

from . import panel
from .kit import ACTIVITY_KIND
from .kit import Kit as ReadKit
from .models import (
    Candidate,
    Interviewing,
    InterviewKit,
    InterviewQuestion,
    KitQuestion,
    Opening,
    Rating,
    Scorecard,
)
from .room import ROOM

# content ----------------------------------------------------------------


def titles_of(kit: InterviewKit) -> dict[str, str]:
    live = InterviewKit.objects.filter(translation_key=kit.translation_key, live=True)
    return dict(live.values_list("locale__language_code", "title"))


def questions_of(kit: InterviewKit) -> list[tuple[KitQuestion, InterviewQuestion]]:
    """In order, each once, live ones only, in the kit's own language where there is one. Anchors are fetched."""
    rows = list(KitQuestion.objects.filter(kit=kit).select_related("question").order_by("sort_order", "pk"))
    keys = [row.question.translation_key for row in rows]
    found = InterviewQuestion.objects.filter(translation_key__in=keys, live=True).prefetch_related("anchors")
    known: dict[UUID, InterviewQuestion] = {}
    for question in found:
        if question.locale_id == kit.locale_id or question.translation_key not in known:
            known[question.translation_key] = question
    chosen: dict[UUID, tuple[KitQuestion, InterviewQuestion]] = {}
    for row in rows:
        if row.question.translation_key in known:
            chosen.setdefault(row.question.translation_key, (row, known[row.question.translation_key]))
    return list(chosen.values())


def kits_asking(question: InterviewQuestion) -> list[InterviewKit]:
    """Live kits of any language in which this question, in any language, stands."""
    rows = InterviewKit.objects.filter(
        live=True, kit_questions__question__translation_key=question.translation_key
    ).distinct()
    return list(rows.select_related("locale"))


def kits_to_choose() -> list[ContentSnapshot]:
    """The newest snapshot of every live kit, one for each language it is written in."""
    rows = ContentSnapshot.objects.filter(activity__kind=ACTIVITY_KIND, activity__live=True)
    newest: dict[tuple[int, str], ContentSnapshot] = {}
    for row in rows.select_related("activity").order_by("at", "pk"):
        newest[row.activity_id, row.language] = row
    return [row for row in newest.values() if row.body["questions"]]


# openings ---------------------------------------------------------------


def openings() -> QuerySet[Opening]:
    """With `in_process`, `all_candidates` and `hired`; those still open first."""
    count = Count("candidates", distinct=True)
    in_process = Count("candidates", filter=Q(candidates__state=Candidate.State.IN_PROCESS), distinct=True)
    hired = Count("candidates", filter=Q(candidates__state=Candidate.State.HIRED), distinct=True)
    rows = Opening.objects.select_related("team", "snapshot")
    rows = rows.annotate(all_candidates=count, in_process=in_process, hired=hired)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-opened_at")


def has_submitted() -> Exists:
    """For querysets of `Interviewing`."""
    return Exists(Scorecard.objects.filter(interviewing=OuterRef("pk"), submitted_at__isnull=False))


def has_begun() -> Exists:
    return Exists(Scorecard.objects.filter(interviewing=OuterRef("pk")))


def interviews() -> QuerySet[Interviewing]:
    """With the interviewer, and `submitted` and `begun`: whether there are ratings, never which."""
    rows = Interviewing.objects.select_related("interviewer")
    return rows.annotate(submitted=has_submitted(), begun=has_begun()).order_by("pk")


def with_interviews(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """`taking_part`: the candidate's interviews that were not released."""
    rows = interviews().filter(released_at__isnull=True)
    return candidates.prefetch_related(Prefetch("interviews", queryset=rows, to_attr="taking_part"))


def candidates_of(opening: Opening) -> QuerySet[Candidate]:
    return with_interviews(opening.candidates.all())


def in_process(opening: Opening) -> QuerySet[Candidate]:
    return opening.candidates.filter(state=Candidate.State.IN_PROCESS)


def still_to_submit(candidate: Candidate) -> QuerySet[Interviewing]:
    return Interviewing.objects.filter(~has_submitted(), candidate=candidate, released_at__isnull=True)


def everybody_submitted(candidate: Candidate) -> bool:
    """At least one interviewer takes part, and all who do have submitted."""
    rows = candidate.interviews.filter(released_at__isnull=True).annotate(submitted=has_submitted())
    given = list(rows.values_list("submitted", flat=True))
    return bool(given) and all(given)


def panel_is_open(candidate: Candidate) -> bool:
    return candidate.panel_closed_at is not None or everybody_submitted(candidate)


def possible_interviewers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, forgotten_at__isnull=True)


def talk_is_done(candidate: Candidate) -> bool:
    """Whether there is a roleplay by a link to be read."""
    return GuestPass.objects.filter(room=ROOM, subject=candidate.uid, finished_at__isnull=False).exists()


def runs_hiring(person: User) -> bool:
    """Ever had the HR role: may have read a panel that is open."""
    return RoleGrant.objects.filter(person=person, role=RoleGrant.Role.HR).exists()


# one interviewer's own --------------------------------------------------


def interviews_of(person: User) -> QuerySet[Interviewing]:
    """All a person takes part in, what is still to do first, with candidate, opening, `submitted` and `begun`."""
    rows = Interviewing.objects.filter(interviewer=person, released_at__isnull=True)
    rows = rows.select_related("candidate__opening__team", "candidate__opening__snapshot")
    rows = rows.annotate(submitted=has_submitted(), begun=has_begun())
    return rows.order_by(F("candidate__decided_at").desc(nulls_first=True), "submitted", "scheduled_at", "pk")


def waiting_for(person: User) -> QuerySet[Interviewing]:
    """Interviews of people still in process that this person has not submitted."""
    rows = interviews_of(person).filter(candidate__state=Candidate.State.IN_PROCESS)
    return rows.filter(~has_submitted(), candidate__panel_closed_at__isnull=True)


def draft_of(interviewing: Interviewing) -> Scorecard | None:
    return interviewing.scorecards.filter(submitted_at__isnull=True).prefetch_related("ratings").first()


def submitted_of(interviewing: Interviewing) -> Scorecard | None:
    """The version that counts."""
    rows = interviewing.scorecards.filter(submitted_at__isnull=False)
    return rows.prefetch_related("ratings").order_by("-version").first()


def by_question(scorecard: Scorecard | None) -> dict[str, Rating]:
    """Question uid -> rating; of a prefetched scorecard without a query."""
    return {str(rating.question): rating for rating in scorecard.ratings.all()} if scorecard else {}


def reminder_lines(readers: Iterable[User], day: date) -> dict[int, list[tuple[str, str]]]:
    """Interviews planned for that day, and notes of earlier ones not submitted yet. One query."""
    rows = Interviewing.objects.filter(
        interviewer__in=list(readers),
        released_at__isnull=True,
        candidate__state=Candidate.State.IN_PROCESS,
        candidate__panel_closed_at__isnull=True,
        scheduled_at__isnull=False,
    ).annotate(submitted=has_submitted())
    lines: dict[int, list[tuple[str, str]]] = {}
    for row in rows.filter(submitted=False).select_related("interviewer", "candidate").order_by("scheduled_at"):
        planned = row.scheduled_at.astimezone(row.interviewer.tz) if row.scheduled_at else None
        if planned and planned.date() <= day:
            lines.setdefault(row.interviewer_id, []).append((_line(row, planned, day), f"/hiring/interview/{row.uid}/"))
    return lines


def _line(row: Interviewing, planned: datetime, day: date) -> str:
    """A code, no name: letters lie in mailboxes after the candidate is erased."""
    if planned.date() == day:
        return _("Interview at %(time)s, candidate %(code)s") % {
            "time": planned.strftime("%H:%M"),
            "code": row.candidate.code,
        }
    return _("Ratings to submit, candidate %(code)s, interview of %(day)s") % {
        "code": row.candidate.code,
        "day": dates.long_date(planned.date()),
    }


# the panel: only after `access` let the person in ----------------------------


def counted_scorecards(candidate: Candidate) -> list[Scorecard]:
    """The newest submitted version of every interviewer, with ratings and interviewer; released ones never. Two
    queries."""
    rows = Scorecard.objects.filter(
        interviewing__candidate=candidate, interviewing__released_at__isnull=True, submitted_at__isnull=False
    )
    newest: dict[int, Scorecard] = {}
    for row in rows.select_related("interviewing__interviewer").prefetch_related("ratings").order_by("version"):
        newest[row.interviewing_id] = row
    return sorted(newest.values(), key=lambda row: row.interviewing_id)


def result_of(kit: ReadKit, scorecards: Iterable[Scorecard]) -> panel.Result | None:
    items = [panel.Item(question.uid, question.competency, question.weight) for question in kit.questions]
    return panel.result(items, [scores_of(scorecard) for scorecard in scorecards])


def scores_of(scorecard: Scorecard) -> dict[str, int]:
    return {str(row.question): row.score for row in scorecard.ratings.all() if row.score is not None}


def skills_to_start_with(kit: ReadKit, result: panel.Result | None) -> list[Skill]:
    """Of the competencies rated below 3.5, the weakest first, each skill once."""
    weak = panel.weakest(result.competencies) if result else []
    slugs = [
        slug for name in weak for question in kit.questions if question.competency == name for slug in question.skills
    ]
    order = {slug: place for place, slug in reversed(list(enumerate(slugs)))}
    return sorted(Skill.objects.filter(slug__in=order), key=lambda skill: order[skill.slug])


def due_for_erasure(day: date) -> QuerySet[Candidate]:
    return Candidate.objects.filter(delete_on__isnull=False, delete_on__lte=day)
