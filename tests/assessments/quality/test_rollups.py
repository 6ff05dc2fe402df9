"""The sums of days and months stay what their tickets say, whatever way tickets come and change."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from statistics import median
from threading import Event, Thread
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.quality import queries
from assessments.quality.actions import match_agent, take_rows
from assessments.quality.actions.rollups import counted_once
from assessments.quality.imports import AgentRow, TicketRow
from assessments.quality.models import AgentMatch, ChannelMonth, DayRollup, MonthRollup, PersonMonth, Ticket
from assessments.quality.norms import limits_over_time
from assessments.quality.queries.rollups import late
from assessments.quality.signals import tickets_changed
from assessments.quality.times import Bins, Middle, Times, bin_of
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

    def test_months_of_people_and_of_channels(self, cast, capsys):
        """Added up over channels and over agents; whoever leaves a channel is taken away from it."""
        for person, channel, minutes in ((cast.agent, "chat", 10.0), (cast.agent, "form", 30.0)):
            make_ticket(person, 40, team=cast.team, channel=channel, first_response=minutes)
        other = make_ticket(cast.manager, 40, team=cast.team, channel="chat", first_response=20.0)
        month = other.solved_on.replace(day=1)
        (own,) = queries.figures_in([cast.agent], [queries.month_of(month)])[cast.agent.pk]
        assert (own.tickets, len(own.replies), own.replies.middle) == (2, 2, 20.0)
        found = queries.channel_figures(cast.team, month)
        assert {name: (row.tickets, row.replies.middle) for name, row in found.items()} == {
            "chat": (2, 15.0),
            "form": (1, 30.0),
        }
        checked()
        Ticket.objects.filter(pk=other.pk).update(channel="phone")
        tickets_changed.send(Ticket, places=frozenset({(other.agent_id, other.solved_on)}))
        found = queries.channel_figures(cast.team, month)
        assert {name: row.replies.middle for name, row in found.items()} == {"chat": 10.0, "form": 30.0, "phone": 20.0}
        checked()
        Ticket.objects.all().update(agent=None)
        places = frozenset({(person.pk, other.solved_on) for person in (cast.agent, cast.manager)})
        tickets_changed.send(Ticket, places=places)
        assert not ChannelMonth.objects.exists() and not PersonMonth.objects.exists()
        checked()

    def test_an_upgrade_puts_the_months_together_that_are_there(self, cast, capsys):
        for n in range(12):
            person = (cast.agent, cast.manager)[n % 2]
            make_ticket(person, 20 + n, team=(cast.team, None)[n % 3 > 1], channel=("chat", "form")[n % 4 > 1])
        PersonMonth.objects.all().delete()
        ChannelMonth.objects.all().delete()
        import_module("assessments.quality.migrations.0002_months_and_repeats").put_together(apps, None)
        assert PersonMonth.objects.exists() and ChannelMonth.objects.exists()
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

    @given(st.lists(st.tuples(st.booleans(), st.integers(1, 50), st.floats(0, 5000)), max_size=30))
    def test_bins_taken_away_again_leave_what_was(self, parts):
        given_, kept, all_ = Bins(), Bins(), []
        for stays, count, mean in parts:
            slices = [(count, round(count * mean, 3))]
            given_.add(slices)
            if stays:
                kept.add(slices)
            else:
                all_.append(slices)
        for slices in all_:
            given_.add(slices, -1)
        assert given_.stored == kept.stored == Bins(kept.stored).stored
        assert len(kept.times) == sum(count for stays, count, _ in parts if stays)

    @given(st.lists(st.floats(0, 5000), max_size=60))
    def test_what_is_kept_of_the_middle_says_the_same(self, minutes):
        times = Times.of(minutes)
        kept = Middle(Middle.of(times).stored)
        assert (len(kept), kept.middle) == (len(times), times.middle)
        assert not minutes or kept.around_middle() == times.around_middle()


@pytest.mark.services
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite nobody else writes meanwhile")
@pytest.mark.django_db(transaction=True)
def test_two_sources_that_bring_tickets_of_one_day_are_both_counted(cast, capsys):
    """The second begins before the first has ended."""
    brought, ended = Event(), []
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    agent = AgentRow("boris", "Борис", email="boris@example.com")

    def bring(source: str, before_its_end: Callable[[], Any]) -> None:
        row = TicketRow("T-1", 1, at, at, solved_at=at, agent=agent, first_response=5.0)
        with transaction.atomic():
            take_rows(source=source, rows=[row], agents=[agent], at=at)
            before_its_end()
        ended.append(source)

    def second() -> None:
        try:
            brought.wait(10)
            bring("zendesk", lambda: None)
        finally:
            connection.close()

    other = Thread(target=second)
    other.start()

    def wait() -> None:
        brought.set()
        other.join(1)  # it has begun, and waits for us
        assert not ended

    bring("generic", wait)
    other.join(10)
    assert ended == ["generic", "zendesk"]
    assert DayRollup.objects.get().tickets == 2
    checked()


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
