"""What happens to every field of this room when a person asks for their data or is forgotten.

Candidates are not people of the company: `actions.erase_candidate` removes them whole, by their own term. Who was hired
is both, so forgetting the person erases the candidate too. Ratings are about candidates and go with them; they are
handed out by HR on paper, not by the export, which would pass on what other interviewers have not read yet.
"""

from django.db import models

from lms.ops.personal_data import declare

from .models import (
    Candidate,
    ErasureAct,
    Interviewing,
    InterviewKit,
    InterviewQuestion,
    KitQuestion,
    Opening,
    QuestionAnchor,
    Rating,
    Scorecard,
)


def _act(row: models.Model) -> None:
    from .actions import note_erasure

    note_erasure(candidate=row, reason=ErasureAct.Reason.FORGOTTEN)


def declare_fields() -> None:
    declare(
        Candidate,
        subject="person",
        export=(
            "family_name",
            "given_name",
            "patronymic",
            "email",
            "phone",
            "consent_on",
            "pool_consent_on",
            "state",
            "added_at",
            "decided_at",
        ),
        keep=(
            "id",
            "uid",
            "opening",
            "note",
            "reason",
            "added_by",
            "panel_closed_at",
            "decided_by",
            "delete_on",
            "person",
        ),
        delete=True,
        before_delete=_act,
    )
    declare(
        Interviewing,
        subject="interviewer",
        export=("scheduled_at",),
        keep=("id", "uid", "candidate", "interviewer", "released_at"),
    )
    declare(
        Scorecard,
        subject="interviewing__interviewer",
        export=("version", "started_at", "submitted_at"),
        keep=("id", "interviewing"),
    )
    declare(Rating, keep=("id", "scorecard", "question", "score", "situation", "task", "action", "result", "saved_at"))
    declare(
        Opening,
        keep=("id", "uid", "title", "team", "snapshot", "interviewers", "opened_by", "opened_at", "closed_at"),
    )
    declare(ErasureAct, keep=("id", "code", "reason", "erased_at"))
    for model in (InterviewKit, InterviewQuestion, KitQuestion, QuestionAnchor):
        own = [field.name for field in model._meta.get_fields() if getattr(field, "column", None)]
        declare(model, keep=tuple(own))
