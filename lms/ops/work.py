"""Runs one claimed row: outside any transaction, at most one end stored."""

from functools import partial

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from .actions import (
    claim_job,
    claim_notification,
    fail_job,
    finish_job,
    keep_lease,
    mark_not_sent,
    mark_sent,
    put_off,
)
from .kinds import Cancelled, JobError, LeaseLost, Letter, job_kinds, notification_kinds
from .lease import kept
from .models import Job, Notification
from .words import UNEXPECTED

logger = structlog.get_logger(__name__)


def run_job(pk: int) -> str:
    job = claim_job(pk)
    if job is None:
        return "not free"
    try:
        with kept(job), translation.override(_language(job)):
            payload = job_kinds[job.kind].work(job, partial(_progress, job))
            finish_job(job=job, payload=payload)
    except (Cancelled, LeaseLost) as stop:
        return type(stop).__name__
    except JobError as error:
        fail_job(job=job, error=str(error), again=False)
        return "failed"
    except Exception as error:
        logger.exception("job_failed", job=job.pk, kind=job.kind, attempt=job.attempt)
        fail_job(job=job, error=f"{UNEXPECTED}{type(error).__name__}")
        return "failed"
    return "done"


def _language(job: Job) -> str:
    return job.owner.preferred_language if job.owner else settings.LANGUAGE_CODE


def _progress(job: Job, done: int, total: int = 0) -> None:
    keep_lease(job=job, done=done, total=total or job.total)


def send_notification(pk: int) -> str:
    row = claim_notification(pk)
    if row is None:
        return "not free"
    try:
        letter = _letter(row)
    except NotSent as reason:
        mark_not_sent(row=row, why_not=str(reason))
        return "not sent"
    except Exception:
        logger.exception("letter_failed", notification=row.pk, kind=row.kind)
        put_off(row=row, why_not="letter_failed")
        return "put off"
    return _deliver(row, letter)


class NotSent(Exception):
    """Carries the code of why."""


def _letter(row: Notification) -> Letter:
    kind = notification_kinds.get(row.kind)
    if kind is None:
        raise NotSent("unknown_kind")
    if not row.person.is_active:
        raise NotSent("person_left")
    if not row.person.email:
        raise NotSent("no_address")
    with translation.override(row.person.preferred_language):
        letter = kind.write(row)
    if letter is None:
        raise NotSent("nothing_left_to_say")
    return letter


def _deliver(row: Notification, letter: Letter) -> str:
    mail = EmailMultiAlternatives(letter.subject, letter.text, to=[row.person.email])
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    try:
        mail.send()
    except OSError as error:  # smtplib's exceptions are OSErrors too
        logger.warning("mail_refused", notification=row.pk, error=type(error).__name__)
        put_off(row=row, why_not="mail_server")
        return "put off"
    mark_sent(row=row)
    return "sent"
