"""Pages the browser suite looks at: an opening, the interview screen, a panel."""

from typing import Any

PATHS = {
    "hr": [
        "/hiring/",
        "/hiring/opening/{opening}/",
        "/hiring/candidate/{waiting}/",
        "/hiring/candidate/{rated}/panel/",
    ],
    "manager": ["/hiring/interview/{interview}/1/"],
}


def filled(people: Any) -> dict[str, Any]:
    """One candidate rated by both, one whose interview the lead has begun."""
    from assessments.interviews import queries
    from assessments.interviews.actions import begin, open_position
    from assessments.interviews.models import Interviewing
    from lms.people.actions import set_setting

    from .conftest import make_candidate, score

    set_setting(key="feature.hiring", value=True, by=None)
    snapshot = next(row for row in queries.kits_to_choose() if row.language == "ru")
    opening = open_position(
        title="Специалист поддержки", snapshot=snapshot, team=people.team, by=people.hr, interviewers=[people.manager]
    )
    rated, waiting = make_candidate(opening, people.hr), make_candidate(opening, people.hr, given="Эмиль")
    score(rated.interviews.get(), 4, 2, 5, 3, 3, 4, 5, words="Вечером клиент получил вторую разбитую лампу подряд.")
    interview = Interviewing.objects.select_related("candidate__opening__snapshot").get(candidate=waiting)
    begin(interviewing=interview)
    return {"opening": opening.uid, "waiting": waiting.uid, "rated": rated.uid, "interview": interview.uid}
