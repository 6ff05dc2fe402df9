"""The sums of days and months stay what their tickets say, whatever way tickets come and change."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import median

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality import queries
from assessments.quality.actions import match_agent
from assessments.quality.actions.rollups import counted_once
from assessments.quality.models import AgentMatch, DayRollup, MonthRollup, Ticket
from assessments.quality.norms import limits_over_time
from assessments.quality.queries.rollups import late
from assessments.quality.signals import tickets_changed
from assessments.quality.times import Times, bin_of
from lms.people.actions import set_setting

from .conftest import line, make_ticket, table, take, ticket, zendesk


def checked() -> None:
    call_command("rebuild", "--check", verbosity=0)


class TestInStep:
    def test_an_import(self, cast, capsys):
        take(table([line(n, Оценка="5" if n % 2 else "1") for n in range(1, 9)]))
        row = DayRollup.objects.get()
        assert (row.agent, row.day, row.tickets, row.rated, row.good) == (cast.agent, date(2026, 11, 2), 8, 8, 4)
        assert (row.replied, row.reply_minutes, row.timed) == (8, pytest.approx(8 * 12), 8)
        month = MonthRollup.objects.get()
        assert month.month == date(2026, 11, 1) and month.replies == [[8, 96.0]]
        checked()

    def test_a_later_version_moves_it_to_another_day(self, cast, capsys):
        take(table([line(1), line(2)]))
        take(table([line(1, Решено="05.11.2026 12:00", Изменено="05.11.2026 12:00")]))
        assert {row.day.day: row.tickets for row in DayRollup.objects.all()} == {2: 1, 5: 1}
        checked()

    def test_a_late_rating(self, cast, capsys):
        take(zendesk(ticket(1)), "zendesk")
        rated = {"score": "good", "created_at": "2026-11-03T09:00:00Z"}
        take(zendesk(ticket(1, satisfaction_rating=rated, updated_at="2026-11-03T09:00:00Z")), "zendesk")
        checked()

    def test_an_agent_matched_later_and_matched_anew(self, cast, capsys):
        take(table([line(n, Сотрудник="Рябова Оксана", **{"Почта сотрудника": "o@example.com"}) for n in (1, 2, 3)]))
        assert not DayRollup.objects.exists()
        match = AgentMatch.objects.get()
        for person in (cast.other_agent, cast.agent):
            match_agent(match=match, person=person, by=cast.administrator)
            assert DayRollup.objects.get().agent == person and DayRollup.objects.get().tickets == 3
            checked()

    def test_a_batch_is_counted_once(self, cast, django_assert_max_num_queries):
        rows = [make_ticket(cast.agent, 1) for _ in range(3)]
        with django_assert_max_num_queries(14), counted_once():
            for row in rows:
                tickets_changed.send(Ticket, places=frozenset({(row.agent_id, row.solved_on)}))
        assert DayRollup.objects.get().tickets == 3

    def test_teams_and_channels_stand_apart(self, cast, capsys):
        for team, channel in ((cast.team, "chat"), (cast.team, "e-mail"), (cast.other_team, "chat"), (None, "")):
            make_ticket(cast.agent, team=team, channel=channel)
        rows = DayRollup.objects.order_by("slot").values_list("slot", "team", "channel")
        assert list(rows) == [
            (0, None, ""),
            (1, cast.team.pk, "chat"),
            (2, cast.team.pk, "e-mail"),
            (3, cast.other_team.pk, "chat"),
        ]
        checked()

    def test_a_difference_is_found_and_mended(self, cast, capsys):
        make_ticket(cast.agent)
        MonthRollup.objects.update(tickets=7)
        with pytest.raises(CommandError, match="1 stored row"):
            checked()
        call_command("rebuild")
        checked()
        assert MonthRollup.objects.get().tickets == 1


class TestLate:
    def test_by_channel_and_by_the_limits_of_that_day(self, cast, capsys):
        today = queries.company_today()
        change = today - timedelta(days=5)
        values = {"": [60, 600], "chat": [10, None]}
        set_setting(key="quality.limits", value=values, by=None, valid_from=change)
        assert [(first, last) for first, last, _ in limits_over_time()] == [
            (date.min, change - timedelta(days=1)),
            (change, None),
        ]
        for ago in (1, 9):
            make_ticket(cast.agent, ago, channel="chat", first_response=5.0, resolution=900.0)
            make_ticket(cast.agent, ago, channel="form", first_response=90.0, resolution=900.0)
        found = dict(DayRollup.objects.filter(channel="chat").values_list("day", "late_replies"))
        assert found == {today - timedelta(days=1): 0, today - timedelta(days=9): 1}
        assert dict(DayRollup.objects.filter(channel="form").values_list("day", "late_solutions")) == {
            today - timedelta(days=1): 1,
            today - timedelta(days=9): 0,
        }
        replies, _solutions = late()
        assert replies
        checked()


class TestTimes:
    @given(st.lists(st.floats(0, 100_000), min_size=1, max_size=60))
    def test_exact_values_have_the_exact_middle(self, minutes):
        assert Times.of(minutes).middle == pytest.approx(median(minutes))

    @given(st.lists(st.floats(0, 5000), min_size=1, max_size=60))
    def test_from_bins_the_middle_is_within_four_per_cent(self, minutes):
        times, bins = Times(), defaultdict(list)
        for value in minutes:
            bins[bin_of(value)].append(value)
        times.add_bins((len(values), sum(values)) for values in bins.values())
        assert abs(times.middle - median(minutes)) <= 0.041 * (max(median(minutes), times.middle) + 1)
        low, middle, high = times.around_middle()
        assert low <= middle <= high


def test_a_month_from_its_sums_is_a_month_from_its_tickets(cast):
    for ago in range(40):
        make_ticket(cast.agent, ago, csat=(ago % 3) / 2, first_response=3.0 + ago, resolution=40.0 * ago)
    month = queries.month_of(queries.company_today() - timedelta(days=20))
    week = (month[0], month[0] + timedelta(days=6))
    (sums,) = queries.figures_in([cast.agent], [month])[cast.agent.pk]
    exact, _ = queries.figures_in([cast.agent], [month, week])[cast.agent.pk]
    assert (sums.tickets, sums.rated, sums.good) == (exact.tickets, exact.rated, exact.good)
    assert sums.replies.middle == pytest.approx(exact.replies.middle, rel=0.03)
    assert len(sums.resolutions) == len(exact.resolutions)
