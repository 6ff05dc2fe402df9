from .feedback import TurnNote
from .run import Run
from .scenario import Scenario

__all__ = ["Run", "Scenario", "TurnNote"]
