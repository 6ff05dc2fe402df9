"""Who may open what of ticket quality."""

from typing import Any
from uuid import uuid4

from django.utils import timezone

from assessments.quality.actions import (
    add_connection,
    ask_again,
    compare,
    look_at_own,
    make_rating_link,
    save_map,
    set_plan,
    start_review,
)
from assessments.quality.models import AgentMatch, Connection, RatingLink, Sample, SampledTicket, Scorecard, Ticket
from assessments.quality.queries import latest_snapshot, scorecards
from assessments.quality.signed import address_of
from tests.access import ADMINS, ALL, ANY_LEAD, MISSING_PK, NO_PK, NO_UID, Row, pk_of, uid_of

from .conftest import make_review, make_scorecard, make_ticket

QA, OFFICE = frozenset({"reviewer"}), frozenset({"reviewer", "administrator"})
OWN = frozenset({"new_hire", "manager"}) | OFFICE
OTHERS = frozenset({"other_manager"}) | OFFICE


def card() -> Scorecard:
    return Scorecard.objects.first() or make_scorecard()


def ticket(objects: Any, person: Any, team: Any, other: bool) -> Any:
    return make_ticket(person).uid


def to_review(objects: Any, person: Any, team: Any, other: bool) -> Any:
    card()
    return make_ticket(person).uid


def submitted(objects: Any, person: Any, team: Any, other: bool) -> Any:
    card()
    return make_review(person, objects.cast.reviewer).uid


def draft(objects: Any, person: Any, team: Any, other: bool) -> Any:
    card()
    snapshot = latest_snapshot(scorecards()[0], "en")
    return start_review(ticket=make_ticket(person), reviewer=objects.cast.reviewer, snapshot=snapshot).uid


def pick(objects: Any, person: Any, team: Any, other: bool) -> int:
    day = timezone.localdate()
    sample = Sample.objects.create(
        by=objects.cast.reviewer, at=timezone.now(), seed=1, each=1, first=day, last=day, choosable=1
    )
    row = Ticket.objects.get(uid=ticket(objects, person, team, other))
    return SampledTicket.objects.create(sample=sample, ticket=row, position=1).pk


def agent(objects: Any, person: Any, team: Any, other: bool) -> int:
    return AgentMatch.objects.create(source="generic", agent_ref=uuid4().hex, name="Somebody").pk


def rating_link(objects: Any, person: Any, team: Any, other: bool) -> Any:
    return make_rating_link(kind="csat", name="A link", person=person, by=objects.cast.administrator).uid


def rating_token(objects: Any, person: Any, team: Any, other: bool) -> str:
    return make_rating_link(kind="csat", name="A link", person=person, by=objects.cast.administrator).token


def column_map(objects: Any, person: Any, team: Any, other: bool) -> int:
    return save_map(name=uuid4().hex, data={"columns": {"external_id": "№"}}, by=objects.cast.administrator).pk


def advised(objects: Any, person: Any, team: Any, other: bool) -> int:
    from tests.assessments.quality.test_loop import make_advice

    card()
    return make_advice(person, objects.cast.reviewer).pk


def connection(objects: Any, person: Any, team: Any, other: bool) -> Any:
    options = {"address": "https://a.freshdesk.com", "since": "2026-11-01"}
    return add_connection(system="freshdesk", name="Shop", options=options, secret={"api_key": "k"}, by=None).uid


def unopened(objects: Any, person: Any, team: Any, other: bool) -> Any:
    """A test of it says so without asking anybody."""
    uid = connection(objects, person, team, other)
    Connection.objects.filter(uid=uid).update(sealed="of another key")
    return uid


def own_look(objects: Any, person: Any, team: Any, other: bool) -> Any:
    card()
    return look_at_own(ticket=make_ticket(person), snapshot=latest_snapshot(scorecards()[0], "en")).uid


def second_look(objects: Any, person: Any, team: Any, other: bool) -> int:
    """Decided by the lead or an administrator: there is one reviewer."""
    category = card().categories.first().uid
    review = make_review(person, objects.cast.reviewer)
    return ask_again(review=review, category=category, suggested=2, reason="Look", by=person).pk


def plan(objects: Any, person: Any, team: Any, other: bool) -> int:
    card()
    scorecard = scorecards()[0]
    reviewer = objects.cast.reviewer
    return set_plan(team=team, reviewer=reviewer, scorecard=scorecard, each=2, minutes=30, by=None).pk


def comparison(objects: Any, person: Any, team: Any, other: bool) -> Any:
    """Of the reviewer and an administrator, made by the reviewer."""
    card()
    people = [objects.cast.reviewer, objects.cast.administrator]
    snapshot = latest_snapshot(scorecards()[0], "en")
    return compare(tickets=[make_ticket(person)], people=people, snapshot=snapshot, by=people[0]).uid


def uid_and_first(name: str) -> Any:
    return lambda objects, other: {"uid": objects.made[other][name], "position": 1}


THINGS = {
    "rating_link": rating_link,
    "rating_token": rating_token,
    "column_map": column_map,
    "advice": advised,
    "connection": connection,
    "unopened_connection": unopened,
    "own_look": own_look,
    "second_look": second_look,
    "review_plan": plan,
    "comparison": comparison,
    "ticket": ticket,
    "ticket_to_review": to_review,
    "quality_review": submitted,
    "quality_draft": draft,
    "pick": pick,
    "agent_match": agent,
}


def _rate(objects: Any, other: bool) -> dict[str, Any]:
    return {"token": objects.made[other]["rating_token"]}


def _rate_ticket(objects: Any, other: bool) -> dict[str, Any]:
    link = RatingLink.objects.get(token=objects.made[other]["rating_token"])
    return {"token": link.token, "ticket": address_of(link, "A-1").rstrip("/").split("/")[-1]}


ROWS = {
    "quality": Row(
        special={
            ("manager", "get"): 302,
            ("other_manager", "get"): 302,
            ("reviewer", "get"): 302,
            ("administrator", "get"): 302,
        }
    ),
    "quality_person": Row(
        may=OWN, may_other=OTHERS, kwargs=uid_of("person"), missing=NO_UID, special={("new_hire", "get"): 302}
    ),
    "quality_teams": Row(may=ANY_LEAD | OFFICE),
    "quality_team": Row(may=OFFICE | {"manager"}, may_other=OTHERS, kwargs=pk_of("team"), missing=NO_PK),
    "quality_tickets": Row(may=ALL),
    "quality_late": Row(may=ALL),
    "quality_comments": Row(may=ALL),
    "quality_ticket": Row(may=OWN, may_other=OTHERS, kwargs=uid_of("ticket"), missing=NO_UID),
    "quality_review_start": Row(may=QA, get=405, post=302, kwargs=uid_of("ticket_to_review"), missing=NO_UID),
    "quality_reviews": Row(may=QA),
    "quality_draw": Row(may=QA, get=405, post=302),
    "quality_aside": Row(may=QA, get=405, post=302, kwargs=pk_of("pick"), missing=NO_PK),
    "quality_review": Row(
        may=OWN,
        may_other=OTHERS,
        kwargs=uid_of("quality_review"),
        missing=NO_UID,
        post=404,
        special={("reviewer", "post"): 302},
    ),
    "quality_correct": Row(may=QA, get=405, post=302, kwargs=uid_of("quality_review"), missing=NO_UID),
    "quality_coach": Row(
        may=frozenset({"manager"}) | OFFICE,
        may_other=OTHERS,
        get=405,
        post=200,
        kwargs=uid_of("quality_review"),
        missing=NO_UID,
    ),
    "quality_reply": Row(may=OWN, may_other=OTHERS, get=405, post=200, kwargs=uid_of("quality_review"), missing=NO_UID),
    "quality_ask_again": Row(
        may=frozenset({"new_hire"}),
        may_other=frozenset(),
        get=405,
        post=200,
        kwargs=uid_of("quality_review"),
        missing=NO_UID,
    ),
    "quality_second_looks": Row(may=ANY_LEAD | OFFICE),
    "quality_decide": Row(
        may=frozenset({"manager", "administrator"}),
        may_other=frozenset({"other_manager", "administrator"}),
        post=200,
        kwargs=pk_of("second_look"),
        missing=NO_PK,
    ),
    "quality_withdraw": Row(
        may=frozenset({"new_hire"}),
        may_other=frozenset(),
        get=405,
        post=302,
        kwargs=pk_of("second_look"),
        missing=NO_PK,
    ),
    "quality_draws": Row(may=ANY_LEAD | OFFICE, post=200),
    "quality_by_list": Row(may=ANY_LEAD),
    "quality_draw_week": Row(
        may=frozenset({"manager"}) | OFFICE,
        may_other=OTHERS,
        get=405,
        post=302,
        kwargs=pk_of("review_plan"),
        missing=NO_PK,
    ),
    "quality_end_plan": Row(
        may=frozenset({"manager"}) | OFFICE,
        may_other=OTHERS,
        once=True,
        get=405,
        post=302,
        kwargs=pk_of("review_plan"),
        missing=NO_PK,
    ),
    "quality_own_look": Row(
        may=frozenset({"new_hire"}),
        may_other=frozenset(),
        get=405,
        post=302,
        kwargs=uid_of("ticket_to_review"),
        missing=NO_UID,
    ),
    "quality_record": Row(may=OFFICE, get=405, post=302, kwargs=uid_of("ticket"), missing=NO_UID),
    "quality_look": Row(
        may=frozenset({"new_hire"}),
        may_other=frozenset(),
        post=302,
        kwargs=uid_of("own_look"),
        missing=NO_UID,
    ),
    "quality_comparing": Row(may=OFFICE, post=200),
    "quality_comparison": Row(may=OFFICE, kwargs=uid_of("comparison"), missing=NO_UID),
    "quality_compare": Row(
        may=OFFICE, get=405, post=302, kwargs=uid_and_first("comparison"), missing=NO_UID | {"position": 1}
    ),
    "quality_agree": Row(
        may=frozenset(), get=405, post=404, kwargs=uid_and_first("comparison"), missing=NO_UID | {"position": 1}
    ),
    "quality_close_comparison": Row(may=QA, get=405, post=302, kwargs=uid_of("comparison"), missing=NO_UID),
    "quality_import": Row(may=OFFICE, post=200),
    "quality_import_preview": Row(may=OFFICE, get=410, post=410, kwargs=lambda objects, other: {"token": uuid4()}),
    "quality_advice": Row(
        may=frozenset({"manager", "administrator"}),
        may_other=frozenset({"other_manager", "administrator"}),
        get=405,
        post=302,
        kwargs=pk_of("advice"),
        missing=NO_PK,
    ),
    "quality_loop": Row(
        may=frozenset({"manager", "administrator"}),
        may_other=frozenset({"other_manager", "administrator"}),
        get=405,
        post=302,
        kwargs=pk_of("team"),
        missing=NO_PK,
    ),
    "quality_strictness": Row(may=OFFICE),
    "quality_repeats": Row(may=OFFICE | {"manager"}, may_other=OTHERS, kwargs=pk_of("team"), missing=NO_PK),
    "quality_rules": Row(may=frozenset({"administrator"}), post=200),
    "quality_hours": Row(
        may=frozenset({"administrator"}),
        may_other=frozenset({"administrator"}),
        post=200,
        kwargs=pk_of("team"),
        missing=NO_PK,
    ),
    "quality_import_history": Row(may=OFFICE),
    "quality_map": Row(
        may=OFFICE,
        get=405,
        post=302,
        kwargs=pk_of("column_map"),
        missing={"pk": MISSING_PK},
        data=lambda objects, other: {"name": uuid4().hex},
    ),
    "quality_asking": Row(may=ANY_LEAD | OFFICE, post=200),
    "quality_asking_link": Row(
        may=OFFICE | {"manager"}, may_other=OTHERS, kwargs=uid_of("rating_link"), missing=NO_UID
    ),
    "quality_asking_end": Row(
        may=OFFICE | {"manager"}, may_other=OTHERS, get=405, post=302, kwargs=uid_of("rating_link"), missing=NO_UID
    ),
    "rate": Row(post=400, public=True, kwargs=_rate, missing={"token": "nothing"}),
    "rate_ticket": Row(post=400, public=True, kwargs=_rate_ticket, missing={"token": "nothing", "ticket": "x"}),
    "quality_who": Row(may=OFFICE),
    "quality_match": Row(may=OFFICE, get=405, post=302, kwargs=pk_of("agent_match"), missing={"pk": MISSING_PK}),
    "quality_connections": Row(may=OFFICE),
    "quality_connection_add": Row(
        may=ADMINS, post=200, kwargs=lambda objects, other: {"system": "zendesk"}, missing={"system": "nothing"}
    ),
    "quality_connection": Row(may=ADMINS, post=200, kwargs=uid_of("connection"), missing=NO_UID),
    "quality_connection_test": Row(may=ADMINS, get=405, post=200, kwargs=uid_of("unopened_connection"), missing=NO_UID),
    "quality_connection_do": Row(may=ADMINS, get=405, post=302, kwargs=uid_of("connection"), missing=NO_UID),
    "quality_api": Row(may=ADMINS),
    "quality_push": Row(get=405, post=401, public=True),
    "quality_hook": Row(
        get=405,
        post=404,
        public=True,
        kwargs=lambda objects, other: {"uid": objects.made[other]["connection"], "path": "forged"},
        missing={**NO_UID, "path": "forged"},
    ),
}
