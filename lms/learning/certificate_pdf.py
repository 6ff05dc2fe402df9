"""One certificate as a PDF/UA page, from templates, own drawings and the fonts of the machine. Nothing is fetched."""

from base64 import b64encode

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from lms.ops.pdf import draw

from .models import Certificate

LONG, LONGEST = 26, 60


def render(certificate: Certificate) -> bytes:
    """In the certificate's own language. Raises `JobError` when the machine lacks what it needs."""
    with translation.override(certificate.language):
        return draw(page(certificate), stylesheet())


def address(certificate: Certificate) -> str:
    return f"{settings.BASE_URL}/verify/{certificate.uid}/"


def page(certificate: Certificate) -> str:
    where = address(certificate)
    context = {
        "certificate": certificate,
        "address": where,
        "host": settings.BASE_URL.split("://")[-1],
        "qr": segno.make(where, error="m", micro=False).svg_data_uri(border=2, dark="#182233"),
        "name_size": _size(certificate.name),
        "title_size": _size(certificate.title),
    }
    return render_to_string("learning/certificate_pdf.html", context)


def stylesheet() -> str:
    drawing = render_to_string("learning/certificate_ornament.svg").encode()
    ornament = f"data:image/svg+xml;base64,{b64encode(drawing).decode()}"
    return render_to_string("learning/certificate_pdf.css", {"ornament": ornament})


def _size(text: str) -> str:
    return " longest" if len(text) > LONGEST else " long" if len(text) > LONG else ""
