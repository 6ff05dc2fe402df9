"""The types of step a plan may have. A new one is a model derived from `PlanStep`, a block, and one `register`."""

from dataclasses import dataclass

from .blocks import ActivityStepBlock, StepBlock, TaskStepBlock, steps_block
from .models import ActivityStep, PlanStep, TaskStep


@dataclass(frozen=True)
class StepType:
    model: type[PlanStep]
    block: StepBlock

    @property
    def kind(self) -> str:
        return self.model.KIND


step_types: dict[str, StepType] = {}


def register(step_type: StepType) -> None:
    """Blocks named by another kind keep their data: they are shown again once it is registered again."""
    step_types[step_type.kind] = step_type
    steps_block.add(step_type.kind, step_type.block)


def register_own() -> None:
    register(StepType(ActivityStep, ActivityStepBlock()))
    register(StepType(TaskStep, TaskStepBlock()))
