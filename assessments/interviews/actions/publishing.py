from typing import Any

from django.db import transaction

from assessments.interviews import queries
from assessments.interviews.competencies import SKILLS
from assessments.interviews.kit import ACTIVITY_KIND
from assessments.interviews.models import InterviewKit, InterviewQuestion, KitQuestion
from lms.learning.actions import publish_activity, retire_activity, take_snapshot
from lms.learning.models import ContentSnapshot, Skill


@transaction.atomic
def publish_kit(*, kit: InterviewKit) -> ContentSnapshot:
    """A kit went live: its Activity, and a snapshot with a uid for every question and anchor.

    Openings keep the snapshot they were opened with.
    """
    body = snapshot_body(kit)
    slugs = {slug for question in body["questions"] for slug in question["skills"]}
    activity = publish_activity(
        uid=kit.translation_key,
        kind=ACTIVITY_KIND,
        titles=queries.titles_of(kit),
        skills=Skill.objects.filter(slug__in=slugs),
        seconds=kit.minutes * 60,
    )
    return take_snapshot(activity=activity, language=kit.locale.language_code, body=body)


@transaction.atomic
def publish_question(*, question: InterviewQuestion) -> int:
    """A question went live: kits that ask it are published anew, for openings to come. Returns how many."""
    kits = queries.kits_asking(question)
    for kit in kits:
        publish_kit(kit=kit)
    return len(kits)


@transaction.atomic
def retire_kit(*, kit: InterviewKit) -> None:
    """No longer offered once no language of it is live; openings that use it go on."""
    others = InterviewKit.objects.filter(translation_key=kit.translation_key, live=True).exclude(pk=kit.pk)
    if not others.exists():
        retire_activity(uid=kit.translation_key)


def snapshot_body(kit: InterviewKit) -> dict[str, Any]:
    """What `assessments.interviews.kit.read` reads."""
    return {
        "title": kit.title,
        "opening_words": kit.opening_words,
        "closing_words": kit.closing_words,
        "minutes": kit.minutes,
        "questions": [_question(row, question) for row, question in queries.questions_of(kit)],
    }


def _question(row: KitQuestion, question: InterviewQuestion) -> dict[str, Any]:
    return {
        "uid": str(question.translation_key),
        "title": question.title,
        "text": question.text,
        "competency": question.competency,
        "kind": question.kind,
        "probes": question.probe_list,
        "weight": row.weight,
        "weight_reason": row.weight_reason,
        "skills": list(SKILLS[question.competency]),
        "anchors": [
            {"uid": str(anchor.uid), "score": anchor.score, "text": anchor.text}
            for anchor in sorted(question.anchors.all(), key=lambda anchor: anchor.score)
        ],
    }
