from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from polymorphic.models import PolymorphicModel


class PlanStep(PolymorphicModel):
    """One step of a published plan in one language; written anew at each publishing, never by a form.

    A type of step derives from it: `KIND` names it in facts, `SIGNED` says that a mentor or lead signs it off
    (otherwise the learning record says when it is done), and then the step has an activity of its own.
    """

    wagtail_reference_index_ignore = True

    KIND = ""
    SIGNED = False

    plan = models.ForeignKey("plans.Plan", on_delete=models.CASCADE, related_name="published_steps")
    uid = models.UUIDField(help_text="Of the block it was written in: the same in both languages.")
    kind = models.CharField(max_length=40, editable=False)
    position = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField(help_text="Working day, from 1.")
    note = models.TextField(blank=True)
    activity = models.ForeignKey("learning.Activity", on_delete=models.PROTECT, related_name="plan_steps")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="plan_step_of_a_type"),
            models.CheckConstraint(condition=Q(day__gte=1), name="plan_step_day_from_1"),
            models.UniqueConstraint(fields=["plan", "uid"], name="plan_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.KIND
        super().save(*args, **kwargs)

    @classmethod
    def fields_from(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a row from the values of its block."""
        return {"day": value["day"], "note": value["note"]}

    @property
    def title(self) -> str:
        """In the language of the plan."""
        return self._in_language(self.activity.title_en, self.activity.title_ru)

    def _in_language(self, english: str, russian: str) -> str:
        first, second = (russian, english) if self.plan.locale.language_code == "ru" else (english, russian)
        return first or second

    def fact(self) -> dict[str, Any]:
        """The step as it stands in the plan's snapshot."""
        own = {"uid": str(self.uid), "kind": self.kind, "day": self.day, "title": self.title, "note": self.note}
        return {**own, "activity": str(self.activity.uid)}


class ActivityStep(PlanStep):
    """Anything live with an Activity: a lesson, a course, a quiz, a roleplay."""

    KIND = "activity"

    @classmethod
    def fields_from(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().fields_from(value), "activity": value["activity"]}


class TaskStep(PlanStep):
    """Something done at work, signed off by a mentor or lead."""

    KIND = "task"
    SIGNED = True

    task_title = models.CharField(max_length=200)

    @classmethod
    def fields_from(cls, value: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().fields_from(value), "task_title": value["title"]}

    @property
    def title(self) -> str:
        return self.task_title
