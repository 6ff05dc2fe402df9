"""What a scenario is made of in the editor: nodes, each with replies. Ids of the blocks are what runs refer to."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import BlockGroup, StructBlockAdapter

from .engine import CHECK, CUSTOMER, END, NARRATION

KEYS = "roleplay-keys"  # the datalist of names, kept by `roleplays/cms.js`
MOODS = [
    ("calm", _("Calm")),
    ("worried", _("Worried")),
    ("annoyed", _("Annoyed")),
    ("angry", _("Angry")),
    ("sad", _("Sad")),
    ("relieved", _("Relieved")),
    ("happy", _("Happy")),
]


class KeyBlock(blocks.CharBlock):
    """The name of a node: given in the node, offered by the browser wherever one is led to."""

    def __init__(self, *, target: bool = True, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)
        attrs = {"list": KEYS, "autocomplete": "off"} if target else {"data-roleplay-key": "", "autocomplete": "off"}
        self.field.widget = forms.TextInput(attrs=attrs)


def _words(*, rows: int, **kwargs: Any) -> blocks.TextBlock:
    """A field for several lines that the style sheet lets grow: Wagtail's own measures the page for each, which takes
    seconds where there are hundreds."""
    block = blocks.TextBlock(rows=rows, **kwargs)
    block.field.widget = forms.Textarea(attrs={"rows": rows})
    return block


def _name() -> KeyBlock:
    return KeyBlock(
        target=False, label=_("Name"), help_text=_("One short word, so that replies can lead here: opening, angry …")
    )


def _onward(label: Any) -> KeyBlock:
    return KeyBlock(label=label, required=False)


def _effects() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("What it changes"),
        required=False,
        max_length=200,
        help_text=_("For example: patience -2, promised = yes"),
    )


def _when(help_text: Any) -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Only when"), required=False, max_length=300, help_text=help_text)


def _key_phrases() -> blocks.TextBlock:
    return _words(
        label=_("Key phrases"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("One a line: what ought to be said here, not the whole text. Looking back shows which were."),
    )


def _again() -> blocks.CharBlock:
    return blocks.CharBlock(
        label=_("When own words fit no reply, the customer says"),
        required=False,
        max_length=200,
        help_text=_("Empty: a line that suits the mood."),
    )


class ReplyBlock(blocks.StructBlock):
    text = _words(label=_("Words of the reply"), rows=2)
    to = KeyBlock(label=_("Leads to"))
    shows = blocks.CharBlock(
        label=_("What it shows"),
        required=False,
        max_length=200,
        help_text=_("Points per skill, for example: listen +1, apologise -2"),
    )
    effects = _effects()
    feedback = _words(
        label=_("What to say about it"), required=False, rows=2, help_text=_("Read after the talk, not before.")
    )
    why = _words(label=_("Why"), required=False, rows=2)
    phrases = _words(
        label=_("Other ways to say it"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("One a line. Whoever answers in their own words is understood by these too."),
    )
    when = _when(_("For example: patience >= 3 and not promised. Empty: always offered."))

    class Meta:
        icon = "comment"
        label = _("Reply")
        label_format = "{text} → {to}"
        form_layout = BlockGroup(
            children=["text", "to", "shows", "effects", "feedback", "phrases"], settings=["why", "when"]
        )


class BranchBlock(blocks.StructBlock):
    when = _when(_("For example: patience == 0. The first line that is true is taken."))
    to = KeyBlock(label=_("Leads to"))
    effects = _effects()

    class Meta:
        icon = "arrow-right"
        label = _("Line")
        label_format = "{when} → {to}"


class PartBlock(blocks.StructBlock):
    """A node. Doubled in the list, the copy gets a name of its own (`roleplays/parts.js`)."""


class PartAdapter(StructBlockAdapter):
    js_constructor = "roleplays.Part"

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["roleplays/parts.js"])


register(PartAdapter(), PartBlock)


class CustomerBlock(PartBlock):
    key = _name()
    text = _words(label=_("What the customer says"), rows=3)
    mood = blocks.ChoiceBlock(label=_("Mood"), choices=MOODS, required=False)
    replies = blocks.ListBlock(ReplyBlock(), label=_("Replies"), min_num=0, max_num=6, default=[], collapsed=True)
    strong = _words(
        label=_("What a strong reply says here"), required=False, rows=2, help_text=_("Read after the talk.")
    )
    key_phrases = _key_phrases()
    again = _again()
    to = _onward(_("Without a reply, goes on to"))

    class Meta:
        icon = "user"
        label = _("The customer speaks")
        label_format = "{key}: {text}"
        form_layout = BlockGroup(
            children=["key", "text", "mood", "replies", "strong"], settings=["key_phrases", "again", "to"]
        )


class NarrationBlock(PartBlock):
    key = _name()
    text = _words(label=_("What happens"), rows=3)
    to = _onward(_("Goes on to"))
    replies = blocks.ListBlock(
        ReplyBlock(), label=_("Or what one can do"), min_num=0, max_num=6, default=[], collapsed=True
    )
    strong = _words(label=_("What a strong reply says here"), required=False, rows=2)
    key_phrases = _key_phrases()
    again = _again()

    class Meta:
        icon = "info-circle"
        label = _("Something happens")
        label_format = "{key}: {text}"
        form_layout = BlockGroup(children=["key", "text", "to", "replies"], settings=["strong", "key_phrases", "again"])


class CheckBlock(PartBlock):
    key = _name()
    replies = blocks.ListBlock(BranchBlock(), label=_("Lines, in this order"), min_num=1, max_num=10)
    to = _onward(_("Otherwise to"))

    class Meta:
        icon = "help"
        label = _("A fork nobody sees")
        label_format = "{key}"


class EndBlock(PartBlock):
    key = _name()
    text = _words(label=_("How it ends"), rows=3)
    mood = blocks.ChoiceBlock(label=_("Mood"), choices=MOODS, required=False)

    class Meta:
        icon = "tick-inverse"
        label = _("The end of the talk")
        label_format = "{key}: {text}"


class ScenarioBody(blocks.StreamBlock):
    customer = CustomerBlock()
    narration = NarrationBlock()
    check = CheckBlock()
    end = EndBlock()

    class Meta:
        collapsed = True


class NumberBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=40, help_text=_("One word, as it is used in replies."))
    label = blocks.CharBlock(label=_("On screen"), max_length=40, required=False)
    low = blocks.IntegerBlock(label=_("Least"), default=0)
    high = blocks.IntegerBlock(label=_("Most"), default=10)
    start = blocks.IntegerBlock(label=_("At the beginning"), default=5)
    shown = blocks.BooleanBlock(label=_("A meter in the talk"), required=False)

    class Meta:
        icon = "order"
        label = _("Whole number")
        label_format = "{name}: {low}–{high}"


class YesNoBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=40, help_text=_("One word, as it is used in replies."))
    start = blocks.BooleanBlock(label=_("Yes at the beginning"), required=False)

    class Meta:
        icon = "check"
        label = _("Yes or no")
        label_format = "{name}"


class VariablesBody(blocks.StreamBlock):
    number = NumberBlock()
    yesno = YesNoBlock()

    class Meta:
        collapsed = True


def patience() -> list[tuple[str, dict[str, Any]]]:
    """What a new scenario begins with."""
    return [
        ("number", {"name": "patience", "label": str(_("Patience")), "low": 0, "high": 10, "start": 5, "shown": True})
    ]


# between the stream an editor sees and the body the engine reads ---------------


def raw_body(variables: Iterable[Any], nodes: Iterable[Any]) -> dict[str, Any]:
    """What the two streams hold, for `engine.read_script`. Drafts may have holes."""
    return {"variables": [_variable(child) for child in variables], "nodes": [_node(child) for child in nodes]}


def _variable(child: Any) -> dict[str, Any]:
    value = dict(child.value)
    if child.block_type == "yesno":
        value |= {"start": int(bool(value.get("start")))}
    return value | {"kind": child.block_type}


def _node(child: Any) -> dict[str, Any]:
    value = child.value
    names = ("key", "text", "mood", "strong", "to", "again", "key_phrases")
    fields = {name: value.get(name) or "" for name in names}
    replies = value["replies"].bound_blocks if "replies" in value else ()
    return fields | {"uid": child.id, "kind": child.block_type, "choices": [_reply(bound) for bound in replies]}


def _reply(bound: Any) -> dict[str, Any]:
    names = ("text", "to", "when", "effects", "shows", "feedback", "why", "phrases")
    return {name: bound.value.get(name) or "" for name in names} | {"uid": bound.id}


def stream_of(nodes: Iterable[dict[str, Any]], text_of: Any) -> list[dict[str, Any]]:
    """The other way: the nodes of a body as stored in the stream field. `text_of`: how effects and points are typed."""
    return [_block(node, text_of) for node in nodes]


def _block(node: dict[str, Any], text_of: Any) -> dict[str, Any]:
    kind = node["kind"]
    names = {CUSTOMER: ("key", "text", "mood", "strong", "to"), NARRATION: ("key", "text", "strong", "to")}
    names |= {CHECK: ("key", "to"), END: ("key", "text", "mood")}
    value: dict[str, Any] = {name: node[name] for name in names[kind]}
    if kind in (CUSTOMER, NARRATION):
        value |= {"again": node.get("again", ""), "key_phrases": "\n".join(node.get("key_phrases", ()))}
    if kind != END:
        value["replies"] = [_item(choice, kind, text_of) for choice in node["choices"]]
    return {"type": kind, "id": node["uid"], "value": value}


def _item(choice: dict[str, Any], kind: str, text_of: Any) -> dict[str, Any]:
    names = ("when", "to") if kind == CHECK else ("text", "to", "feedback", "why", "when")
    value = {name: choice[name] for name in names} | {"effects": text_of("effects", choice["effects"])}
    if kind != CHECK:
        value["shows"] = text_of("shows", choice["shows"])
        value["phrases"] = "\n".join(choice.get("phrases", ()))
    return {"type": "item", "id": choice["uid"], "value": value}


def variables_stream(variables: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [_variable_block(item) for item in variables]


def _variable_block(item: dict[str, Any]) -> dict[str, Any]:
    if item["kind"] == "yesno":
        return {"type": "yesno", "value": {"name": item["name"], "start": bool(item["start"])}}
    names = ("name", "label", "low", "high", "start", "shown")
    return {"type": "number", "value": {name: item[name] for name in names}}
