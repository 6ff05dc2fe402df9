"""What the administrator sets, from which day on, and what follows from it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from assessments.quality import queries
from assessments.quality.actions import set_hours
from assessments.quality.models import DayRollup, Ticket
from assessments.quality.norms import rules_on
from lms.people.models import CompanySetting

from .conftest import make_ticket

URL = "/quality/rules/"


def typed(page) -> dict:
    form = page.context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


class TestRules:
    def test_saved_from_a_day_on_and_the_past_stays(self, cast, visit):
        client, today = visit(cast.administrator), queries.company_today()
        data = typed(client.get(URL)) | {
            "norm-csat-bad": "60",
            "weight-csat": "40",
            "way": "weakest",
            "enough": "8",
            "valid_from": f"{today - timedelta(days=3)}",
        }
        page = client.post(URL, data, follow=True)
        assert "Saved." in page.content.decode()
        before, now = rules_on(today - timedelta(days=4)), rules_on(today)
        assert (before.lines["csat"].bad, before.weights["csat"], before.way, before.enough) == (0.5, 30, "mean", 5)
        assert (now.lines["csat"].bad, now.weights["csat"], now.way, now.enough) == (0.6, 40, "weakest", 8)

    def test_what_stays_as_it_was_writes_nothing(self, cast, visit):
        client = visit(cast.administrator)
        client.post(URL, typed(client.get(URL)))
        assert not CompanySetting.objects.filter(key__startswith="quality.").exists()

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"norm-csat-average": "95"}, "have to rise or to fall"),
            ({f"weight-{name}": "0" for name in ("reviews", "csat", "first_response", "resolution")}, "At least one"),
            ({"valid_from": "2001-01-01"}, "within a year"),
            ({"enough": ""}, "required"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_is_lost(self, cast, visit, change, sentence):
        client = visit(cast.administrator)
        page = client.post(URL, typed(client.get(URL)) | change)
        assert page.status_code == 200 and sentence in page.content.decode()
        assert not CompanySetting.objects.filter(key__startswith="quality.").exists()

    def test_another_limit_counts_the_days_anew(self, cast, visit):
        make_ticket(cast.agent, 1, channel="chat", first_response=5.0)
        make_ticket(cast.agent, 9, channel="chat", first_response=5.0)
        assert sum(DayRollup.objects.values_list("late_replies", flat=True)) == 2
        client, since = visit(cast.administrator), queries.company_today() - timedelta(days=4)
        client.post(URL, typed(client.get(URL)) | {"reply-chat": "10", "valid_from": f"{since}"})
        assert sum(DayRollup.objects.values_list("late_replies", flat=True)) == 1
        call_command("rebuild", "--check")


class TestHours:
    FRIDAY = datetime(2026, 10, 9, 14, 30, tzinfo=UTC)  # 17:30 in Moscow

    def weekend(self, cast) -> Ticket:
        monday = self.FRIDAY + timedelta(days=2, hours=16, minutes=30)  # 10:00
        return make_ticket(
            cast.agent,
            team=cast.team,
            created_at=self.FRIDAY,
            first_reply_at=monday,
            solved_at=monday + timedelta(hours=2),
            solved_on=monday.date(),
            first_response=3870.0,
            resolution=3990.0,
        )

    def test_minutes_run_while_the_team_works(self, cast, visit):
        client = visit(cast.administrator)
        url = f"/quality/rules/hours/{cast.team.pk}/"
        since = self.FRIDAY.date() - timedelta(days=1)
        before = self.weekend(cast)
        data = {"on": "on", "days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "18:00", "valid_from": f"{since}"}
        assert client.post(url, data).status_code == 302
        before.refresh_from_db()
        assert (before.reply_worked, before.solving_worked) == (90, 210)
        later = self.weekend(cast)
        later.refresh_from_db()
        assert later.reply_minutes == 90
        assert DayRollup.objects.get(team=cast.team).reply_minutes == 180
        page = client.get(f"/quality/tickets/{later.uid}/").content.decode()
        assert "in working hours" in page
        call_command("rebuild", "--check")

    def test_given_up_again_it_is_by_the_clock(self, cast):
        since = self.FRIDAY.date() - timedelta(days=1)
        hours = {"days": [0, 1, 2, 3, 4], "opens": "09:00", "closes": "18:00", "holidays": False}
        set_hours(team=cast.team, hours=hours, by=cast.administrator, valid_from=since)
        row = self.weekend(cast)
        set_hours(team=cast.team, hours=None, by=cast.administrator, valid_from=since)
        row.refresh_from_db()
        assert row.reply_worked is None and row.reply_minutes == 3870

    def test_a_day_has_to_end_after_it_begins(self, cast, visit):
        url = f"/quality/rules/hours/{cast.team.pk}/"
        data = {"on": "on", "days": [], "opens": "18:00", "closes": "09:00", "valid_from": "2026-10-08"}
        page = visit(cast.administrator).post(url, data).content.decode()
        assert "Tick at least one day." in page and "later than the beginning" in page
