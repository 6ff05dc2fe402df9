"""Papers as PDF/UA, from own HTML and the fonts of the machine. Nothing is fetched."""

from typing import Any

from django.utils.translation import gettext as _

from .kinds import JobError


def draw(html: str, css: str) -> bytes:
    """Raises `JobError`, in the language in force, when the machine lacks what it needs."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:
        raise JobError(_no_pango()) from error
    only_inline = URLFetcher(allowed_protocols=("data",))
    pdf: bytes = HTML(string=html, url_fetcher=only_inline).write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=only_inline)], pdf_variant="pdf/ua-1", finisher=_refuse_without_font
    )
    return pdf


def _refuse_without_font(document: Any, pdf: Any) -> None:
    """A fallback font may lack Cyrillic, ₽ or №: better no paper than one with boxes for letters."""
    names = [str(item["BaseFont"]) for item in pdf.objects if isinstance(item, dict) and "BaseFont" in item]
    if not any("PT-S" in name or "PTS" in name for name in names):
        raise JobError(_no_font())


def _no_pango() -> str:
    return _(
        "The paper could not be drawn: the library Pango is missing on the server. The administrator can install it "
        "with “apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0”; then try again."
    )


def _no_font() -> str:
    return _(
        "The paper could not be drawn: the fonts PT Sans and PT Serif are missing on the server. The administrator "
        "can install them with “apt install fonts-paratype”; then try again."
    )
