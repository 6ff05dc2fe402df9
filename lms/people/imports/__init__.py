"""Staff from a spreadsheet: a file and what is known go in, a plan comes out. Plain Python, changes nothing.

`read_table` turns bytes into rows, `make_plan` checks every row against `Known` and gives a `Plan` of good
lines and problems. `lms.people.actions.import_people` carries a plan out.
"""

from .checking import make_plan
from .columns import COLUMNS
from .known import Known, KnownPerson, KnownTeam
from .names import unique_name
from .plan import Change, Line, Plan
from .problems import Problem
from .reading import LARGEST_FILE, MOST_ROWS, FileProblem, Table, read_table
from .values import phone_number

__all__ = [
    "COLUMNS",
    "LARGEST_FILE",
    "MOST_ROWS",
    "Change",
    "FileProblem",
    "Known",
    "KnownPerson",
    "KnownTeam",
    "Line",
    "Plan",
    "Problem",
    "Table",
    "make_plan",
    "phone_number",
    "read_table",
    "unique_name",
]
