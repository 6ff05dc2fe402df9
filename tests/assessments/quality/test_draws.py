"""A plan draws every week; what did not go by the list is seen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from assessments.quality.actions import draw_due, draw_week, lay_aside, set_plan
from assessments.quality.models import Plan, Sample, SampledTicket
from assessments.quality.queries import company_today, queue_of, scorecards
from assessments.quality.sampling import Frame
from assessments.quality.sampling import draw_week as chosen_of_week
from assessments.quality.tasks import draw_weeks
from lms.people.actions import set_setting

from .conftest import make_review, make_ticket

WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def last_week(person, number: int = 1, **fields):
    """Solved in the week before WEDNESDAY's."""
    found = []
    for n in range(number):
        day = date(2026, 11, 9) + timedelta(days=n % 5)
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        found.append(make_ticket(person, solved_at=moment, solved_on=day, created_at=moment, **fields))
    return found


@pytest.fixture
def plan(cast, scorecard) -> Plan:
    return set_plan(
        team=cast.team, reviewer=cast.reviewer, scorecard=scorecards()[0], each=2, minutes=30, by=cast.manager
    )


def test_once_a_week_whoever_presses(cast, plan):
    for person in (cast.agent, cast.new_hire):
        last_week(person, 6)
    last_week(cast.other_agent, 3)
    sample = draw_week(plan=plan, by=cast.manager, at=WEDNESDAY)
    assert (sample.week, sample.due_on, sample.first, sample.last) == (
        date(2026, 11, 16),
        date(2026, 11, 20),
        date(2026, 11, 9),
        date(2026, 11, 15),
    )
    assert sample.picks.count() == 3 and sample.choosable == 12  # three of eight minutes fit into thirty
    assert {row.ticket.agent for row in sample.picks.all()} == {cast.agent, cast.new_hire}
    assert draw_week(plan=plan, by=cast.reviewer, at=WEDNESDAY) == sample
    assert draw_due(at=WEDNESDAY) == 0 and Sample.objects.count() == 1
    chosen = chosen_of_week(Frame.read(sample.frame), sample.each, sample.seed)
    assert chosen == list(sample.picks.values_list("ticket", flat=True))


def test_a_new_plan_does_not_cast_the_lot_again(cast, plan):
    last_week(cast.agent, 6)
    first = draw_week(plan=plan, by=None, at=WEDNESDAY)
    again = set_plan(
        team=cast.team, reviewer=cast.reviewer, scorecard=scorecards()[0], each=5, minutes=60, by=cast.manager
    )
    plan.refresh_from_db()
    assert plan.ended_at and draw_week(plan=again, by=cast.reviewer, at=WEDNESDAY) == first


def test_on_monday_morning_by_itself(cast, plan):
    last_week(cast.agent, 3)
    assert draw_due(at=datetime(2026, 11, 16, 2, 0, tzinfo=UTC)) == 0  # five in the morning in Moscow
    assert draw_due(at=datetime(2026, 11, 16, 4, 0, tzinfo=UTC)) == 1
    assert len(queue_of(cast.reviewer)) == 2
    assert draw_weeks() == 1  # this week, of the clock


def test_what_is_reviewed_drawn_or_the_reviewers_own_is_left_out(cast, plan):
    make_review(cast.agent, cast.reviewer)
    last_week(cast.agent, 2, messages=[])
    last_week(cast.reviewer, 2)
    assert draw_week(plan=plan, by=None, at=WEDNESDAY).choosable == 0


class TestThePage:
    def test_a_lead_sets_one_and_reads_what_it_tells(self, cast, scorecard, visit):
        client = visit(cast.manager)
        sent = {
            "team": cast.team.pk,
            "reviewer": cast.reviewer.pk,
            "scorecard": scorecards()[0].pk,
            "each": 2,
            "minutes": 30,
        }
        assert client.post(reverse("quality_draws"), sent).status_code == 302
        page = " ".join(client.get(reverse("quality_draws")).content.decode().split())
        assert "30 minutes are enough for 3 tickets of 4" in page
        assert "A change of 10 points in one person shows after about 12 weeks." in page
        assert "In the whole team it shows after about 6 weeks." in page
        client.post(reverse("quality_draws"), sent | {"minutes": 60})
        page = " ".join(client.get(reverse("quality_draws")).content.decode().split())
        assert "32 of 60 minutes are needed." in page and "after about 9 weeks" in page
        assert Plan.objects.filter(ended_at=None).count() == 1

    def test_only_for_teams_one_leads(self, cast, plan, visit):
        client = visit(cast.other_manager)
        sent = {
            "team": cast.team.pk,
            "reviewer": cast.reviewer.pk,
            "scorecard": scorecards()[0].pk,
            "each": 2,
            "minutes": 30,
        }
        assert client.post(reverse("quality_draws"), sent).status_code == 200
        assert Plan.objects.count() == 1
        assert "Orders" not in client.get(reverse("quality_draws")).content.decode().split("<main")[1]

    def test_the_button_draws_and_the_list_has_a_day(self, cast, plan, visit):
        for person in (cast.agent, cast.new_hire):
            for ago in range(3, 14):
                make_ticket(person, ago)
        visit(cast.manager).post(reverse("quality_draw_week", args=[plan.pk]))
        page = visit(cast.reviewer).get(reverse("quality_reviews")).content.decode()
        assert "3 tickets, about 24 minutes" in " ".join(page.split()) and "due" in page
        drawn = visit(cast.manager).get(reverse("quality_draws")).content.decode()
        assert "drawn again, the same" in drawn and "drawn for this week" in drawn

    def test_a_frame_that_was_changed_is_noticed(self, cast, plan, visit):
        last_week(cast.agent, 5)
        sample = draw_week(plan=plan, by=None, at=WEDNESDAY)
        pick = sample.picks.first()
        other = [pk for pk in sample.frame["tickets"][0][1] if pk not in sample.picks.values_list("ticket", flat=True)]
        SampledTicket.objects.filter(pk=pick.pk).update(ticket=other[0])
        assert "drawn again, not the same" in visit(cast.manager).get(reverse("quality_draws")).content.decode()

    def test_what_was_laid_aside_and_chosen_by_hand_is_seen(self, cast, plan, visit):
        last_week(cast.agent, 5)
        pick = draw_week(plan=plan, by=None, at=WEDNESDAY).picks.first()
        lay_aside(pick=pick, why="Too long for me")
        make_review(cast.agent, cast.reviewer)
        url = reverse("quality_by_list")
        page = visit(cast.manager).get(url).content.decode()
        assert "Too long for me" in page and "Chosen by hand" in page
        assert "Too long for me" not in visit(cast.other_manager).get(url).content.decode()
        assert "Too long for me" in visit(cast.administrator).get(url).content.decode()
        assert visit(cast.reviewer).get(url).status_code == 404

    def test_it_ends(self, cast, plan, visit):
        assert visit(cast.manager).post(reverse("quality_end_plan", args=[plan.pk])).status_code == 302
        plan.refresh_from_db()
        assert plan.ended_at and draw_due(at=WEDNESDAY) == 0

    @pytest.mark.parametrize("count", [1, 30])
    def test_it_asks_the_same_of_many(self, cast, scorecard, visit, count, django_assert_num_queries):
        from lms.people.models import Team

        set_setting(key="feature.quality", value=True, by=None)
        for number in range(count):
            team = Team.objects.create(name=f"Team {number}", zone="Europe/Moscow")
            plan = set_plan(team=team, reviewer=cast.reviewer, scorecard=scorecards()[0], each=2, minutes=30, by=None)
            draw_week(plan=plan, by=None)
            make_review(cast.agent, cast.reviewer)
            sample = Sample.objects.filter(plan=plan).get()
            row = SampledTicket.objects.create(sample=sample, ticket=make_ticket(cast.agent), position=1)
            lay_aside(pick=row, why="An empty talk")
        client = visit(cast.administrator)
        with django_assert_num_queries(DRAWS):
            client.get(reverse("quality_draws"))
        with django_assert_num_queries(BY_LIST):
            client.get(reverse("quality_by_list"))


DRAWS, BY_LIST = 12, 10


def test_a_plan_without_a_reason_lays_nothing_aside(cast, plan):
    last_week(cast.agent, 2)
    pick = draw_week(plan=plan, by=None, at=WEDNESDAY).picks.first()
    with pytest.raises(ValueError, match="reason"):
        lay_aside(pick=pick, why=" ")
    assert company_today() and queue_of(cast.reviewer)
