"""What screens say about a candidate's state, in the language that is active."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.ui import dates

from .models import Candidate, Interviewing


def next_step(candidate: Candidate, interviews: Iterable[Interviewing]) -> str:
    """One sentence: what happens next with this candidate. `interviews`: those that were not released, annotated."""
    if not candidate.is_open:
        return after(candidate)
    rows: list[Any] = list(interviews)
    done = len([row for row in rows if row.submitted])
    if candidate.panel_closed_at or (rows and done == len(rows)):
        return _("Read the panel and decide")
    if not rows:
        return _("Name the interviewers")
    if any(row.scheduled_at is None and not row.submitted for row in rows):
        return _("Plan the interviews")
    return _("Waiting for ratings: %(done)d of %(all)d are in") % {"done": done, "all": len(rows)}


def after(candidate: Candidate) -> str:
    """What becomes of the data of somebody who was decided about."""
    if candidate.person_id:
        return _("Works here now")
    if candidate.delete_on:
        return _("Erased on %(day)s") % {"day": dates.long_date(candidate.delete_on, with_year=True)}
    return _("In the talent pool until they take the consent back")


def late_interviewers(count: int) -> str:
    return ngettext(
        "%(n)d interviewer has not submitted: their notes will not count.",
        "%(n)d interviewers have not submitted: their notes will not count.",
        count,
    ) % {"n": count}
