"""What helps to write a scenario: the checker's word beside the form, the talk as a drawing, names to choose from."""

from types import SimpleNamespace
from typing import Any

from django.forms import Media, Script
from django.urls import reverse
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import Panel
from wagtail.admin.panels.group import PanelGroup

from .blocks import KEYS
from .engine import Finding, Report
from .engine.checking import MOST_STATES
from .engine.drawing import HIGH, WIDE, draw
from .proof import proved
from .words import facts, saying, sentence, short

KIND_NAMES = ("customer", "narration", "check", "end")
TOO_MUCH = frozenset({"too_large", "too_long"})
ACROSS = 3  # boxes beside each other: what fits beside the list


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


def proof_context(scenario: Any, most: int = MOST_STATES) -> dict[str, Any]:
    """What the checker says about the scenario as it stands, and where its nodes stand in the drawing.

    `most`: when fewer states are looked at than before publishing, too many of them is no error, only not looked into.
    """
    report = proved(scenario, most)
    unlooked = TOO_MUCH if most < MOST_STATES else frozenset()
    errors = tuple(finding for finding in report.errors if finding.kind not in unlooked)
    wrong = {finding.node for finding in errors if finding.node}
    drawing = draw(report.script, ACROSS)
    return {
        "report": report,
        "errors": told(report, errors) if report.script.nodes else [],
        "unchecked": len(errors) < len(report.errors),
        "warnings": told(report, report.warnings),
        "facts": facts(report),
        "drawing": drawing,
        "boxes": [(box, box.node.key in wrong, box.node.text[:40]) for box in drawing.boxes],
        "size": {"wide": WIDE, "high": HIGH},
        "keys": list(report.script.nodes),
        "keys_id": KEYS,
    }


class ProofPanel(Panel):
    """The talk as a drawing with the checker's findings: of what was saved last, and then of what is in the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "roleplays/cms/proof.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context) | proof_context(self.as_it_stands())
            return context | {"redraw_url": self.redraw_url(), "try_url": _url("try", self.instance.pk or 0)}

        def as_it_stands(self) -> Any:
            """What was sent and refused, so that one sees where; else what was saved."""
            typed = getattr(self.form, "cleaned_data", {}) if self.form.is_bound else {}
            if {"variables", "body"} <= set(typed):
                return SimpleNamespace(variables=typed["variables"], body=typed["body"])
            return self.instance

        def redraw_url(self) -> str:
            return _url("redraw", self.instance.pk) if self.instance.pk else _url("redraw_new")

        @property
        def media(self) -> Media:
            scripts: Any = [Script(f"roleplays/{name}.js", type="module") for name in ("cms", "beside")]
            return Media(js=scripts, css={"all": ["roleplays/cms.css", "roleplays/beside.css"]})


def _url(name: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_roleplays_scenario:{name}", args=args)


class BesidePanel(PanelGroup):
    """The list of parts and the drawing, beside each other where there is room."""

    class BoundPanel(PanelGroup.BoundPanel):
        template_name = "roleplays/cms/beside.html"
