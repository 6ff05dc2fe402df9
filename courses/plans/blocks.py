"""How the steps of a plan are written in the editor's part: one stream, a block for each type of step."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from lms.learning.choosers import ActivityChooserBlock

LAST_DAY = 260


class StepBlock(blocks.StructBlock):
    """What every step has. Types of step derive their block from it."""

    day = blocks.IntegerBlock(
        label=_("Working day"),
        min_value=1,
        max_value=LAST_DAY,
        default=1,
        help_text=_("1 is the first working day. Days off and leave are not counted."),
    )


class ActivityStepBlock(StepBlock):
    activity = ActivityChooserBlock(label=_("What to do"))
    note = blocks.CharBlock(
        label=_("Why now"), required=False, max_length=300, help_text=_("One sentence under the title.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Something to do here")
        description = _("A lesson, a course, a quiz or a roleplay. It is done when it is done.")
        label_format = _("Day {day}: {activity}")


class TaskStepBlock(StepBlock):
    title = blocks.CharBlock(label=_("What to do"), max_length=200)
    note = blocks.TextBlock(label=_("How to go about it"), required=False, max_length=600, rows=2)

    class Meta:
        icon = "user"
        label = _("Task with the mentor")
        description = _("Something done at work. A mentor or lead signs it off.")
        label_format = _("Day {day}: {title}")


class StepsBlock(blocks.StreamBlock):
    """Empty as written: types of step put their blocks in when they are registered."""

    def add(self, name: str, block: StepBlock) -> None:
        block.set_name(name)
        self.child_blocks[name] = block


class StepsField(StreamField):
    """In migrations without its blocks: they are no part of the table, and a new type needs no migration."""

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        return name, path, [[]], {key: value for key, value in kwargs.items() if key != "block_lookup"}


steps_block = StepsBlock()
