"""What an agent, a lead and a reviewer read; how little the pages ask."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from assessments.quality import panels, queries
from assessments.quality.actions import start_review
from assessments.quality.queries import company_today, latest_snapshot, scorecards
from lms.home.panels import TeamDay, Today
from lms.learning.actions import publish_activity, record
from lms.learning.models import Skill
from lms.people.actions import join_team, set_setting
from lms.people.models import User
from tests.conftest import _person

from .conftest import make_review, make_ticket

OWN, TEAM, TICKETS, TICKET, QUEUE, REVIEWING, WHO = 15, 15, 10, 10, 9, 8, 8


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def switch_on() -> None:
    set_setting(key="feature.quality", value=True, by=None)


def practised(person: User, slug: str, days_ago: int) -> None:
    activity = publish_activity(uid=uuid4(), kind="scorecard", titles={"en": "The parcel that did not come"})
    record(
        person=person,
        verb="completed",
        activity=activity,
        key=f"practice:{uuid4()}",
        source="roleplay",
        score=1.0,
        evidence={Skill.objects.get(slug=slug): 1.0},
        at=timezone.now() - timedelta(days=days_ago),
    )
    activity.live = False
    activity.save()


class TestOwnPage:
    def test_before_anything_it_says_so_kindly(self, cast, visit):
        assert "Nothing here yet" in text(visit(cast.agent).get("/quality/"))

    def test_words_first_numbers_behind_how_it_was_counted(self, cast, scorecard, visit):
        for ago in range(1, 7):
            make_ticket(cast.agent, ago, csat=1.0)
        make_review(cast.agent, cast.reviewer, (5, 1, 4), "Begin with “I am sorry”.")
        make_review(cast.agent, cast.reviewer, (5, 2, 4))
        page = text(visit(cast.agent).get("/quality/"))
        assert "<b>Going well:</b> solve" in page or "<b>Going well:</b> greeting" in page
        assert "<b>Practise next:</b> apologise" in page
        assert "Too few yet: 3 more needed" in page and "Begin with “I am sorry”." in page
        before, _, after = page.partition("How it was counted")
        assert 'class="stat"' not in before and "Usually" in after

    def test_practice_stands_between_the_reviews_of_that_category(self, cast, scorecard, visit):
        make_review(cast.agent, cast.reviewer, (5, 1, 4), days_ago=12)
        practised(cast.agent, "apologise", days_ago=8)
        make_review(cast.agent, cast.reviewer, (5, 5, 4), days_ago=2)
        page = text(visit(cast.agent).get("/quality/"))
        trail = page[page.index("<h3>Apologise</h3>") : page.index("<h3>Solve</h3>")]
        assert trail.index("Worth practising") < trail.index("practised") < trail.index("Strong")
        assert "roleplay <q>The parcel that did not come</q>" in trail
        greeting = page[page.index("<h3>Greeting</h3>") : page.index("<h3>Apologise</h3>")]
        assert "practised" not in greeting

    def test_the_lead_reads_the_number_with_its_range(self, cast, scorecard, visit):
        for ago in range(1, 7):
            make_ticket(cast.agent, ago, csat=1.0)
        page = text(visit(cast.manager).get(reverse("quality_person", args=[cast.agent.uid])))
        assert 'class="stat"' in page and "usually" in page and "tickets:" in page

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, scorecard, visit, count, django_assert_max_num_queries):
        for number in range(count):
            make_review(cast.agent, cast.reviewer, (5, 1, 4), days_ago=number % 20)
        client = visit(cast.agent)
        with django_assert_max_num_queries(OWN):  # one less before there was any practice to place between reviews
            client.get("/quality/")


class TestMenu:
    def test_my_quality_comes_with_the_first_ticket(self, cast, visit):
        switch_on()
        client = visit(cast.agent)
        assert "My quality" not in text(client.get("/me/"))
        make_ticket(cast.agent)
        cache.clear()
        assert "My quality" in text(client.get("/me/"))


class TestTeamPage:
    def test_who_needs_the_lead_first(self, cast, scorecard, visit):
        for _ in range(6):
            make_ticket(cast.agent, 0, csat=1.0)
        for _ in range(5):
            make_review(cast.new_hire, cast.reviewer, (5, 1, 4))
        make_review(cast.agent, cast.reviewer, (5, 5, 1))
        month = f"{company_today():%Y-%m}"
        page = text(visit(cast.manager).get(reverse("quality_team", args=[cast.team.pk]), {"month": month}))
        people = page[page.index('class="members"') :]
        assert people.index("Орлов Борис") < people.index("Ким Анна")
        assert "critical, not passed since" in people and "Apologise 0" in people
        assert "People and categories" in page

    def test_a_cell_opens_the_tickets_it_is_made_of(self, cast, scorecard, visit):
        for _ in range(2):
            make_review(cast.new_hire, cast.reviewer, (5, 1, 4))
        make_review(cast.new_hire, cast.reviewer, (5, None, 4))  # the second category does not fit
        make_review(cast.agent, cast.reviewer, (5, 1, 4))
        make_ticket(cast.new_hire, subject="Nobody read it")
        client = visit(cast.manager)
        page = client.get(reverse("quality_team", args=[cast.team.pk])).content.decode()
        cells = re.findall(r'<a href="(/quality/tickets/[^"]+rated=[^"]+)">', page)
        counts = [len(client.get(url.replace("&amp;", "&")).context["page"].object_list) for url in cells]
        assert sorted(counts) == [2, 3, 3]  # of Boris there is one review: too few for a figure

    def test_a_month_that_is_none_is_the_current_one(self, cast, visit):
        url = reverse("quality_team", args=[cast.team.pk])
        assert visit(cast.manager).get(url, {"month": "soon"}).status_code == 200

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, scorecard, visit, count, django_assert_num_queries):
        for number in range(count):
            person = _person(f"p{number}", f"Family{number}", "Given", 300)
            join_team(person=person, team=cast.team, role="member", since=person.started_on, by=None)
            make_review(person, cast.reviewer, (5, 1, 4))
        client = visit(cast.manager)
        with django_assert_num_queries(TEAM):
            client.get(reverse("quality_team", args=[cast.team.pk]))


class TestTickets:
    def test_each_sees_their_own(self, cast, visit):
        make_ticket(cast.agent, subject="Boris's ticket")
        make_ticket(cast.other_agent, subject="Ilya's ticket")
        make_ticket(None, subject="Nobody's ticket")
        seen = {}
        for name in ("agent", "new_hire", "manager", "other_manager", "reviewer", "administrator"):
            page = text(visit(getattr(cast, name)).get("/quality/tickets/")).replace("&#x27;", "'")
            seen[name] = {who for who in ("Boris", "Ilya", "Nobody") if f"{who}'s ticket" in page}
        everything = {"Boris", "Ilya", "Nobody"}
        assert seen == {
            "agent": {"Boris"},
            "new_hire": set(),
            "manager": {"Boris"},
            "other_manager": {"Ilya"},
            "reviewer": everything,
            "administrator": everything,
        }

    def test_filters_by_person_and_rating(self, cast, visit):
        make_ticket(cast.agent, subject="Good one", csat=1.0)
        make_ticket(cast.agent, subject="Bad one", csat=0.0)
        make_ticket(cast.other_agent, subject="Another one", csat=0.0)
        client = visit(cast.reviewer)
        page = text(client.get("/quality/tickets/", {"who": str(cast.agent.uid), "rating": "bad"}))
        assert "Bad one" in page and "Good one" not in page and "Another one" not in page
        assert client.get("/quality/tickets/", {"who": "x'", "page": "z"}).status_code == 200

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, visit, count, django_assert_num_queries):
        for _ in range(count):
            make_ticket(cast.agent)
        client = visit(cast.reviewer)
        with django_assert_num_queries(TICKETS):
            client.get("/quality/tickets/")
        ticket = make_ticket(cast.agent)
        with django_assert_num_queries(TICKET):
            client.get(reverse("quality_ticket", args=[ticket.uid]))

    @pytest.mark.parametrize("count", [1, 30])
    def test_so_do_the_list_of_the_reviewer_and_the_form(
        self, cast, scorecard, visit, count, django_assert_num_queries
    ):
        for _ in range(count):
            make_ticket(cast.agent)
            make_review(cast.agent, cast.reviewer, (5, 1, 4))
        client = visit(cast.reviewer)
        client.post(reverse("quality_draw"), {"each": 20, "days": 30})
        with django_assert_num_queries(QUEUE):
            client.get(reverse("quality_reviews"))
        snapshot = latest_snapshot(scorecards()[0], "en")
        draft = start_review(ticket=make_ticket(cast.agent), reviewer=cast.reviewer, snapshot=snapshot)
        with django_assert_num_queries(REVIEWING):
            client.get(reverse("quality_review", args=[draft.uid]))


def test_a_draft_is_its_reviewers_alone(cast, scorecard, visit):
    snapshot = latest_snapshot(scorecards()[0], "en")
    draft = start_review(ticket=make_ticket(cast.agent), reviewer=cast.reviewer, snapshot=snapshot)
    url = reverse("quality_review", args=[draft.uid])
    for name in ("agent", "manager", "administrator", "hr", "editor"):
        assert visit(getattr(cast, name)).get(url).status_code == 404, name
        assert visit(getattr(cast, name)).post(url).status_code == 404, name
    assert visit(cast.reviewer).get(url).status_code == 200


class TestPanels:
    def today(self, person) -> Today:
        return Today(person, company_today(), timezone.now(), "en")

    def team(self, cast) -> TeamDay:
        return TeamDay(cast.manager, cast.team, company_today(), timezone.now(), "en", [cast.agent, cast.new_hire])

    def test_an_agent_reads_words_and_a_line(self, cast, scorecard, visit):
        switch_on()
        for ago in (40, 41, 5, 4):
            make_review(cast.agent, cast.reviewer, (5, 2 if ago > 30 else 3, 4), days_ago=ago)
        page = text(visit(cast.agent).get("/"))
        assert "Your tickets" in page and "<b>Practise next:</b> apologise" in page
        assert "Rising in the last four weeks" in page
        assert "of 100" not in page

    def test_a_lead_reads_the_number(self, cast, scorecard, visit):
        switch_on()
        make_review(cast.manager, cast.reviewer, (5, 2, 4))
        make_review(cast.agent, cast.reviewer, (5, 2, 4))
        assert "of 100, usually" in text(visit(cast.manager).get("/"))
        assert "of 100, usually" in text(visit(cast.manager).get(f"/team/{cast.team.pk}/panel/quality/"))

    def test_each_asks_once(self, cast, scorecard, django_assert_num_queries):
        for _ in range(6):
            make_review(cast.agent, cast.reviewer, (5, 2, 4))
        person = User.objects.get(pk=cast.agent.pk)
        assert person.standing
        own, team, nobody = self.today(person), self.team(cast), self.today(cast.other_agent)
        with django_assert_num_queries(1):
            assert panels.your_tickets(own)["n"] == 6
        with django_assert_num_queries(1):
            assert panels.team_quality(team)["n"] == 6
        with django_assert_num_queries(1):
            assert panels.your_tickets(nobody) is None

    def test_switched_off_neither_menu_nor_panel_shows(self, cast, scorecard, visit):
        make_review(cast.agent, cast.reviewer, (5, 2, 4))
        page = text(visit(cast.agent).get("/"))
        assert "Your tickets" not in page and "My quality" not in page
        switch_on()
        page = text(visit(cast.agent).get("/"))
        assert "Your tickets" in page and "My quality" in page
        page = text(visit(cast.manager).get("/"))
        assert "My quality" not in page and "Quality" in page


class TestQueriesForOthers:
    def test_what_stars_and_points_ask(self, cast, scorecard, django_assert_num_queries):
        today = company_today()
        for ago in range(3):
            make_ticket(cast.agent, ago, csat=1.0)
        make_ticket(cast.agent, 1, csat=0.5)
        make_ticket(cast.agent, 90, csat=1.0)
        make_review(cast.agent, cast.reviewer, (5, 5, 4), days_ago=1)
        make_review(cast.new_hire, cast.reviewer, (1, 1, 4), days_ago=1)
        people, days = [cast.agent, cast.new_hire, cast.other_agent], (today - timedelta(days=10), today)
        with django_assert_num_queries(1):
            closed = queries.tickets_closed(people, *days)
        assert closed == {cast.agent.pk: 5, cast.new_hire.pk: 1, cast.other_agent.pk: 0}
        with django_assert_num_queries(1):
            scores = queries.review_scores(people, *days)
        assert scores == {cast.agent.pk: [100], cast.new_hire.pk: [60], cast.other_agent.pk: []}
        with django_assert_num_queries(1):
            rated = queries.csat_counts(people, *days)
        assert rated == {cast.agent.pk: (3, 4), cast.new_hire.pk: (0, 0), cast.other_agent.pk: (0, 0)}
        with django_assert_num_queries(1):
            assert queries.open_critical(people, today) == set()

    def test_a_month(self, cast, scorecard, django_assert_num_queries):
        first = (company_today().replace(day=1) - timedelta(days=40)).replace(day=1)
        ago = (company_today() - first).days - 9
        for _ in range(6):
            make_ticket(cast.agent, ago, csat=1.0)
        with django_assert_num_queries(5):
            score = queries.month_score(cast.agent, first)
        assert score.tickets == 6 and score.part("csat").score == 100 and score.part("reviews").missing == 5
        assert score.part("first_response").raw == 12 and score.part("resolution").score == pytest.approx(
            83.333, abs=0.01
        )
        assert score.likely.low < score.likely.value < score.mean and score.weakest[0] == "csat"

    def test_norms_hold_from_their_day_on(self, cast, django_assert_num_queries):
        today = company_today()
        for ago in (1, 40):
            for _ in range(5):
                make_ticket(cast.agent, ago, csat=1.0)
        lines = {"csat": [0.5, 0.75, 0.9], "first_response": [13, 12, 11], "resolution": [240, 120, 30]}
        set_setting(key="quality.norms", value=lines, by=None, valid_from=today - timedelta(days=10))
        old, new = (
            queries.period_scores([cast.agent], [(today - timedelta(days=a), today - timedelta(days=b))])[
                cast.agent.pk
            ][0]
            for a, b in ((60, 30), (7, 0))
        )
        assert old.part("first_response").score == pytest.approx(92.857, abs=0.01)
        assert new.part("first_response").score == 50


class TestWho:
    def test_an_agent_is_matched_on_the_page(self, cast, visit):
        from assessments.quality.models import AgentMatch, Ticket

        for _ in range(3):
            make_ticket(None, agent_ref="x", agent_name="Снегов Илья")
        match = AgentMatch.objects.create(source="generic", agent_ref="x", name="Снегов Илья")
        client = visit(cast.administrator)
        page = text(client.get(reverse("quality_who")))
        assert "3 tickets wait" in page and f'value="{cast.other_agent.uid}" selected' in page
        said = client.post(
            reverse("quality_match", args=[match.pk]), {"person": str(cast.other_agent.uid)}, follow=True
        )
        assert "3 tickets are now theirs." in text(said)
        assert Ticket.objects.filter(agent=cast.other_agent, team=cast.other_team).count() == 3

    def test_nobody_of_ours(self, cast, visit):
        from assessments.quality.models import AgentMatch

        match = AgentMatch.objects.create(source="generic", agent_ref="bot", name="Robot")
        client = visit(cast.administrator)
        client.post(reverse("quality_match", args=[match.pk]), {"person": "nobody"})
        match.refresh_from_db()
        assert match.left_out and not queries.agents_to_match()
        assert "Choose a person first" in text(
            client.post(reverse("quality_match", args=[match.pk]), {"person": ""}, follow=True)
        )

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, visit, count, django_assert_num_queries):
        from assessments.quality.models import AgentMatch

        for number in range(count):
            AgentMatch.objects.create(source="generic", agent_ref=str(number), name="X")
        client = visit(cast.administrator)
        with django_assert_num_queries(WHO):
            client.get(reverse("quality_who"))
