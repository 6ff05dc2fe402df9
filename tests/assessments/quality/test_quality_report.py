"""The report against numbers counted by hand and by numpy."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import numpy
import pytest
from django.core.management import CommandError, call_command

from assessments.quality.models import Review

from .conftest import make_review, make_ticket

DAY = date(2026, 10, 12)


def solved(person, day=DAY, minutes=(10.0, 60.0), **fields):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    reply, whole = minutes
    values = {"created_at": at - timedelta(minutes=whole), "solved_at": at, "solved_on": day, "updated_at": at}
    return make_ticket(person, first_response=reply, resolution=whole, **{**values, **fields})


def report(*options: str) -> dict:
    out = StringIO()
    call_command("quality_report", "--from", "2026-10-01", "--to", "2026-10-31", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def by_key(found: dict) -> dict:
    return {row[found["by"]]: row for row in found["rows"]}


class TestByHand:
    @pytest.fixture
    def october(self, cast):
        for minutes, rating in (((10.0, 60.0), 1.0), ((20.0, 120.0), 0.5), ((60.0, 600.0), None)):
            solved(cast.agent, minutes=minutes, csat=rating, csat_raw="" if rating is None else f"{1 + 4 * rating:.0f}")
        solved(cast.other_agent, minutes=(30.0, 30.0), channel="chat", team=cast.other_team)
        solved(cast.agent, day=date(2026, 9, 30), minutes=(1.0, 1.0))
        return cast

    def test_each_figure(self, october):
        row = by_key(report("--sla-first-response", "20", "--sla-resolution", "1"))["boris"]
        assert (row["n"], row["first_response_mean"], row["first_response_median"]) == (3, 30, 20)
        assert (row["resolution_mean"], row["resolution_median"]) == (pytest.approx(780 / 60 / 3), 2)
        assert (row["csat_n"], row["csat_mean"], row["csat_good"], row["csat_raw_mean"]) == (2, 0.75, 0.5, 4)
        assert row["sla_first_response_breaches"] == 1
        assert row["sla_resolution_breaches"] == 2 and row["sla_breaches"] == 2
        assert (row["reviews"], row["iqs"], row["score"]) == (0, None, None)

    def test_by_channel_team_and_month(self, october):
        assert {key: row["n"] for key, row in by_key(report("--by", "channel")).items()} == {"chat": 1, "–": 3}
        assert {key: row["n"] for key, row in by_key(report("--by", "team")).items()} == {"Returns": 1, "–": 3}
        assert {key: row["n"] for key, row in by_key(report("--by", "month")).items()} == {"2026-10": 4}

    def test_without_limits_nothing_is_late(self, october):
        row = by_key(report())["boris"]
        assert row["sla_breaches"] is row["sla_first_response_breaches"] is row["sla_resolution_breaches"] is None

    def test_working_hours_where_known(self, october):
        solved(october.manager, minutes=(500.0, 900.0), first_response_business=20.0)
        row = by_key(report("--business-hours"))["vera"]
        assert (row["first_response_mean"], row["resolution_mean"]) == (20, 15)

    def test_an_agent_nobody_has_matched_stands_under_the_help_desks_name(self, october):
        solved(None, agent_name="Рябова Оксана", agent_ref="77")
        assert "Рябова Оксана" in by_key(report())

    def test_iqs_and_score(self, cast, scorecard):
        for ratings in ((5, 5, 4), (5, 1, 4), (1, 1, 4), (5, 5, 4), (3, 3, 4)):
            make_review(cast.agent, cast.reviewer, ratings)
        Review.objects.update(reviewed_on=DAY)
        row = by_key(report())["boris"]
        totals = [100, 10 + 60, 60, 100, 5 + 15 + 60]
        assert (row["reviews"], row["iqs"]) == (5, pytest.approx(numpy.mean(totals)))
        assert row["score"] == pytest.approx(numpy.mean(totals))

    def test_the_score_weighs_the_parts(self, cast):
        for _ in range(5):
            solved(cast.agent, minutes=(24.0, 120.0), csat=1.0)
        assert by_key(report())["boris"]["score"] == pytest.approx((100 * 30 + 50 * 10 + 50 * 10) / 50)

    def test_for_people_it_is_a_table(self, october):
        out = StringIO()
        call_command("quality_report", "--from", "2026-10-01", "--to", "2026-10-31", stdout=out)
        assert "30.0 / 20.0" in out.getvalue() and "boris" in out.getvalue()
        out = StringIO()
        call_command("quality_report", "--from", "2020-10-01", "--to", "2020-10-31", stdout=out)
        assert "No tickets" in out.getvalue()


def test_against_numpy(cast):
    dice = numpy.random.default_rng(11)
    replies, wholes = dice.lognormal(2.5, 0.8, 200), dice.lognormal(5, 0.9, 200)
    ratings = dice.integers(1, 6, 200)
    for reply, whole, rating in zip(replies, wholes, ratings, strict=True):
        solved(cast.agent, minutes=(float(reply), float(whole)), csat=(int(rating) - 1) / 4, csat_raw=str(rating))
    row = by_key(report("--sla-first-response", "15", "--sla-resolution", "3"))["boris"]
    assert row["first_response_mean"] == pytest.approx(replies.mean())
    assert row["first_response_median"] == pytest.approx(numpy.median(replies))
    assert row["resolution_mean"] == pytest.approx(wholes.mean() / 60)
    assert row["resolution_median"] == pytest.approx(numpy.median(wholes) / 60)
    assert row["csat_raw_mean"] == pytest.approx(ratings.mean())
    assert row["csat_mean"] == pytest.approx(((ratings - 1) / 4).mean())
    assert row["sla_breaches"] == ((replies > 15) | (wholes > 180)).sum()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--from", "2026-10-01"], "both --from and --to"),
        (["--from", "yesterday", "--to", "2026-10-02"], "is not a day"),
        (["--from", "2026-10-03", "--to", "2026-10-02"], "lies before"),
        (["--from", "2026-10-01", "--to", "2026-10-02", "--sla-resolution", "soon"], "is no limit"),
        (["--from", "2026-10-01", "--to", "2026-10-02", "--sla-first-response", "-5"], "is no limit"),
        (["--from", "2026-10-01", "--to", "2026-10-02", "--by", "mood"], "invalid choice"),
        (["--month", "soon"], "is not a month"),
    ],
)
def test_bad_input_is_a_sentence(db, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("quality_report", *options)
