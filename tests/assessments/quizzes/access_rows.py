"""Every URL of quizzes: who may open it."""

from typing import Any

from assessments.quizzes.actions import start_attempt, submit_attempt
from assessments.quizzes.models import Edition
from tests.access import ALL, ANY_LEAD, NO_UID, Row, uid_of

from .conftest import quiz_of, single

OWN = {"may": frozenset({"new_hire"}), "may_other": frozenset()}
ROWS = {
    "quiz": Row(kwargs=uid_of("quiz"), missing=NO_UID),
    "quiz_start": Row(may=ALL, get=405, post=302, kwargs=uid_of("quiz"), missing=NO_UID),
    "quiz_results": Row(may=ANY_LEAD, kwargs=uid_of("quiz"), missing=NO_UID),
    "quiz_attempt": Row(**OWN, post=409, kwargs=uid_of("quiz_attempt"), missing=NO_UID),
    "quiz_review": Row(**OWN, kwargs=uid_of("quiz_attempt"), missing=NO_UID),
    "quiz_submit": Row(**OWN, get=405, post=302, kwargs=uid_of("quiz_attempt"), missing=NO_UID),
    "quiz_result": Row(**OWN, kwargs=uid_of("quiz_handed_in"), missing=NO_UID),
}


def edition() -> Edition:
    found = Edition.objects.select_related("activity", "snapshot").first()
    return found or Edition.objects.get(activity__uid=quiz_of(single("Who may?")).translation_key)


def quiz(objects: Any, person: Any, team: Any, other: bool) -> Any:
    return edition().activity.uid


def attempt(objects: Any, person: Any, team: Any, other: bool) -> Any:
    return start_attempt(person=person, edition=edition()).uid


def handed_in(objects: Any, person: Any, team: Any, other: bool) -> Any:
    return submit_attempt(attempt=start_attempt(person=person, edition=edition())).uid


THINGS = {"quiz": quiz, "quiz_attempt": attempt, "quiz_handed_in": handed_in}
