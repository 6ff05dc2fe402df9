import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gamification.points import queries
from gamification.points.forms import month_asked
from lms.people.models import Team


class Command(BaseCommand):
    help = "The board of one month: rank, name and points. Who is in the first 30 days has no rank and is left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", default="", help="for example 2026-11; default: this month")
        parser.add_argument("--team", default="", help="name of a team; default: the whole company")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, **options: Any) -> None:
        today = queries.company_day(timezone.now())
        month = month_asked(options["month"], today)
        if options["month"] and options["month"] != f"{month // 100}-{month % 100:02}":
            raise CommandError(f"“{options['month']}” is no month up to now. Write it as 2026-11.")
        rows = self.rows(month, min(today, queries.edges(month)[1]), options["team"])
        if options["json"]:
            answer = {"month": f"{month // 100}-{month % 100:02}", "team": options["team"] or None, "rows": rows}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['rank']:>4}  {row['points']:>6}  {row['name']}")

    def rows(self, month: int, day: Any, team: str) -> list[dict[str, Any]]:
        teams = Team.objects.filter(name=team) if team else None
        if teams is not None and not teams.exists():
            names = ", ".join(Team.objects.values_list("name", flat=True))
            raise CommandError(f"There is no team “{team}”. There are: {names}.")
        board = queries.ranked_on(queries.learners(day, teams), month, day)
        return [{"rank": row.rank, "name": self.name(row.who), "points": row.points} for row in board]

    @staticmethod
    def name(person: Any) -> str | None:
        """None for somebody who hides their name on boards."""
        return None if person.hidden else person.get_full_name()
