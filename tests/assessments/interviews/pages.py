"""Pages the browser suite looks at: an opening, the interview screen, a panel."""

from typing import Any

PATHS = {
    "hr": [
        "/hiring/",
        "/hiring/opening/{opening}/",
        "/hiring/candidate/{waiting}/",
        "/hiring/candidate/{waiting}/talk/",
        "/hiring/candidate/{rated}/panel/",
        "/roleplay/guest/{guest}/",
    ],
    "manager": ["/hiring/interview/{interview}/1/"],
}


def filled(people: Any) -> dict[str, Any]:
    """One candidate rated by both, one whose interview the lead has begun and who has played a roleplay by a link."""
    from assessments.interviews import queries
    from assessments.interviews.actions import begin, give_talk, open_position
    from assessments.interviews.models import Interviewing
    from lms.learning.queries import for_guests
    from lms.people.actions import set_setting
    from roleplays.actions import reply, start_guest_run
    from roleplays.queries import latest_snapshot
    from roleplays.talks import talk_of

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
    talk = next(row for row in for_guests() if row.kind == "roleplay")
    guest, _secret = give_talk(candidate=waiting, activity=talk, language="ru", by=people.hr)
    run = start_guest_run(guest=guest, snapshot=latest_snapshot(talk, "ru"))
    while not run.done:
        run = reply(run=run, turn=len(run.steps), choice_uid=talk_of(run).options[0].uid)
    give_talk(candidate=waiting, activity=talk, language="ru", by=people.hr)
    return {
        "opening": opening.uid,
        "guest": guest.uid,
        "waiting": waiting.uid,
        "rated": rated.uid,
        "interview": interview.uid,
    }
