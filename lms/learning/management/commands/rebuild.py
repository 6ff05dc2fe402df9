import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.learning.actions import check_projections, rebuild_projections
from lms.learning.rebuilding import Difference, projections


class Command(BaseCommand):
    help = (
        "Writes the projections (progress, mastery …) anew from the facts. With --check nothing is written: "
        "every row that differs from the facts is named, and the exit code is 1 when there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only, write nothing")
        parser.add_argument("--json", action="store_true", help="the outcome as JSON, for machines")

    def handle(self, *, check: bool, json: bool, **options: Any) -> None:
        if check:
            self.check_all(as_json=json)
        else:
            self.rebuild_all(as_json=json)

    def rebuild_all(self, *, as_json: bool) -> None:
        rows = rebuild_projections()
        if as_json:
            self.say({"rebuilt": rows})
            return
        for name, count in rows.items():
            self.stdout.write(f"{name}: {count} rows written from the facts")

    def check_all(self, *, as_json: bool) -> None:
        found = {projection.name: check_projections(projection) for projection in projections()}
        wrong = sum(map(len, found.values()))
        if as_json:
            rows = {name: [_plain(item) for item in items] for name, items in found.items()}
            self.say({"equal": not wrong, "differences": rows})
        else:
            for name, items in found.items():
                self.tell(name, items)
        if wrong:
            raise CommandError(f"{wrong} stored rows differ from the facts. “manage.py rebuild” writes them anew.")

    def tell(self, name: str, items: list[Difference]) -> None:
        for item in items:
            self.stdout.write(str(item))
        if not items:
            self.stdout.write(f"{name}: equal to the facts")

    def say(self, outcome: Any) -> None:
        self.stdout.write(json.dumps(outcome, ensure_ascii=False, indent=2, default=str))


def _plain(item: Difference) -> dict[str, Any]:
    fields = {name: {"stored": a, "computed": b} for name, (a, b) in item.fields.items()}
    return {"what": item.what, "key": dict(item.key), "fields": fields}
