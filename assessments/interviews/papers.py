"""The kit and a scorecard as PDF/UA pages, A4, from templates and the fonts of the machine. Nothing is fetched."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from lms.ops.pdf import draw
from lms.people.queries import setting

from . import queries
from .models import Opening, Scorecard
from .models.question import Competency, QuestionKind


def kit(opening: Opening) -> bytes:
    """To print and to write on, in the kit's language. Raises `JobError` when the machine lacks what it needs."""
    with translation.override(opening.language):
        return _draw("interviews/kit_pdf.html", {"opening": opening, "kit": opening.kit, "questions": _rows(opening)})


def scorecard(card: Scorecard) -> bytes:
    """One interviewer's submitted ratings, in the kit's language. Raises `JobError`."""
    candidate = card.interviewing.candidate
    with translation.override(candidate.opening.language):
        context = {
            "card": card,
            "candidate": candidate,
            "opening": candidate.opening,
            "kit": candidate.opening.kit,
            "interviewer": card.interviewing.interviewer,
            "questions": _rows(candidate.opening, card),
        }
        return _draw("interviews/scorecard_pdf.html", context)


def _rows(opening: Opening, card: Scorecard | None = None) -> list[dict[str, Any]]:
    ratings = queries.by_question(card)
    found = []
    for question in opening.kit.questions:
        rating = ratings.get(question.uid)
        words = question.anchors.get(rating.score or 0, "") if rating else ""
        names = Competency(question.competency).label, QuestionKind(question.kind).label
        found.append({"question": question, "competency": names[0], "kind": names[1], "rating": rating, "words": words})
    return found


def _draw(template: str, context: dict[str, Any]) -> bytes:
    labels = (_("What was the situation"), _("What was needed"), _("What they did"), _("How it ended"))
    company = setting("company.name")
    shared = {"company": company, "labels": labels, "language": translation.get_language()}
    html = render_to_string(template, context | shared)
    css = render_to_string("interviews/paper_pdf.css", {"company": _css_text(company)})
    return draw(html, css)


def _css_text(words: str) -> str:
    """Fit to stand between double quotes in a stylesheet."""
    return " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
