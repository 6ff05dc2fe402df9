"""One certificate as a PDF/UA page, from templates, own drawings and the fonts of the machine. Nothing is fetched."""

from base64 import b64encode
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lms.ops.kinds import JobError

from .models import Certificate

LONG, LONGEST = 26, 60


def render(certificate: Certificate) -> bytes:
    """In the certificate's own language. Raises `JobError` when the machine lacks what it needs."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise JobError(_no_pango()) from error
    only_inline = URLFetcher(allowed_protocols=("data",))
    with translation.override(certificate.language):
        html, css = page(certificate), stylesheet()
    pdf: bytes = HTML(string=html, url_fetcher=only_inline).write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=only_inline)],
        pdf_variant="pdf/ua-1",
        finisher=_refuse_without_font,
    )
    return pdf


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


def _refuse_without_font(document: Any, pdf: Any) -> None:
    """A fallback font may lack Cyrillic, ₽ or №: better no certificate than one with boxes for letters."""
    names = [str(item["BaseFont"]) for item in pdf.objects if isinstance(item, dict) and "BaseFont" in item]
    if not any("PT-S" in name or "PTS" in name for name in names):
        raise JobError(_no_font())


def _no_pango() -> str:
    return _(
        "The certificate could not be drawn: the library Pango is missing on the server. The administrator can "
        "install it with “apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0”; then try again."
    )


def _no_font() -> str:
    return _(
        "The certificate could not be drawn: the fonts PT Sans and PT Serif are missing on the server. The "
        "administrator can install them with “apt install fonts-paratype”; then try again."
    )
