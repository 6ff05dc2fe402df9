"""Comparing ratings: each alone, then together; in no score; nobody reads another's rating before giving their own.

A canary beside what a colleague rated is looked for at every address of ours and of `/cms/`, as every role, in what
searches find, in exports, the journal and the logs.
"""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from assessments.quality import access
from assessments.quality.actions import agree, begin_compared, close_comparison, compare, save_look, start_review
from assessments.quality.actions import submit_look as give
from assessments.quality.compare_pages import agreement, strictness
from assessments.quality.models import Comparison, Look, Review
from assessments.quality.queries import company_today, latest_snapshot, scorecards, tickets_to_draw
from assessments.quality.review_queries import comparable, finished_looks
from lms.learning.models import Evidence, LearningRecord
from lms.ops.models import AuditEntry, Notification
from lms.people.actions import grant_role
from lms.people.export import export_of
from lms.people.models import RoleGrant
from tests import canary
from tests.access import ROLES
from tests.canary import signed_in
from tests.test_cms_access import addresses

from .conftest import make_review, make_ticket, uids

CANARY, DRAFT = "canary-chizh-2864", "canary-shchegol-5190"


@pytest.fixture
def third(cast):
    grant_role(person=cast.hr, role=RoleGrant.Role.QA, by=None)
    return cast.hr


@pytest.fixture
def compared(cast, third, scorecard) -> Comparison:
    """Two tickets; the reviewer, the administrator and one more."""
    tickets = [make_ticket(cast.agent), make_ticket(cast.new_hire)]
    return compare(
        tickets=tickets,
        people=[cast.reviewer, cast.administrator, third],
        snapshot=latest_snapshot(scorecards()[0], "en"),
        by=cast.reviewer,
    )


def rate(compared, person, position=1, ratings=(5, 3, 4), comment="", submit=True) -> Look:
    row = compared.tickets.get(position=position)
    look = begin_compared(compared=row, person=person)
    order = [item["uid"] for item in compared.snapshot.body["categories"]]
    save_look(look=look, ratings=dict(zip(order, ratings, strict=True)), comment=comment)
    return give(look=look) if submit else look


def test_begun_from_the_page(cast, third, scorecard, visit):
    ticket = make_ticket(cast.agent)
    make_review(cast.agent, cast.reviewer)
    make_ticket(third)
    client = visit(cast.reviewer)
    sent = {
        "people": [cast.reviewer.uid, third.uid],
        "scorecard": scorecards()[0].uid,
        "tickets": 3,
        "due_on": "2031-02-03",
    }
    alone = client.post(reverse("quality_comparing"), sent | {"people": [third.uid]})
    assert "At least two people compare" in alone.content.decode()
    begun = client.post(reverse("quality_comparing"), sent)
    found = Comparison.objects.get()
    assert begun.url == reverse("quality_comparison", args=[found.uid])
    assert [row.ticket for row in found.tickets.all()] == [ticket]
    assert Notification.objects.get(kind="quality.comparison").person == third
    assert "There is no ticket to compare on" in client.post(reverse("quality_comparing"), sent).content.decode()


def test_to_its_end(cast, third, compared, scorecard, visit):
    ids = uids(scorecard)
    for person, rating in ((cast.reviewer, "1"), (cast.administrator, "5"), (third, "4")):
        client = visit(person)
        for position in (1, 2):
            begun = client.post(reverse("quality_compare", args=[compared.uid, position]))
            answers = {f"c-{ids['Greeting']}": rating, f"c-{ids['Apologise']}": "3", f"c-{ids['Solve']}": "4"}
            assert client.post(begun.url, {"submit": "1"}).status_code == 200
            given = client.post(begun.url, answers | {"comment": f"by {person.given_name}", "submit": "1"})
            assert given.url == reverse("quality_comparison", args=[compared.uid])
    compared.refresh_from_db()
    assert compared.closed_at
    url = reverse("quality_comparison", args=[compared.uid])
    page = client.get(url).content.decode()
    assert "Worth talking about" in page
    client.post(
        reverse("quality_agree", args=[compared.uid, 1]),
        {f"c-{ids['Greeting']}": "4", f"c-{ids['Apologise']}": "n", "note": "A name is enough"},
    )
    row = compared.tickets.get(position=1)
    assert row.agreed == {ids["Greeting"]: 4, ids["Apologise"]: None} and row.agreed_by == third
    assert "A name is enough" in visit(cast.reviewer).get(url).content.decode()


def test_it_is_in_no_score_no_evidence_and_no_draw(cast, third, compared):
    for person in (cast.reviewer, cast.administrator, third):
        for position in (1, 2):
            rate(compared, person, position, (1, 1, 1))
    assert not (Review.objects.exists() or LearningRecord.objects.exists() or Evidence.objects.exists())
    today = company_today()
    assert not tickets_to_draw(today - timedelta(days=9), today, leaving_out=cast.reviewer)
    assert not comparable().exists()


def test_meanwhile_nobody_reviews_the_ticket(cast, third, compared, visit):
    ticket = compared.tickets.first().ticket
    client = visit(cast.reviewer)
    assert client.post(reverse("quality_review_start", args=[ticket.uid])).status_code == 404
    assert "being compared" in client.get(reverse("quality_ticket", args=[ticket.uid])).content.decode()
    with pytest.raises(ValueError, match="compared"):
        start_review(ticket=ticket, reviewer=third, snapshot=compared.snapshot)


@pytest.mark.parametrize("whose", ["reviewed", "own", "alone"])
def test_what_cannot_be_compared(cast, third, scorecard, whose):
    snapshot = latest_snapshot(scorecards()[0], "en")
    people = [cast.reviewer] if whose == "alone" else [cast.reviewer, third]
    ticket = make_review(cast.agent, cast.reviewer).ticket if whose == "reviewed" else make_ticket(cast.agent)
    ticket = make_ticket(third) if whose == "own" else ticket
    with pytest.raises(ValueError):
        compare(tickets=[ticket], people=people, snapshot=snapshot, by=cast.reviewer)


class TestWhatItComesTo:
    def test_how_strict_each_is(self, cast, third, scorecard):
        snapshot = latest_snapshot(scorecards()[0], "en")
        for number in range(4):
            found = compare(
                tickets=[make_ticket(cast.agent)],
                people=[cast.reviewer, cast.administrator, third],
                snapshot=snapshot,
                by=cast.reviewer,
            )
            rate(found, cast.reviewer, ratings=(3, 2, 2 + number % 2))
            rate(found, cast.administrator, ratings=(5, 4, 3 + number % 2))
            rate(found, third, ratings=(5, 4, 3 + number % 2))
        looks = list(finished_looks(company_today() - timedelta(days=9)))
        said = {row.person: row.words for row in strictness(looks)}
        assert said[cast.reviewer] == "stricter than the others by about 40 points"
        assert said[third] == "milder than the others by about 20 points"
        rows = {row.title: row for row in agreement(looks)}
        assert rows["Solve"].n == 4 and rows["Solve"].apart.value == pytest.approx(100 / 9)
        assert rows["Greeting"].alpha.value < 0.1 and "differently" in rows["Greeting"].word

    def test_one_reads_ones_own_and_administrators_all(self, cast, third, compared, visit):
        for person in (cast.reviewer, cast.administrator, third):
            for position in (1, 2):
                rate(compared, person, position)
        url = reverse("quality_comparing")
        own = visit(cast.reviewer).get(url).content.decode().split("How strict")[1]
        assert "Ясная" in own.split("</section>")[0] and "Белая" not in own.split("</section>")[0]
        both = visit(cast.administrator).get(url).content.decode().split("How strict")[1].split("</section>")[0]
        assert "Ясная" in both and "Белая" in both


# independence ---------------------------------------------------------------

ROOMS_ASKED = {"assessments.quality", "lms.people", "lms.learning", "lms.home", "lms.ops"}


SEARCHES = [f"/{path}/?q=canary-chizh" for path in ("learn/search", "people", "assign", "practice", "quality/tickets")]


def urls(compared: Comparison, cast: Any) -> list[str]:
    tickets = [row.ticket.uid for row in compared.tickets.all()]
    looks = [look.uid for look in compared.looks.all()]

    def values(route: str) -> dict[str, list[Any]]:
        uids = [cast.agent.uid]
        for prefix, own in (
            ("quality/comparing/", [compared.uid]),
            ("quality/looks/", looks),
            ("quality/tickets/", tickets),
        ):
            uids = own if route.startswith(prefix) else uids
        return {"uid": uids, "position": [1, 2], "pk": [1, 2, cast.team.pk]}

    return canary.urls(values, ROOMS_ASKED, ["x", 1, cast.agent.uid]) + SEARCHES


@pytest.fixture
def told(compared, third):
    """One of them has given a rating of the first ticket; the others have not."""
    rate(compared, third, 1, (1, 1, 1), CANARY)
    return compared


def own_places(compared: Comparison, person: Any) -> set[str]:
    look = compared.looks.get(person=person, ticket=compared.tickets.get(position=1).ticket)
    own = {reverse("quality_comparison", args=[compared.uid]), reverse("quality_look", args=[look.uid])}
    return own | {reverse("my_data")}


@pytest.mark.walk
def test_canaries_are_seen_by_their_author_only(told, cast, third):
    """What was given, of the first ticket; and a draft, of the second, also by whoever has given their own of it."""
    rate(told, third, 2, comment=DRAFT, submit=False)
    rate(told, cast.reviewer, 2)
    everything = urls(told, cast)
    assert len(everything) > 70
    for role in ROLES:
        person = getattr(cast, role)
        seen = canary.where_they_are_seen(person, everything, CANARY, DRAFT)
        own = own_places(told, third) if person == third else set()
        assert set(seen[CANARY]) == own, role
        assert all(path.startswith(("/quality/looks/", "/me/data/")) for path in seen[DRAFT]), role
        assert bool(seen[DRAFT]) == (person == third), role


def test_nothing_of_it_is_in_the_editors_part_the_exports_or_the_journal(told, cast, third, caplog):
    assert canary.where_it_is_seen(cast.administrator, addresses(), CANARY) == []
    for person in cast.by_role().values():
        assert (CANARY in str(export_of(person))) == (person == third)
    assert CANARY not in str(list(AuditEntry.objects.values())) + str(list(Notification.objects.values()))


def test_nothing_of_it_is_in_the_logs(compared, cast, third, caplog, scorecard):
    client, ids = signed_in(third), uids(scorecard)
    with caplog.at_level(logging.DEBUG):
        begun = client.post(reverse("quality_compare", args=[compared.uid, 1]))
        answers = {f"c-{uid}": "1" for uid in ids.values()} | {"comment": CANARY, "submit": "1"}
        client.post(begun.url, answers)
    assert Look.objects.get().comment == CANARY
    assert CANARY not in caplog.text


class TestWhenTheyOpen:
    def test_after_ones_own_of_that_ticket(self, told, cast, third):
        rate(told, third, 2, comment=CANARY)
        rate(told, cast.reviewer, 1)
        assert {look.ticket_id for look in access.looks_read(cast.reviewer, told)} == {
            told.tickets.get(position=1).ticket_id
        }
        assert access.looks_read(cast.administrator, told) == []
        url = reverse("quality_comparison", args=[told.uid])
        assert signed_in(cast.reviewer).get(url).content.decode().count(CANARY) == 1
        assert CANARY not in signed_in(cast.administrator).get(url).content.decode()

    def test_to_whoever_made_it_and_does_not_rate_once_it_is_over(self, cast, third, scorecard):
        found = compare(
            tickets=[make_ticket(cast.agent)],
            people=[cast.reviewer, third],
            snapshot=latest_snapshot(scorecards()[0], "en"),
            by=cast.administrator,
        )
        rate(found, third, comment=CANARY)
        assert access.looks_read(cast.administrator, found) == []
        rate(found, cast.reviewer)
        found.refresh_from_db()
        assert found.closed_at and len(access.looks_read(cast.administrator, found)) == 2

    def test_whoever_was_too_late_reads_nothing_and_rates_no_more(self, told, cast, third):
        close_comparison(comparison=told, by=cast.reviewer)
        told.refresh_from_db()
        client = signed_in(cast.administrator)
        assert CANARY not in client.get(reverse("quality_comparison", args=[told.uid])).content.decode()
        assert client.post(reverse("quality_compare", args=[told.uid, 1])).status_code == 404
        assert client.post(reverse("quality_agree", args=[told.uid, 1])).status_code == 404

    def test_a_draft_is_not_given_after_it_was_closed(self, told, cast):
        look = rate(told, cast.administrator, 1, submit=False)
        close_comparison(comparison=told, by=cast.reviewer)
        assert give(look=look).submitted_at is None

    def test_others_do_not_find_it(self, told, cast):
        for role in ("agent", "manager", "editor", "new_hire"):
            assert signed_in(getattr(cast, role)).get(reverse("quality_comparison", args=[told.uid])).status_code == 404
        grant_role(person=cast.editor, role=RoleGrant.Role.QA, by=None)
        assert signed_in(cast.editor).get(reverse("quality_comparison", args=[told.uid])).status_code == 404

    def test_what_was_settled_is_for_those_who_read(self, told, cast, third):
        for position in (1, 2):
            rate(told, third, position) if position == 2 else None
            for person in (cast.reviewer, cast.administrator):
                rate(told, person, position)
        told.refresh_from_db()
        agree(compared=told.tickets.first(), ratings={}, note="So it is", by=third)
        assert (
            "So it is" in signed_in(cast.reviewer).get(reverse("quality_comparison", args=[told.uid])).content.decode()
        )


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_ask_the_same_of_many(cast, third, scorecard, visit, count, django_assert_num_queries):
    snapshot = latest_snapshot(scorecards()[0], "en")
    for _ in range(count):
        found = compare(
            tickets=[make_ticket(cast.agent) for _ in range(count if count == 1 else 3)],
            people=[cast.reviewer, third],
            snapshot=snapshot,
            by=cast.reviewer,
        )
        for row in found.tickets.all():
            for person in (cast.reviewer, third):
                rate(found, person, row.position)
    client = visit(cast.reviewer)
    with django_assert_num_queries(COMPARING):
        client.get(reverse("quality_comparing"))
    with django_assert_num_queries(COMPARISON):
        client.get(reverse("quality_comparison", args=[found.uid]))


COMPARING, COMPARISON = 9, 13
