"""What can be wrong, each with its cure. Messages are marked here and translated by whoever shows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    return message


EMPTY_FILE = gettext_noop("The file has no lines below its heading. Add the people and upload it again.")
TOO_BIG = gettext_noop("The file is larger than %(limit)s MB. Remove pictures and other sheets, or split it.")
TOO_MANY = gettext_noop("The file has %(count)s lines; at most %(limit)s fit. Split it in parts.")
OLD_EXCEL = gettext_noop("This is the old Excel format (.xls). Open it and save it as .xlsx or CSV.")
BROKEN_XLSX = gettext_noop("This Excel file cannot be opened. Save it again as .xlsx or as CSV.")
WRONG_ENCODING = gettext_noop("The letters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx.")
BROKEN_CSV = gettext_noop("The columns of this file cannot be told apart. Save it again as CSV or as .xlsx.")
NO_NAME_COLUMN = gettext_noop(
    "No column is called “Given name” or “Full name”. The first line of the file must name its columns."
)
COLUMN_TWICE = gettext_noop("“%(first)s” and “%(second)s” mean the same column. Remove one of them.")

NO_GIVEN_NAME = gettext_noop("The given name is missing. Write it in.")
TOO_LONG = gettext_noop("“%(text)s” is longer than %(limit)s characters. Shorten it.")
FORMULA = gettext_noop("The cell holds a formula. Copy the column and paste it as values.")
SHEET_ERROR = gettext_noop("The cell shows an error of the spreadsheet, %(text)s. Write the value itself.")
UNKNOWN_DATE = gettext_noop("“%(text)s” is not a date we can read. Write it as 31.12.2026 or 2026-12-31.")
FAR_DATE = gettext_noop("%(text)s is more than a year ahead. Check the year.")
OLD_DATE = gettext_noop("%(text)s is long before anybody's working life. Check the year.")
BAD_LOGIN = gettext_noop("“%(text)s”: a sign-in name has letters, digits and . @ + - _ without spaces.")
BAD_MAIL = gettext_noop("“%(text)s” is not an e-mail address. Correct it or leave the cell empty.")
BAD_PHONE = gettext_noop("“%(text)s” is not a phone number. Write it with its country, such as +7 912 345-67-89.")
UNKNOWN_ZONE = gettext_noop("“%(text)s” is not a time zone. Write it as Europe/Moscow or Asia/Yekaterinburg.")
UNKNOWN_ROLE = gettext_noop("“%(text)s” is not a role. Use one of: %(known)s.")
ROLE_WITHOUT_TEAM = gettext_noop("A mentor or manager needs a team. Write the team, or leave the role empty.")
UNKNOWN_TEAM = gettext_noop("There is no team “%(text)s”. Correct the name, or allow new teams to be created.")
CLOSED_TEAM = gettext_noop("The team “%(text)s” is closed. Write another team.")
TWICE_IN_FILE = gettext_noop("“%(text)s” is on line %(other)s too. Keep one of the two lines.")
NAME_TWICE = gettext_noop(
    "Line %(other)s has the same name. Give both a personnel number or a sign-in name, or remove one."
)
SAME_NAME = gettext_noop(
    "There is a person of this name already, with the sign-in name %(login)s. Add that sign-in name if it is "
    "the same person, or a personnel number if it is another."
)
LOGIN_TAKEN = gettext_noop("The sign-in name “%(text)s” is somebody else's. Choose another.")
MAIL_TAKEN = gettext_noop("The e-mail %(text)s belongs to %(login)s. Correct it or leave the cell empty.")
NUMBER_TAKEN = gettext_noop("The personnel number %(text)s belongs to %(login)s. Check both.")
HAS_LEFT = gettext_noop("This person left on %(day)s. Remove the line, or open their page and let them return.")

_ON_LINE = gettext_noop("Line %(line)s")
_IN_CELL = gettext_noop("Line %(line)s, %(column)s")


@dataclass(frozen=True)
class Problem:
    """`line` as the spreadsheet counts them, 0 for the file as a whole; `column` as its heading says."""

    line: int
    column: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.message) % self.values

    def place(self, translate: Callable[[str], str] = str) -> str:
        if not self.line:
            return ""
        pattern = _IN_CELL if self.column else _ON_LINE
        return translate(pattern) % {"line": self.line, "column": self.column}

    def full(self, translate: Callable[[str], str] = str) -> str:
        return ": ".join(part for part in (self.place(translate), self.sentence(translate)) if part)
