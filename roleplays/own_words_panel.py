"""What people said in their own words, beside the scenario they said it in."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from . import queries
from .engine import Choice, Node
from .models import Scenario
from .proof import proved


@dataclass(frozen=True)
class Heard:
    """What people said at one place. `node`, `heard`: its name and what is said there; `choices`: the replies now."""

    pk: int
    text: str
    people: int
    node: str
    block: str
    heard: str
    meant: str
    choices: tuple[Choice, ...]


def spoken_at(scenario: Scenario) -> list[Heard]:
    """With the places as they were last edited; of a place that is gone the words stay."""
    spoken = queries.spoken(scenario) if scenario.pk else []
    latest: Any = scenario.get_latest_revision_as_object() if spoken else scenario
    nodes = {node.uid: node for node in proved(latest).script.nodes.values()} if spoken else {}
    return [_heard(item, nodes.get(item.row.node)) for item in spoken]


def _heard(item: queries.Spoken, node: Node | None) -> Heard:
    return Heard(
        pk=item.row.pk,
        text=item.row.text,
        people=item.people,
        node=node.key if node else str(_("a part that is gone")),
        block=node.uid if node else "",
        heard=node.text if node else "",
        meant=item.meant,
        choices=node.choices if node else (),
    )


class OwnWordsPanel(Panel):
    """What people said in their own words and no reply fitted: to be made a reply, or dropped, on a page of its own."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "roleplays/cms/words.html"

        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            url = reverse("roleplay_own_words", args=[self.instance.pk])
            return super().get_context_data(parent_context) | {"heard": spoken_at(self.instance), "url": url}
