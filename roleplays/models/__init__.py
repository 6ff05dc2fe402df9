from .feedback import Suggestion, TurnNote
from .run import Run
from .scenario import Scenario

__all__ = ["Run", "Scenario", "Suggestion", "TurnNote"]
