"""Who may open what in hiring: HR runs it, interviewers see their own, administrators nothing at all."""

from typing import Any

from tests.access import NO_UID, Row, uid_of

HR = frozenset({"hr"})
TAKE_PART = frozenset({"hr", "manager", "other_manager"})
OWN, OTHERS = frozenset({"manager"}), frozenset({"other_manager"})
PANEL, OTHER_PANEL = HR | OWN, HR | OTHERS


def _hiring(objects: Any, team: Any, other: bool) -> dict[str, Any]:
    """An opening whose only interviewer is the lead of the team; a candidate rated by them, another one not yet."""
    from assessments.interviews.actions import open_position

    from .conftest import make_candidate, make_kit, make_question, score, snapshot_of

    cast = objects.cast
    lead = cast.other_manager if other else cast.manager
    kit = make_kit([make_question(f"case {team.pk}")], title=f"Kit {team.pk}")
    opening = open_position(
        title=f"Place {team.pk}", snapshot=snapshot_of(kit), team=team, by=cast.hr, interviewers=[lead]
    )
    waiting, rated = make_candidate(opening, cast.hr), make_candidate(opening, cast.hr, given="Ева")
    score(rated.interviews.get(), 4)
    return {"opening": opening, "waiting": waiting, "rated": rated}


def _of(name: str) -> Any:
    def make(objects: Any, person: Any, team: Any, other: bool) -> Any:
        made = objects.made[other]
        if "hiring" not in made:
            made["hiring"] = _hiring(objects, team, other)
        found = made["hiring"]
        things = {
            "opening": found["opening"],
            "candidate": found["waiting"],
            "rated_candidate": found["rated"],
            "interview": found["waiting"].interviews.get(),
            "rated_interview": found["rated"].interviews.get(),
        }
        if name == "talk_link":
            from .conftest import played

            return played(found["waiting"], objects.cast.hr)[0].uid
        return things[name].uid

    return make


def _question(objects: Any, other: bool) -> dict[str, Any]:
    return {"uid": objects.made[other]["interview"], "number": 1}


def _hr(post: int, name: str = "candidate", get: int = 200) -> Row:
    return Row(may=HR, get=get, post=post, kwargs=uid_of(name), missing=NO_UID)


ROWS: dict[str, Row] = {
    "hiring": Row(
        may=TAKE_PART, special={(role, "get"): 404 for role in ("manager", "other_manager")}
    ),  # nobody has interviews here
    "add_opening": Row(may=HR, post=200),
    "opening": _hr(405, "opening"),
    "edit_opening": _hr(200, "opening"),
    "close_opening": _hr(302, "opening", get=405),
    "add_candidate": _hr(200, "opening"),
    "kit_paper": Row(may=PANEL, may_other=OTHER_PANEL, kwargs=uid_of("opening"), missing=NO_UID),
    "candidate": _hr(405),
    "edit_candidate": _hr(200),
    "ask_interviewer": _hr(200),
    "close_panel": _hr(302),
    "panel": Row(may=PANEL, may_other=OTHER_PANEL, kwargs=uid_of("rated_candidate"), missing=NO_UID),
    "give_talk": _hr(200),
    "take_back_talk": _hr(302, "talk_link", get=405),
    "hire": _hr(200),
    "refuse": _hr(200),
    "withdraw_candidate": _hr(302),
    "erase_candidate": _hr(302),
    "interview": Row(may=OWN, may_other=OTHERS, post=302, kwargs=uid_of("interview"), missing=NO_UID),
    "interview_question": Row(
        may=OWN,
        may_other=OTHERS,
        get=302,
        post=302,
        kwargs=_question,
        missing=NO_UID | {"number": 1},
        data=lambda objects, other: {"score": "4"},
    ),
    "submit_ratings": Row(may=OWN, may_other=OTHERS, get=405, post=302, kwargs=uid_of("interview"), missing=NO_UID),
    "scorecard_paper": Row(may=PANEL, may_other=OTHER_PANEL, kwargs=uid_of("rated_interview"), missing=NO_UID),
    "plan_interview": _hr(302, "interview"),
    "release_interviewer": _hr(302, "interview", get=405),
}
NAMES = ("opening", "candidate", "rated_candidate", "interview", "rated_interview", "talk_link")
THINGS = {name: _of(name) for name in NAMES}
