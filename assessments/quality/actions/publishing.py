from typing import Any

from django.db import transaction

from assessments.quality.models import Scorecard, ScorecardCategory
from assessments.quality.places import SCORECARD
from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import Activity, Skill


@transaction.atomic
def publish_scorecard(scorecard: Scorecard) -> Activity:
    """A scorecard went live: its Activity, and an immutable snapshot of what reviewers now see."""
    activity = publish_activity(
        uid=scorecard.translation_key,
        kind=SCORECARD,
        titles=_titles(scorecard),
        skills=_skills(scorecard),
        seconds=60 * scorecard.minutes,
    )
    take_snapshot(activity=activity, language=scorecard.locale.language_code, body=snapshot_body(scorecard))
    return activity


def _titles(scorecard: Scorecard) -> dict[str, str]:
    live = Scorecard.objects.filter(translation_key=scorecard.translation_key, live=True)
    return dict(live.values_list("locale__language_code", "title"))


def _skills(scorecard: Scorecard) -> list[Skill]:
    found = {skill.pk: skill for category in scorecard.categories.all() for skill in category.skills.all()}
    return list(found.values())


def snapshot_body(scorecard: Scorecard) -> dict[str, Any]:
    """{title, summary, channels, minutes, above_100, categories: [{uid, title, help, weight, scale, critical, may_skip,
    bonus, causes: [words], skills: [slug]}]}."""
    return {
        "title": scorecard.title,
        "summary": scorecard.summary,
        "channels": [name.strip() for name in scorecard.channels.split(",") if name.strip()],
        "minutes": scorecard.minutes,
        "above_100": scorecard.above_100,
        "categories": [_category(category) for category in scorecard.categories.all()],
    }


PLAIN = ("title", "help", "weight", "scale", "critical", "may_skip", "bonus")


def _category(category: ScorecardCategory) -> dict[str, Any]:
    plain = {name: getattr(category, name) for name in PLAIN}
    causes = [line.strip() for line in category.causes.splitlines() if line.strip()]
    skills = sorted(skill.slug for skill in category.skills.all())
    return {"uid": str(category.uid), **plain, "causes": causes, "skills": skills}


@transaction.atomic
def unpublish_scorecard(scorecard: Scorecard) -> None:
    """Retired once no language is live."""
    others = Scorecard.objects.filter(translation_key=scorecard.translation_key, live=True).exclude(pk=scorecard.pk)
    if not others.exists():
        retire_activity(uid=scorecard.translation_key)
