from .feedback import Suggestion, TurnNote
from .own_words import OwnWords
from .run import Run
from .scenario import Scenario

__all__ = ["OwnWords", "Run", "Scenario", "Suggestion", "TurnNote"]
