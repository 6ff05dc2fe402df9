"""What helps to write a scenario: the checker's word beside the form, the talk as a drawing, names to choose from."""

from types import SimpleNamespace
from typing import Any

from django.forms import Media
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import Panel

from .blocks import KEYS
from .engine import Finding, Report
from .engine.drawing import HIGH, WIDE, draw
from .proof import proved
from .words import facts, saying, sentence, short

KIND_NAMES = ("customer", "narration", "check", "end")


class ScenarioForm(WagtailAdminModelForm):
    """A draft may be unfinished. What is published or sent for review is held against the checker."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        whole = {"variables", "body"} <= set(cleaned)
        if whole and not self.is_deferred_validation:
            report = proved(SimpleNamespace(variables=cleaned["variables"], body=cleaned["body"]))
            for finding in report.errors:
                self.add_error(None, sentence(finding))
        return cleaned


def told(report: Report, findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Each finding as a sentence, the block it is about, and the clicks that lead there soonest."""
    return [
        {
            "text": saying(finding),
            "block": _block(report, finding.node),
            "steps": [{"text": short(step.text), "block": _block(report, step.node)} for step in finding.path],
            "begins": bool(finding.node) and finding.node == report.script.start,
        }
        for finding in findings
    ]


def _block(report: Report, key: str) -> str:
    node = report.script.nodes.get(key)
    return node.uid if node else ""


def proof_context(scenario: Any) -> dict[str, Any]:
    """What the checker says about the scenario as it stands, and where its nodes stand in the drawing."""
    report = proved(scenario)
    wrong = {finding.node for finding in report.errors if finding.node}
    drawing = draw(report.script)
    return {
        "report": report,
        "errors": told(report, report.errors) if report.script.nodes else [],
        "warnings": told(report, report.warnings),
        "facts": facts(report),
        "drawing": drawing,
        "boxes": [(box, box.node.key in wrong, box.node.text[:40]) for box in drawing.boxes],
        "size": {"wide": WIDE, "high": HIGH},
        "keys": list(report.script.nodes),
        "keys_id": KEYS,
    }


class ProofPanel(Panel):
    """The checker's findings for what was saved last, with the way to each, and the talk as a drawing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "roleplays/cms/proof.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | proof_context(self.instance)

        @property
        def media(self) -> Media:
            return Media(js=["roleplays/cms.js"], css={"all": ["roleplays/cms.css"]})
