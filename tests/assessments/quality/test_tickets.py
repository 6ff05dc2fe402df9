"""Finding tickets, what came late, what customers wrote."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality.finding import beginnings
from assessments.quality.queries import company_today
from assessments.quality.themes import themes_of

from .conftest import make_review, make_ticket

LATE, COMMENTS = 10, 7


def text(page) -> str:
    assert page.status_code == 200
    return page.content.decode().replace("&#x27;", "'")


@pytest.fixture
def some(cast):
    make_ticket(cast.agent, 1, subject="Broken vase", channel="chat", csat=0.0, first_response=9.0, category="broken")
    make_ticket(cast.agent, 2, subject="Late parcel", channel="e-mail", csat=1.0, first_response=9.0)
    make_ticket(cast.agent, 3, subject="Moving house", channel="phone", first_response=90.0, resolution=900.0)
    make_ticket(cast.other_agent, 40, subject="Old complaint", channel="form")
    make_ticket(cast.agent, subject="Not solved", solved_at=None, solved_on=None)
    return cast


SUBJECTS = ("Broken vase", "Late parcel", "Moving house", "Old complaint", "Not solved")


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, SUBJECTS[:4]),
            ({"state": "open"}, ["Not solved"]),
            ({"channel": "chat"}, ["Broken vase"]),
            ({"rating": "bad"}, ["Broken vase"]),
            ({"rating": "none"}, ["Moving house", "Old complaint"]),
            ({"topic": "broken"}, ["Broken vase"]),
            ({"late": "any"}, ["Broken vase", "Moving house"]),
            ({"late": "reply", "channel": "phone"}, ["Moving house"]),
            ({"late": "solution"}, []),
            ({"q": "parcels"}, ["Late parcel"]),
            ({"q": "moved houses"}, ["Moving house"]),
            ({"q": "complaints"}, ["Old complaint"]),
            ({"q": "zebra"}, []),
            ({"channel": "pigeon", "rating": "?", "first": "soon", "who": "x"}, SUBJECTS[:4]),
        ],
    )
    def test_each_of_them(self, some, visit, query, found):
        page = text(visit(some.reviewer).get("/quality/tickets/", query))
        assert [subject for subject in SUBJECTS if f">{subject}</a>" in page] == list(found)

    def test_days_and_person(self, some, visit):
        day = company_today() - timedelta(days=2)
        query = {"first": f"{day}", "last": f"{day}", "who": f"{some.agent.uid}"}
        page = text(visit(some.reviewer).get("/quality/tickets/", query))
        assert "Late parcel" in page and "Broken vase" not in page and "Moving house" not in page

    def test_reviewed_or_not(self, cast, scorecard, visit):
        make_ticket(cast.agent, subject="Nobody has read it")
        make_review(cast.agent, cast.reviewer)
        client = visit(cast.reviewer)
        assert "Nobody has read it" not in text(client.get("/quality/tickets/", {"reviewed": "yes"}))
        page = text(client.get("/quality/tickets/", {"reviewed": "no"}))
        assert "Nobody has read it" in page and "A broken vase" not in page

    @pytest.mark.parametrize("words", ["жалобой", "ЖАЛОБЫ", "тарелки", "тарелку жалоба", "elephants"])
    def test_words_are_found_in_all_their_forms_also_in_the_talk(self, cast, visit, words):
        talk = [
            {"author": "customer", "at": "2026-11-02T10:00:00+00:00", "text": "Разбилась Тарёлка со слоном: elephant."}
        ]
        make_ticket(cast.agent, subject="Жалоба на курьера", messages=talk)
        make_ticket(cast.agent, subject="Благодарность", messages=[])
        page = text(visit(cast.reviewer).get("/quality/tickets/", {"q": words}))
        assert "Жалоба на курьера" in page and "Благодарность" not in page

    def test_words_of_others_are_not_found(self, some, visit):
        assert "Old complaint" not in text(visit(some.agent).get("/quality/tickets/", {"q": "complaint"}))

    @given(st.text(max_size=60))
    def test_whatever_is_typed_makes_patterns(self, typed):
        assert all(len(word) >= 2 for word in beginnings(typed))


class TestLate:
    def test_by_channel_and_person_with_links_to_the_tickets(self, some, visit):
        client = visit(some.reviewer)
        month = company_today() - timedelta(days=1)
        page = text(client.get("/quality/late/", {"month": f"{month:%Y-%m}"}))
        assert "Chat" in page and "Орлов Борис" in page and "first reply within" in page
        link = page.split('href="/quality/tickets/?channel=chat&amp;late=reply', 1)[1].split('"')[0]
        found = text(client.get("/quality/tickets/?channel=chat&late=reply" + link.replace("&amp;", "&")))
        assert "Broken vase" in found and "Moving house" not in found

    def test_everybody_sees_their_own(self, some, visit):
        page = text(visit(some.other_agent).get("/quality/late/", {"month": f"{company_today():%Y-%m}"}))
        assert "Орлов" not in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, visit, count, django_assert_max_num_queries):
        for number in range(count):
            make_ticket(cast.agent, 1 + number % 5, channel=f"channel {number}", first_response=900.0)
        client = visit(cast.reviewer)
        with django_assert_max_num_queries(LATE):
            client.get("/quality/late/")


class TestComments:
    @pytest.mark.parametrize(
        ("comment", "themes"),
        [
            ("Долго ждали, но решили.", ["waiting", "solution"]),
            ("Nobody said sorry.", ["apology"]),
            ("Пришлось писать дважды.", ["again"]),
            ("Ещё раз спасибо", ["again"]),
            ("Отлично", []),
        ],
    )
    def test_a_theme_is_words(self, comment, themes):
        assert themes_of(comment) == themes

    def test_the_worst_theme_stands_first(self, cast, visit):
        for ago, csat, said in ((1, 1.0, "Quick and kind."), (1, 0.0, "Slow."), (2, 0.0, "Waited for hours.")):
            make_ticket(cast.agent, ago, csat=csat, csat_comment=said, category="delivery")
        make_ticket(cast.other_agent, 1, csat=0.0, csat_comment="Rude to me")
        month = company_today() - timedelta(days=1)
        page = text(visit(cast.manager).get("/quality/comments/", {"month": f"{month:%Y-%m}"}))
        assert page.index("Waiting</h2>") < page.index("Quick help</h2>")
        assert "good: 1, bad: 2" in page and "Rude to me" not in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, visit, count, django_assert_max_num_queries):
        for number in range(count):
            make_ticket(cast.agent, 1, csat=0.0, csat_comment=f"Slow {number}", category=f"topic {number}")
        client = visit(cast.reviewer)
        with django_assert_max_num_queries(COMMENTS):
            client.get("/quality/comments/")
