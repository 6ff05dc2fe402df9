"""A finished talk is shown to the lead, who writes beside the replies; it stands beside the last one and the team's."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.ops.models import Notification
from roleplays.actions import add_note, ask_for_feedback
from roleplays.comparing import FEWEST, usual_choices
from roleplays.models import TurnNote

from .conftest import BADLY, SO_SO, WELL, play

pytestmark = pytest.mark.django_db


def url(name, run):
    return reverse(name, args=[run.uid])


def page(client, run):
    return client.get(url("roleplay_debrief", run)).content.decode()


class TestAsking:
    def test_a_practice_talk_is_the_leads_to_read_only_when_asked(self, cast, finished, visit):
        run = finished(cast.new_hire)
        assert visit(cast.manager).get(url("roleplay_debrief", run)).status_code == 404
        visit(cast.new_hire).post(url("roleplay_ask", run))
        assert visit(cast.manager).get(url("roleplay_debrief", run)).status_code == 200
        assert visit(cast.other_manager).get(url("roleplay_debrief", run)).status_code == 404

    def test_the_lead_hears_of_it_once(self, cast, finished):
        run = finished(cast.new_hire)
        for _ in range(2):
            ask_for_feedback(run=run)
        rows = Notification.objects.filter(kind="roleplay.feedback_asked")
        assert [row.person for row in rows] == [cast.manager]

    def test_of_a_talk_that_is_not_over_nothing_is_asked(self, cast, small, visit):
        run = play(cast.new_hire, small, "Cold indeed")
        visit(cast.new_hire).post(url("roleplay_ask", run))
        run.refresh_from_db()
        assert run.asked_at is None

    def test_who_waits_stands_first_on_the_team_page_until_somebody_answers(self, cast, finished):
        from roleplays import queries

        asked, now = finished(cast.new_hire), timezone.now()
        later = finished(cast.agent, official=True)
        ask_for_feedback(run=asked)
        rows = queries.shown_runs([cast.new_hire, cast.agent], now + timedelta(minutes=1))
        assert [(run.pk, run.waits) for run in rows] == [(asked.pk, True), (later.pk, False)]
        add_note(run=asked, turn=1, text="Well put.", by=cast.manager)
        rows = queries.shown_runs([cast.new_hire, cast.agent], now + timedelta(minutes=1))
        assert [(run.pk, run.waits) for run in rows] == [(later.pk, False), (asked.pk, False)]


class TestNotes:
    def test_the_lead_writes_beside_a_reply_and_the_person_answers(self, cast, finished, visit):
        run = finished(cast.new_hire, official=True)
        lead = visit(cast.manager)
        answer = lead.post(url("roleplay_note", run), {"turn": 2, "text": " Ask first what time suits. "})
        assert answer.url.endswith("#turn-2")
        assert "Ask first what time suits." in page(visit(cast.new_hire), run).split('id="turn-2"')[1]
        visit(cast.new_hire).post(url("roleplay_note", run), {"turn": 2, "text": "I will."})
        heard = Notification.objects.filter(kind="roleplay.noted").values_list("person", "reason")
        assert set(heard) == {(cast.new_hire.pk, "yours"), (cast.manager.pk, "wrote")}

    def test_nothing_written_is_said_beside_that_reply(self, cast, finished, visit):
        run = finished(cast.new_hire, official=True)
        answer = visit(cast.manager).post(url("roleplay_note", run), {"turn": 1, "text": "  "})
        assert answer.status_code == 422
        turn = answer.content.decode().split('id="turn-1"')[1].split('id="turn-2"')[0]
        assert "Write something first." in turn and not TurnNote.objects.exists()

    @pytest.mark.parametrize("turn", [3, 99])
    def test_beyond_the_talk_there_is_no_reply(self, turn, cast, finished, visit):
        run = finished(cast.new_hire, official=True)
        assert visit(cast.manager).post(url("roleplay_note", run), {"turn": turn, "text": "x"}).status_code == 404


class TestBeside:
    def test_the_last_talk_of_the_same_version(self, cast, finished, visit):
        finished(cast.new_hire, *BADLY, at=timezone.now() - timedelta(days=2))
        run = finished(cast.new_hire)
        text = page(visit(cast.new_hire), run)
        assert "Beside your last talk" in text and "Last time you said:" in text.split('id="turn-1"')[1]
        assert "We cook as we can." in text.split('id="turn-1"')[1].split('id="turn-2"')[0]

    def test_without_an_earlier_one_nothing_is_compared(self, cast, finished, visit):
        text = page(visit(cast.new_hire), finished(cast.new_hire))
        assert "Beside your last talk" not in text and "Last time" not in text

    def test_what_most_of_the_team_says_needs_three_colleagues_for_the_record(self, cast, finished, visit, joined):
        run = finished(cast.new_hire, *SO_SO)
        mates = joined(FEWEST)
        for mate in mates[:-1]:
            finished(mate, *WELL, official=True)
        finished(mates[-1], *WELL)  # practice is nobody else's
        assert "Most of your team say here:" not in page(visit(cast.new_hire), run)
        finished(mates[-1], *WELL, official=True)
        text = page(visit(cast.new_hire), run)
        assert text.count("Most of your team say here:") == 1
        assert "A hot one in five minutes." in text.split("Most of your team say here:")[1].split("</p>")[0]

    def test_a_half_is_not_most(self):
        talks = [[{"node": "a", "choice": choice}] for choice in "xxyy"]
        assert usual_choices(talks) == {}
        assert usual_choices([*talks, [{"node": "a", "choice": "x"}]]) == {"a": "x"}

    def test_the_page_asks_the_same_of_many(self, cast, finished, visit, joined, django_assert_max_num_queries):
        run = finished(cast.new_hire, *SO_SO, official=True)
        for mate in joined(12):
            finished(mate, *WELL, official=True)
        for turn in (0, 1, 2) * 5:
            add_note(run=run, turn=turn, text="Good.", by=cast.manager)
        client = visit(cast.new_hire)
        with django_assert_max_num_queries(15):
            page(client, run)


@pytest.fixture
def joined(cast):
    """So many more colleagues in the team."""
    from lms.people.actions import join_team
    from lms.people.models import Membership, User

    def make(count):
        people = [
            User.objects.create(username=f"mate{n}", given_name=f"Mate{n}", started_on=timezone.now().date())
            for n in range(count)
        ]
        for person in people:
            join_team(person=person, team=cast.team, role=Membership.Role.MEMBER, since=person.started_on, by=None)
        return people

    return make
