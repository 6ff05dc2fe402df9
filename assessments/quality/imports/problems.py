"""What can be wrong with a file of tickets, each with its cure. Marked here, translated by whoever shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    return message


EMPTY = gettext_noop("The file has no tickets. Check that the right one was chosen.")
TOO_BIG = gettext_noop("The file is larger than %(limit)s MB. Export a shorter period, or import it by the command.")
OLD_EXCEL = gettext_noop("This is the old Excel format (.xls). Open it and save it as .xlsx or CSV.")
BROKEN_XLSX = gettext_noop("This Excel file cannot be opened. Save it again as .xlsx or as CSV.")
BROKEN_CSV = gettext_noop("The columns cannot be told apart here. Save the file again as CSV UTF-8 or as .xlsx.")
ENCODING = gettext_noop("The letters here are not UTF-8. Save the file as “CSV UTF-8” or as .xlsx.")
JSON_ENCODING = gettext_noop("The letters here are not UTF-8. Export the file again without changing it.")
BROKEN_JSON = gettext_noop("This is not whole JSON (%(why)s). Export the file again.")
NOT_ZENDESK = gettext_noop(
    "This is not a Zendesk export: it needs “tickets” and “users”, as the incremental export API gives them."
)
NO_COLUMN = gettext_noop("The column for “%(name)s” is missing (%(heading)s). Add it, or name another in the map.")
COLUMN_TWICE = gettext_noop("The heading “%(text)s” stands there twice. Rename one of the two columns.")
BAD_MAP = gettext_noop("The map is not as expected. It may have: %(parts)s; fields are named: %(names)s.")
BAD_SCALE = gettext_noop("“%(text)s” is not a scale of ratings. Use one of: %(known)s.")
BAD_ZONE = gettext_noop("“%(text)s” is not a time zone. Write it as Europe/Moscow or Asia/Yekaterinburg.")

MISSING = gettext_noop("This must not be empty. Write the value in, or remove the line.")
BAD_DATE = gettext_noop("“%(text)s” is not a moment we can read. Write it as 31.12.2026 14:05 or 2026-12-31T14:05:00Z.")
BAD_NUMBER = gettext_noop("“%(text)s” is not a number of minutes. Write it as 12 or 12.5.")
BAD_COUNT = gettext_noop("“%(text)s” is not a count. Write a whole number.")
BAD_RATING = gettext_noop("“%(text)s” is not a rating we know. Use good and bad, or a number of the scale.")
TOO_LONG = gettext_noop("This is longer than %(limit)s characters. Shorten it.")
NOT_FRESHDESK = gettext_noop(
    "This is not a Freshdesk export: it needs a list of tickets, as the tickets API gives them, or its CSV."
)
NOT_LIST = gettext_noop("This JSON is not a list of tickets. Export it as [{…}, {…}] or an object a line.")
BAD_VALUE_MAP = gettext_noop("In the map, %(name)s must say what becomes what, such as “Excellent: 5”.")
BAD_FORMAT = gettext_noop("“%(text)s” in the map is no date format. Write it as %%d.%%m.%%Y %%H:%%M.")
NO_USER = gettext_noop("User %(text)s is not among “users”. Export the users together with the tickets.")
FORMULA = gettext_noop("The cell holds a formula or an error. Copy the column and paste it as values.")

_ON_LINE = gettext_noop("Line %(line)s")
_IN_CELL = gettext_noop("Line %(line)s, %(column)s")
_ITEM = gettext_noop("%(column)s, item %(line)s")


@dataclass(frozen=True)
class Problem:
    """`line` as a spreadsheet counts them, 0 for the file as a whole. `item`: the place is one in a list of JSON."""

    line: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    item: bool = False

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.message) % self.values

    def place(self, translate: Callable[[str], str] = str) -> str:
        if not self.line:
            return ""
        pattern = _ITEM if self.item else _IN_CELL if self.column else _ON_LINE
        return translate(pattern) % {"line": self.line, "column": self.column}

    def full(self, translate: Callable[[str], str] = str) -> str:
        return ": ".join(part for part in (self.place(translate), self.sentence(translate)) if part)


class FileProblem(ValueError):
    """Nothing can be made of the file, or of one place in it."""

    def __init__(self, message: str, line: int = 0, column: str = "", item: bool = False, **values: object) -> None:
        self.problem = Problem(line, column, message, values, item)
        super().__init__(self.problem.full())


class BadValue(ValueError):
    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message, self.values_ = message, values
