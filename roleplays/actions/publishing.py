from typing import Any

from django.db import transaction

from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import Activity, Skill
from roleplays import queries
from roleplays.engine import Report, plain, plain_bounds
from roleplays.models import Scenario
from roleplays.places import ROLEPLAY
from roleplays.proof import proved


class Broken(Exception):
    """The scenario has errors the checker names; nothing was changed."""

    def __init__(self, report: Report) -> None:
        super().__init__(len(report.errors))
        self.report = report


@transaction.atomic
def publish_scenario(scenario: Scenario) -> Activity:
    """A scenario went live: its Activity, and an immutable snapshot of what is played. Raises `Broken`."""
    report = proved(scenario)
    if report.bounds is None:
        raise Broken(report)
    skills = list(scenario.skills.all()) or list(Skill.objects.filter(slug__in=report.script.tags))
    activity = publish_activity(
        uid=scenario.translation_key,
        kind=ROLEPLAY,
        titles=queries.live_titles(scenario.translation_key),
        skills=skills,
        seconds=scenario.minutes * 60,
    )
    body = snapshot_body(scenario, report)
    snapshot = take_snapshot(activity=activity, language=scenario.locale.language_code, body=body)
    Scenario.objects.filter(pk=scenario.pk).update(played=snapshot)
    return activity


def snapshot_body(scenario: Scenario, report: Report) -> dict[str, Any]:
    """All that is said in the talk, a uid per node and reply, and the bounds of its score."""
    if report.bounds is None:
        raise Broken(report)
    return {
        "title": scenario.title,
        "channel": scenario.channel,
        "customer": scenario.customer_name,
        "note": scenario.customer_note,
        "situation": scenario.situation,
        "good_to_know": scenario.notes,
        "difficulty": scenario.difficulty,
        "minutes": scenario.minutes,
        "bounds": plain_bounds(report.bounds),
        **({"reply_seconds": scenario.reply_seconds} if scenario.reply_seconds else {}),
        **plain(report.script),
    }


@transaction.atomic
def unpublish_scenario(scenario: Scenario) -> None:
    """Retired once no language is live. Runs stay, and can be finished and read."""
    others = Scenario.objects.filter(translation_key=scenario.translation_key, live=True).exclude(pk=scenario.pk)
    if not others.exists():
        retire_activity(uid=scenario.translation_key)
