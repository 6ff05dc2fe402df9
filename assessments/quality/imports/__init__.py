"""Tickets from a file: bytes go in, masked rows come out, or every problem with its place. Plain Python.

`check(file, source, options)` reads the whole file before anything is written, a row at a time; `reading` hands on
the rows meanwhile. What they find is carried out by `actions.import_tickets`. Nothing raw leaves this package: texts
are masked, customers' addresses become keyed hashes.
"""

from .checking import READERS, Checked, CheckedWhole, check, reading
from .columns import FIELDS, REQUIRED, guess
from .findings import Findings
from .options import SCALES, Options
from .problems import FileProblem, Problem
from .reading import LARGEST_FILE, Table, read_table
from .rows import AgentRow, Line, Message, TicketRow, line_of

__all__ = [
    "FIELDS",
    "LARGEST_FILE",
    "READERS",
    "REQUIRED",
    "SCALES",
    "AgentRow",
    "Checked",
    "CheckedWhole",
    "FileProblem",
    "Findings",
    "Line",
    "Message",
    "Options",
    "Problem",
    "Table",
    "TicketRow",
    "check",
    "guess",
    "line_of",
    "read_table",
    "reading",
]
