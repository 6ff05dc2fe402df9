"""Codes of the ledgers, put into words for the person who reads them."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .kinds import job_kinds, notification_kinds
from .models import Job, Notification

WORKER_STOPPED = "code:worker_stopped"
UNEXPECTED = "code:unexpected:"  # the exception's class follows

WHY_NOT: dict[str, Any] = {
    "no_address": gettext_lazy("You have no e-mail address here."),
    "person_left": gettext_lazy("You had left the company by then."),
    "unknown_kind": gettext_lazy("This kind of letter is no longer sent."),
    "nothing_left_to_say": gettext_lazy("By the time it was due there was nothing left to say."),
    "mail_server": gettext_lazy("The mail server did not take it."),
    "letter_failed": gettext_lazy("The letter could not be written. Your administrator can see why in the log."),
}


def job_title(job: Job) -> str | Promise:
    kind = job_kinds.get(job.kind)
    return kind.title if kind else job.kind


def job_error(job: Job) -> str:
    """What happened and what to do, for the owner; a text of the work itself is shown as it is."""
    if job.error == WORKER_STOPPED:
        return _("The work was interrupted several times, so we stopped trying. Start it again.")
    if job.error.startswith(UNEXPECTED):
        return _(
            "Something went wrong on our side. Start it again; if that does not help, "
            "give your administrator this number: %(number)s."
        ) % {"number": job.pk}
    return job.error


def notification_title(row: Notification) -> str | Promise:
    kind = notification_kinds.get(row.kind)
    return kind.title if kind else row.kind


def notification_reason(row: Notification) -> str | Promise:
    kind = notification_kinds.get(row.kind)
    return kind.reasons.get(row.reason, "") if kind else ""


def notification_why_not(row: Notification) -> str | Promise:
    if row.why_not and row.state == row.State.WAITING:
        return _("The mail server did not take it yet. We try again by ourselves.")
    return WHY_NOT.get(row.why_not, "")
