"""Levels and sources in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .mastery import Level
from .together import Together, Verdict

LEVELS: dict[Level, Any] = {
    Level.STRONG: _("Strong"),
    Level.STEADY: _("Steady"),
    Level.GROWING: _("Growing"),
    Level.STARTING: _("Worth practising"),
}
TONES = {Level.STRONG: "good", Level.STEADY: "action", Level.GROWING: "", Level.STARTING: "warn"}
HEAT = {Level.STRONG: 3, Level.STEADY: 2, Level.GROWING: 1, Level.STARTING: 0}

SOURCES: dict[str, Any] = {
    "review": _("ticket review"),
    "roleplay": _("roleplay"),
    "quiz": _("quiz"),
    "lesson": _("lesson"),
    "minute": _("service minute"),
}

TOGETHER: dict[Verdict, Any] = {
    Verdict.CLEARLY: ngettext_lazy(
        "Those who do well in practice also do well at work, and clearly so: seen in %(n)s person.",
        "Those who do well in practice also do well at work, and clearly so: seen in %(n)s people.",
        "n",
    ),
    Verdict.RATHER: ngettext_lazy(
        "Those who do well in practice tend to do well at work too: seen in %(n)s person.",
        "Those who do well in practice tend to do well at work too: seen in %(n)s people.",
        "n",
    ),
    Verdict.HARDLY: ngettext_lazy(
        "Doing well in practice and doing well at work hardly go together: seen in %(n)s person.",
        "Doing well in practice and doing well at work hardly go together: seen in %(n)s people.",
        "n",
    ),
    Verdict.AGAINST: ngettext_lazy(
        "Those who do well in practice tend to do less well at work: seen in %(n)s person.",
        "Those who do well in practice tend to do less well at work: seen in %(n)s people.",
        "n",
    ),
    Verdict.UNKNOWN: ngettext_lazy(
        "Whether those who do well in practice also do well at work cannot be told yet from %(n)s person.",
        "Whether those who do well in practice also do well at work cannot be told yet from %(n)s people.",
        "n",
    ),
    Verdict.ALIKE: ngettext_lazy(
        "%(n)s person has both, and one of the two looks the same for all: nothing to compare.",
        "%(n)s people have both, and one of the two looks the same for all: nothing to compare.",
        "n",
    ),
    Verdict.TOO_FEW: ngettext_lazy(
        "%(n)s person has both so far. From four people on there is something to compare.",
        "%(n)s people have both so far. From four people on there is something to compare.",
        "n",
    ),
}
TOGETHER_SHORT: dict[Verdict, Any] = {
    Verdict.CLEARLY: _("clearly"),
    Verdict.RATHER: _("rather yes"),
    Verdict.HARDLY: _("hardly"),
    Verdict.AGAINST: _("rather the other way round"),
    Verdict.UNKNOWN: _("cannot be told yet"),
    Verdict.ALIKE: _("all alike"),
    Verdict.TOO_FEW: _("too few people"),
}


def together_told(found: Together) -> str:
    return str(TOGETHER[found.verdict] % {"n": found.n})
