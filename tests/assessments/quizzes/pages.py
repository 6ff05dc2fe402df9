"""Pages of quizzes for the walk in a real browser."""

from typing import Any

from assessments.quizzes.actions import save_answer, start_attempt, submit_attempt
from assessments.quizzes.models import Edition

PATHS = {
    "new_hire": ["/quiz/{quiz}/", "/quiz/attempt/{quiz_attempt}/", "/quiz/attempt/{quiz_attempt}/review/"],
    "agent": ["/quiz/attempt/{quiz_done}/result/"],
    "manager": ["/quiz/{quiz}/results/"],
}


def filled(people: Any) -> dict[str, Any]:
    """A quiz begun by the new hire and handed in by the agent, half of it wrong."""
    edition = Edition.objects.select_related("activity", "snapshot").filter(language="ru").first()
    if edition is None:
        return {}
    begun, done = (start_attempt(person=person, edition=edition) for person in (people.new_hire, people.agent))
    for item in edition.snapshot.body["questions"][::2]:
        for attempt in (begun, done):
            sent = [option["uid"] for option in item.get("options", ())[:1]] or ["LAST"]
            save_answer(attempt=attempt, question=item["uid"], sent=sent)
    return {"quiz": edition.activity.uid, "quiz_attempt": begun.uid, "quiz_done": submit_attempt(attempt=done).uid}
