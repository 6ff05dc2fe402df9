"""What the checker found, as sentences; channels, moods and outcomes in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .engine import PASS, Finding, Report

CHANNELS: dict[str, Any] = {
    "chat": gettext_lazy("Chat"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Telephone"),
    "counter": gettext_lazy("At the counter"),
}
CHANNEL_ICONS = {"chat": "chat", "email": "mail", "phone": "phone", "counter": "person"}
DIFFICULTIES: dict[int, Any] = {
    1: gettext_lazy("Easy to begin with"),
    2: gettext_lazy("Takes some practice"),
    3: gettext_lazy("A hard one"),
}

SAYINGS: dict[str, Any] = {
    "no_nodes": gettext_lazy("There is nothing here yet. Begin with what the customer says first."),
    "no_key": gettext_lazy("A part has no name: “%(detail)s”. Give it one, so that replies can lead there."),
    "bad_key": gettext_lazy("The name “%(detail)s” may hold letters, digits and hyphens only."),
    "double_key": gettext_lazy("Two parts are called “%(node)s”. Rename one of them."),
    "no_text": gettext_lazy("%(place)s has no words."),
    "no_target": gettext_lazy("%(place)s leads nowhere. Write the name of the part that follows."),
    "missing_target": gettext_lazy("%(place)s leads to “%(detail)s”, and there is no such part."),
    "bad_condition": gettext_lazy(
        "%(place)s: the condition cannot be read near “%(detail)s”. Write it like “patience >= 3 and not promised”."
    ),
    "unknown_variable": gettext_lazy(
        "%(place)s speaks of “%(detail)s”, which is not among what changes during the talk."
    ),
    "bad_effect": gettext_lazy(
        "%(place)s: “%(detail)s” cannot be read. Write it like “patience -2” or “promised = yes”."
    ),
    "bad_points": gettext_lazy("%(place)s: “%(detail)s” cannot be read. Write it like “listen +1, apologise -2”."),
    "unknown_skill": gettext_lazy("%(place)s gives points for “%(detail)s”, and there is no such skill."),
    "bad_variable": gettext_lazy(
        "“%(detail)s” cannot be a name of what changes during the talk: one word, beginning with a letter."
    ),
    "double_variable": gettext_lazy("“%(detail)s” stands twice in what changes during the talk."),
    "bad_bounds": gettext_lazy("“%(detail)s” has to begin between its least and its most."),
    "stuck": gettext_lazy("The talk stops at “%(node)s”: no reply is offered there, and it is not an end."),
    "loop": gettext_lazy("From “%(node)s” the talk goes round for ever: no end can be reached any more."),
    "score_loop": gettext_lazy(
        "One can come back to “%(node)s” again and again and gain or lose points each time. Let patience end the "
        "round, or give no points in it."
    ),
    "flat": gettext_lazy("All ways through are worth the same. Give points to the replies that show a skill."),
    "too_large": gettext_lazy(
        "The talk is too large to prove: there are too many possibilities. Give fewer values to: %(detail)s."
    ),
    "too_long": gettext_lazy("The talk is too long to prove. Make two of it."),
    "unreachable": gettext_lazy("Nobody ever comes to “%(node)s”."),
    "never_enabled": gettext_lazy("%(place)s is never offered."),
    "unused_variable": gettext_lazy("“%(detail)s” changes but decides nothing and is not shown."),
    "longest_best": gettext_lazy("The longest reply is always the best one: people will notice."),
    "first_best": gettext_lazy("The first reply is always the best one: people will notice."),
    "unattainable_top": gettext_lazy(
        "Whoever always gives the best reply does not get the full score: at “%(node)s” the reply with the most points "
        "leads away from it."
    ),
}
CURES: dict[str, Any] = {  # where the saying alone does not tell what to do
    "no_text": gettext_lazy("Write them."),
    "missing_target": gettext_lazy("Add it, or lead somewhere else."),
    "unknown_variable": gettext_lazy("Add it there, or mend the name."),
    "unknown_skill": gettext_lazy("Take one that is there."),
    "double_variable": gettext_lazy("Take one of them out."),
    "stuck": gettext_lazy("Add a reply that is always offered, or say where it goes on without one."),
    "loop": gettext_lazy("Let a reply lead out of the round."),
    "unreachable": gettext_lazy("Lead a reply there, or take it out."),
    "never_enabled": gettext_lazy("Change its condition or those before it, or take it out."),
    "unused_variable": gettext_lazy("Use it in a condition, show it as a meter, or take it out."),
    "longest_best": gettext_lazy("Shorten it here and there, or let another reply be longer."),
    "first_best": gettext_lazy("Change the order here and there."),
    "unattainable_top": gettext_lazy("Give the other way fewer points, or this reply more."),
}
MANY_RUNS = 1_000_000


def sentence(finding: Finding) -> str:
    """What is wrong, where, what to do, and how one comes there."""
    text = saying(finding)
    return f"{text} {_way(finding)}" if finding.path else text


def saying(finding: Finding) -> str:
    """What is wrong and where, and what to do."""
    text = str(SAYINGS[finding.kind]) % {"node": finding.node, "detail": finding.detail, "place": _place(finding)}
    return f"{text} {CURES[finding.kind]}" if finding.kind in CURES else text


def _place(finding: Finding) -> str:
    if finding.number:
        return _("Reply %(number)s at “%(node)s”") % {"node": finding.node, "number": finding.number}
    return _("“%(node)s”") % {"node": finding.node}


def _way(finding: Finding) -> str:
    steps = " → ".join(f"“{short(step.text)}”" for step in finding.path)
    return _("The way there: %(steps)s.") % {"steps": steps}


def short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def facts(report: Report) -> str:
    """Statistics in one line; empty while there are errors."""
    bounds = report.bounds
    if bounds is None:
        return ""
    parts = [_runs(bounds.runs), _turns(bounds.shortest, bounds.longest), *_minutes(report)]
    parts.append(_("points from %(worst)s to %(best)s") % {"worst": bounds.total.worst, "best": bounds.total.best})
    parts.append(ngettext("%(n)s word to read", "%(n)s words to read", report.words) % {"n": report.words})
    return " · ".join(parts)


def _runs(count: int | None) -> str:
    if count is None:
        return _("ways through without number")
    if count > MANY_RUNS:
        return _("more than a million ways through")
    return ngettext("%(n)s way through", "%(n)s ways through", count) % {"n": count}


def _turns(shortest: int, longest: int | None) -> str:
    if longest is None:
        return ngettext("at least %(n)s reply", "at least %(n)s replies", shortest) % {"n": shortest}
    if shortest == longest:
        return ngettext("%(n)s reply", "%(n)s replies", longest) % {"n": longest}
    text = ngettext("%(least)s to %(n)s reply", "%(least)s to %(n)s replies", longest)
    return text % {"least": shortest, "n": longest}


def _minutes(report: Report) -> list[str]:
    """Of the shortest and the longest talk, in whole minutes."""
    if report.minutes is None:
        return []
    least, most = (part if part is None else max(1, round(part)) for part in report.minutes)
    if most is None:
        return [ngettext("at least %(n)s minute", "at least %(n)s minutes", least or 1) % {"n": least}]
    if least == most:
        return [ngettext("about %(n)s minute", "about %(n)s minutes", most) % {"n": most}]
    text = ngettext("%(least)s to %(n)s minute", "%(least)s to %(n)s minutes", most)
    return [text % {"least": least, "n": most}]


def guest_outcome(score: float) -> tuple[str, str]:
    """The same of somebody who will not try again."""
    return outcome(score) if score >= PASS else (_("The customer was not helped"), "warn")


def outcome(score: float) -> tuple[str, str]:
    """How a talk went, in words, with its tone."""
    if score >= 0.85:
        return _("A strong talk"), "good"
    if score >= PASS:
        return _("The customer was helped"), "good"
    return _("Worth another try"), "warn"
