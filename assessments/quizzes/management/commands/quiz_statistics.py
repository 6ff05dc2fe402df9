import json
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from assessments.quizzes.figures import QuizFigures, quiz_figures
from assessments.quizzes.places import QUIZ
from assessments.quizzes.queries import ATTEMPTS
from lms.learning.models import Activity


class Command(BaseCommand):
    help = "How quizzes and their questions do: how many get each right, and whether it tells people apart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quiz", nargs="?", default="", help="title or id; default: all live quizzes")
        parser.add_argument("--attempts", choices=ATTEMPTS, default="first", help="of each person; default: first")
        parser.add_argument("--language", choices=["en", "ru"], default="en", help="of the questions' words")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, **options: Any) -> None:
        found = [
            figures
            for quiz in self._quizzes(options["quiz"])
            if (figures := quiz_figures(quiz, options["language"], options["attempts"]))
        ]
        if options["json"]:
            self.stdout.write(json.dumps([one.plain() for one in found], ensure_ascii=False, indent=1))
            return
        for figures in found:
            self._tell(figures)

    def _quizzes(self, named: str) -> list[Activity]:
        quizzes = list(Activity.objects.filter(kind=QUIZ).order_by("position", "pk"))
        if not named:
            return [quiz for quiz in quizzes if quiz.live]
        found = [quiz for quiz in quizzes if _is(quiz, named)]
        if not found:
            names = ", ".join(f"“{quiz.title}”" for quiz in quizzes) or "none"
            raise CommandError(f"There is no quiz “{named}”. There are: {names}.")
        return found

    def _tell(self, figures: QuizFigures) -> None:
        whole = figures.whole
        self.stdout.write(
            f"{figures.quiz.title}: {whole.n} attempts ({figures.which}), {figures.left_out} on other questions; "
            f"mean {_said(whole.mean)} %, consistency {_said(whole.consistency)}"
        )
        for text, item in figures.rows:
            facility = None if item.facility is None else 100 * item.facility
            notes = f"  [{', '.join(item.notes)}]" if item.notes else ""
            self.stdout.write(f"{_said(facility):>6} %  {_said(item.discrimination):>6}  {text[:70]}{notes}")


def _is(quiz: Activity, named: str) -> bool:
    try:
        return quiz.uid == UUID(named)
    except ValueError:
        return named.casefold() in (quiz.title_en.casefold(), quiz.title_ru.casefold())


def _said(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"
