"""Scenarios in plain Python: read, checked, played, scored. No Django here."""

from .checking import Report, check
from .play import NotOffered, Talk, Turn, earned, replay
from .reading import effects_text, plain, read_script, shows_text
from .scoring import PASS, Bounds, plain_bounds, read_bounds
from .script import CHECK, CUSTOMER, END, KINDS, MOODS, NARRATION, Choice, Finding, Node, Script, Step

__all__ = [
    "CHECK",
    "CUSTOMER",
    "END",
    "KINDS",
    "MOODS",
    "NARRATION",
    "PASS",
    "Bounds",
    "Choice",
    "Finding",
    "Node",
    "NotOffered",
    "Report",
    "Script",
    "Step",
    "Talk",
    "Turn",
    "check",
    "earned",
    "effects_text",
    "plain",
    "plain_bounds",
    "read_bounds",
    "read_script",
    "replay",
    "shows_text",
]
