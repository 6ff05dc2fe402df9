"""Own words held against the replies that are offered. No Django here, and nothing leaves the machine but through
`endpoint`, which is off unless an installation names one."""

from .deciding import NONE, SURE, UNSURE, Guess, Heard, hear
from .phrases import Offered

__all__ = ["NONE", "SURE", "UNSURE", "Guess", "Heard", "Offered", "hear"]
