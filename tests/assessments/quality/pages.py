"""The kinds of page of ticket quality, for the browser."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from assessments.quality.actions import (
    answer,
    ask_again,
    begin_compared,
    coach,
    compare,
    draw_week,
    lay_aside,
    make_rating_link,
    reply,
    save_look,
    save_map,
    set_plan,
    submit_look,
)
from assessments.quality.queries import latest_snapshot, scorecards
from assessments.quality.review_queries import help_for
from lms.people.actions import set_setting

from .access_rows import connection, draft
from .conftest import line, make_review, make_ticket, table, take

PATHS = {
    "new_hire": ["/quality/", "/quality/reviews/{quality_review}/"],
    "manager": ["/quality/team/{team}/", "/quality/draws/", "/quality/draws/by-list/"],
    "reviewer": [
        "/quality/reviews/",
        "/quality/reviews/{quality_draft}/",
        "/quality/tickets/",
        "/quality/tickets/{quality_ticket}/",
        "/quality/late/",
        "/quality/comments/",
        "/quality/strictness/",
        "/quality/team/{team}/repeats/",
        "/quality/comparing/",
        "/quality/comparing/{quality_comparison}/",
        "/quality/looks/{quality_look}/",
    ],
    "administrator": [
        "/quality/import/",
        "/quality/import/history/",
        "/quality/who/",
        "/quality/asking/",
        "/quality/asking/{rating_link}/",
        "/rate/{rating_token}/",
        "/rate/{nps_token}/",
        "/quality/rules/",
        "/quality/rules/hours/{team}/",
        "/quality/connections/",
        "/quality/connections/add/zendesk/",
        "/quality/connections/{connection}/",
        "/quality/connections/{sending}/",
        "/quality/second-looks/",
        "/quality/second-looks/{second_look}/",
        "/quality/reviews/{quality_review}/",
        "/quality/comparing/",
        "/quality/comparing/{quality_comparison}/",
    ],
}


def filled(people: Any) -> dict[str, Any]:
    """Tickets and reviews of the new hire, on the checklist of the library."""
    from assessments.quality.actions import add_connection
    from assessments.quality.models import AgentMatch, Connection

    set_setting(key="feature.quality", value=True, by=None)
    if not scorecards():
        return {}
    for ago in range(1, 9):
        make_ticket(
            people.new_hire,
            ago,
            csat=ago % 2,
            csat_comment="Долго ждать ответа",
            channel="chat",
            subject="Разбитая ваза и очень длинная тема обращения",
        )
    AgentMatch.objects.create(source="generic", agent_ref="x", name="Рябова Оксана")
    ratings = (3, 4, 1, 5, 4, 3, 2, 2, None)
    reviews = [make_review(people.new_hire, people.reviewer, ratings, "Начните с извинения", ago) for ago in (2, 9)]
    links = {kind: make_rating_link(kind=kind, name=kind, by=people.administrator) for kind in ("csat", "nps")}
    for n in range(7):
        answer(link=links["nps"], score=n + 4, mark=f"m{n}", comment="Быстро и вежливо, спасибо")
    save_map(name="Выгрузка из таблицы", data={"columns": {"external_id": "№"}}, by=people.administrator)
    take(table([line(1)]))
    Connection.objects.filter(uid=(failing := connection(None, None, None, False))).update(
        enabled=True, last_error="not_allowed", failures=4, failing_since=timezone.now(), taken=1204
    )
    sending = add_connection(system="api", name="Интернет-магазин на Лесной улице", options={}, secret={}, by=None)
    holder = type("Objects", (), {"cast": people})
    things = _answered(people, reviews[0]) | _drawn_and_compared(people)
    return things | {
        "rating_link": links["nps"].uid,
        "rating_token": links["csat"].token,
        "nps_token": links["nps"].token,
        "connection": failing,
        "sending": sending.uid,
        "quality_review": reviews[0].uid,
        "quality_draft": draft(holder, people.new_hire, people.team, False),
    }


def _answered(people: Any, review: Any) -> dict[str, Any]:
    """With a reply, a second look that waits, coaching, and a comment at a message."""
    category = UUID(review.snapshot.body["categories"][2]["uid"])
    reply(review=review, by=people.new_hire, text="Спасибо, в следующий раз начну с извинения")
    asked = ask_again(review=review, category=category, suggested=4, reason="Извинение есть", by=people.new_hire)
    for one in help_for(review)[:1]:
        coach(
            review=review,
            category=UUID(one.line.uid),
            activity=one.offers[0],
            due_on=timezone.localdate(),
            by=people.reviewer,
        )
    return {"second_look": asked.pk}


def _drawn_and_compared(people: Any) -> dict[str, Any]:
    """A plan with its draw, a ticket laid aside; ratings compared by two, one ticket to its end and one begun."""
    plan = set_plan(
        team=people.team, reviewer=people.reviewer, scorecard=scorecards()[0], each=2, minutes=30, by=people.manager
    )
    sample = draw_week(plan=plan, by=people.manager)
    for pick in sample.picks.all()[:1]:
        lay_aside(pick=pick, why="Пустой разговор")
    snapshot = latest_snapshot(scorecards()[0], "ru")
    assert snapshot
    raters = [people.reviewer, people.administrator]
    found = compare(
        tickets=[make_ticket(people.agent), make_ticket(people.agent)], people=raters, snapshot=snapshot, by=raters[0]
    )
    first = found.tickets.get(position=1)
    order = [item["uid"] for item in snapshot.body["categories"]]
    for person, ratings in zip(raters, ((3, 4, 1, 5, 4, 3, 2, 2), (1, 5, 5, 5, 4, 3, 2, 2)), strict=True):
        look = begin_compared(compared=first, person=person)
        save_look(look=look, ratings=dict(zip(order, ratings, strict=False)), comment="Надо обсудить")
        submit_look(look=look)
    begun = begin_compared(compared=found.tickets.get(position=2), person=people.reviewer)
    return {
        "quality_comparison": found.uid,
        "quality_look": begun.uid,
        "quality_ticket": make_ticket(people.agent, subject="Где моя посылка").uid,
    }
