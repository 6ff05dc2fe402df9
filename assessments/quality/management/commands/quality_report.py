import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.quality import queries
from assessments.quality.norms import rules_on
from assessments.quality.periods import PeriodScore
from assessments.quality.queries.report import GROUPINGS, facts_by, review_totals_by
from assessments.quality.reporting import Limits, Summary, grouped, summary
from lms.people.models import User


class Command(BaseCommand):
    help = (
        "The quality figures of some days (--from, --to: by the day tickets were solved) by agent, channel, team or "
        "month; or of one month, person by person, as they stand on screen (--month). Changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", metavar="DAY", help="such as 2026-11-01")
        parser.add_argument("--to", dest="last", metavar="DAY", help="such as 2026-11-30, included")
        parser.add_argument("--by", choices=GROUPINGS, default="agent", help="default: agent")
        parser.add_argument("--month", help="such as 2026-11; without it and --from: the current one")
        parser.add_argument("--sla-first-response", metavar="MINUTES", help="count first replies later than this")
        parser.add_argument("--sla-resolution", metavar="HOURS", help="count solutions later than this")
        parser.add_argument("--business-hours", action="store_true", help="minutes in working hours where known")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, **options: Any) -> None:
        if options["first"] or options["last"]:
            self._days(options)
        else:
            self._month(options)

    # days -------------------------------------------------------------------

    def _days(self, options: dict[str, Any]) -> None:
        first, last = _day(options["first"], "--from"), _day(options["last"], "--to")
        if last < first:
            raise CommandError(f"--to {last} lies before --from {first}.")
        limits = Limits(_limit(options["sla_first_response"]), _limit(options["sla_resolution"]))
        by, rules = options["by"], rules_on(last)
        groups = grouped(facts_by(by, first, last, options["business_hours"]), review_totals_by(by, first, last))
        found = {key: summary(group, rules, limits) for key, group in groups.items()}
        if options["json"]:
            rows = [{by: key, **one.as_dict()} for key, one in found.items()]
            self._say({"from": f"{first}", "to": f"{last}", "by": by, "rows": rows})
        else:
            self._table(by, found)

    def _table(self, by: str, found: dict[str, Summary]) -> None:
        if not found:
            self.stdout.write("No tickets were solved and no reviews given in these days.")
            return
        heads = (by, "tickets", "first reply, min", "solved, h", "CSAT (n)", "late", "reviews", "IQS", "score")
        lines = [heads, *(_line(key, one) for key, one in found.items())]
        widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
        for line in lines:
            cells = (
                cell.ljust(width) if not n else cell.rjust(width)
                for n, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            self.stdout.write("  ".join(cells))
        self.stdout.write("First reply and solution: mean / median.")

    # a month ----------------------------------------------------------------

    def _month(self, options: dict[str, Any]) -> None:
        first = _month(options["month"])
        people = list(User.objects.filter(is_active=True, tickets__isnull=False).distinct())
        scores = queries.period_scores(people, [queries.month_of(first)]) if people else {}
        rows = [_row(person, scores[person.pk][0]) for person in people]
        if options["json"]:
            self._say({"month": f"{first:%Y-%m}", "people": rows})
            return
        for row in rows:
            value = "too little yet" if row["value"] is None else f"{row['value']} ({row['low']}–{row['high']})"
            self.stdout.write(f"{row['person']:<24} {value:<20} {row['tickets']} tickets, {row['reviews']} reviews")

    def _say(self, outcome: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=1))


def _day(text: str | None, name: str) -> date:
    if not text:
        raise CommandError("Give both --from and --to, such as --from 2026-11-01 --to 2026-11-30.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{name}: “{text}” is not a day. Write it as 2026-11-30.") from error


def _limit(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1e6:
        raise CommandError(f"“{text}” is no limit. Write a number above 0, such as 60.")
    return value


def _line(key: str, one: Summary) -> tuple[str, ...]:
    return (
        key,
        str(one.n),
        f"{_cell(one.first_response_mean)} / {_cell(one.first_response_median)}",
        f"{_cell(one.resolution_mean)} / {_cell(one.resolution_median)}",
        f"{_cell(one.csat_mean, 2)} ({one.csat_n})",
        "–" if one.sla_breaches is None else str(one.sla_breaches),
        str(one.reviews),
        _cell(one.iqs),
        _cell(one.score),
    )


def _cell(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _month(text: str | None) -> date:
    if not text:
        return queries.company_today().replace(day=1)
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise CommandError(f"“{text}” is not a month. Write it as 2026-11.") from error


def _row(person: User, score: PeriodScore) -> dict[str, Any]:
    likely = score.likely
    return {
        "person": person.username,
        "value": None if likely is None else round(likely.value, 1),
        "low": None if likely is None else round(likely.low, 1),
        "high": None if likely is None else round(likely.high, 1),
        "mean": None if score.mean is None else round(score.mean, 1),
        "weakest": score.weakest[0] if score.weakest else None,
        "tickets": score.tickets,
        "reviews": score.reviews,
        "parts": {part.name: {"n": part.n, "raw": part.raw, "score": part.score} for part in score.parts},
    }
