"""Certificates as a kind of job and a kind of private file."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.ops.kinds import FileKind, JobKind, Progress
from lms.ops.kinds import register as register_kinds
from lms.ops.models import Job, PrivateFile
from lms.people.models import User

from . import access
from .actions.certificates import FILE_KIND, RENDER, store_certificate
from .models import Certificate


def work(job: Job, progress: Progress) -> Mapping[str, Any]:
    """The PDF's bytes; they never leave this process but by `store`."""
    from .certificate_pdf import render

    certificate = Certificate.objects.get(pk=job.args["certificate"])
    progress(0, 1)
    return {"certificate": certificate, "pdf": render(certificate) if certificate.name else b""}


def store(job: Job, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    certificate, pdf = payload["certificate"], payload["pdf"]
    file = store_certificate(certificate=certificate, pdf=pdf, at=job.finished_at) if pdf else None
    page = {"url": reverse("certificate", args=[certificate.uid])}
    return page | {"file": str(file.uid)} if file else page


def may_fetch(person: Any, file: PrivateFile) -> bool:
    owner = User.objects.filter(pk=file.owner_id).first() if file.owner_id else None
    return bool(owner and access.may_see(person, owner))


def register() -> None:
    register_kinds(
        JobKind(RENDER, _("Certificate"), work, store, lease_seconds=20, attempts=8),
        FileKind(FILE_KIND, may_fetch),
    )
