import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from lms.people import queries
from lms.people.actions import Imported, import_people
from lms.people.imports import FileProblem, Plan, make_plan, read_table


class Command(BaseCommand):
    help = "Staff from a CSV or XLSX file. The whole file is checked first; with a problem nothing is changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX; the first line names the columns")
        parser.add_argument("--dry-run", action="store_true", help="check and count, change nothing")
        parser.add_argument("--skip-bad", action="store_true", help="take the good lines, leave the others out")
        parser.add_argument("--create-teams", action="store_true", help="create teams that do not exist yet")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        plan = _plan(options["file"], options["create_teams"])
        if plan.unusable or (plan.problems and not options["skip_bad"]):
            self._refuse(plan, as_json=options["json"])
        done = Imported() if options["dry_run"] else _carry_out(plan)
        self._tell(plan, done, options)

    def _refuse(self, plan: Plan, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(_figures(plan, []), ensure_ascii=False, indent=1))
        sentences = "\n".join(problem.full() for problem in plan.problems)
        raise CommandError(
            f"{sentences}\n{plan.bad_lines} of {plan.count} lines cannot be taken; nothing was changed. "
            "Correct them, or take the others with --skip-bad."
        )

    def _tell(self, plan: Plan, done: Imported, options: dict[str, Any]) -> None:
        if options["json"]:
            names = [person.username for person in done.new]
            self.stdout.write(json.dumps(_figures(plan, names), ensure_ascii=False, indent=1))
            return
        for problem in plan.problems:
            self.stdout.write(f"Left out: {problem.full()}")
        for heading in plan.ignored:
            self.stdout.write(f"Column not used: {heading}")
        done_or_not = "Would be taken" if options["dry_run"] else "Taken"
        self.stdout.write(
            f"{done_or_not}: {len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged, "
            f"{plan.bad_lines} left out."
        )


def _plan(path: Path, create_teams: bool) -> Plan:
    try:
        table = read_table(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except FileProblem as error:
        raise CommandError(f"{error} Nothing was changed.") from error
    today = timezone.now().astimezone(queries.company_zone()).date()
    return make_plan(table, queries.known_staff(today), create_teams=create_teams)


def _carry_out(plan: Plan) -> Imported:
    try:
        return import_people(plan=plan, by=None)
    except IntegrityError as error:
        raise CommandError("Somebody changed people meanwhile; nothing was changed here. Run it again.") from error


def _figures(plan: Plan, created: list[str]) -> dict[str, Any]:
    return {
        "lines": plan.count,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "left_out": plan.bad_lines,
        "new_teams": list(plan.new_teams),
        "created": created,
        "problems": [
            {"line": problem.line, "column": problem.column, "problem": problem.sentence()} for problem in plan.problems
        ],
    }
