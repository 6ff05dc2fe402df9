from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.learning.models import Activity, Certificate
from lms.ops.actions import audit, enqueue, store_file
from lms.ops.models import PrivateFile
from lms.people.models import User
from lms.people.queries import setting, zone_of

RENDER = "certificate.render"
FILE_KIND = "certificate"


@transaction.atomic
def issue_certificate(*, person: User, activity: Activity, language: str, at: datetime | None = None) -> Certificate:
    """Once per person and course. The row is written now; a job renders the PDF."""
    at = at or timezone.now()
    existing = Certificate.objects.filter(person=person, activity=activity).first()
    if existing:
        return existing
    title = activity.title_ru if language == "ru" else activity.title_en
    certificate = Certificate.objects.create(
        person=person,
        activity=activity,
        language=language,
        name=person.certificate_name,
        title=title or activity.title,
        company=setting("company.name"),
        completed_on=at.astimezone(zone_of(person)).date(),
        issued_at=at,
    )
    _ask_for_the_file(certificate, f"certificate:{certificate.uid}", at)
    return certificate


@transaction.atomic
def render_again(*, certificate: Certificate, by: User, at: datetime | None = None) -> None:
    """Another job after one that failed. While one is under way, or once the file is there, nothing happens."""
    certificate = Certificate.objects.select_for_update(of=("self",)).select_related("job").get(pk=certificate.pk)
    if certificate.state == "failed" and certificate.name:
        last, at = certificate.job.pk if certificate.job else 0, at or timezone.now()
        _ask_for_the_file(certificate, f"certificate:{certificate.uid}:after:{last}", at)
        audit(by=by, verb="certificate rendered again", subject=certificate, at=at)


def _ask_for_the_file(certificate: Certificate, key: str, at: datetime) -> None:
    args = {"certificate": certificate.pk}
    certificate.job = enqueue(kind=RENDER, key=key, args=args, owner=certificate.person, at=at)
    certificate.save(update_fields=["job"])


@transaction.atomic
def store_certificate(*, certificate: Certificate, pdf: bytes, at: datetime | None = None) -> PrivateFile | None:
    """Keep the PDF. None when the person was forgotten while it was drawn."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if not certificate.name:
        return None
    certificate.file = store_file(
        kind=FILE_KIND,
        path=f"certificates/{certificate.uid}.pdf",
        content=pdf,
        download_name=f"certificate-{certificate.number}.pdf",
        content_type="application/pdf",
        owner=certificate.person,
        at=at,
    )
    certificate.save(update_fields=["file"])
    return certificate.file
