"""Every row of a table against everything known: a plan of good lines and all problems, not just the first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import problems, values
from .columns import FULL_NAME, places
from .known import Known, KnownPerson, KnownTeam
from .names import unique_name
from .plan import Change, Line, Plan
from .problems import Problem
from .reading import Cell, Row, Table
from .values import BadValue

# In this order a line is matched with a person.
IDENTIFIERS = ("personnel_number", "username", "email")
_TAKEN = {
    "personnel_number": problems.NUMBER_TAKEN,
    "username": problems.LOGIN_TAKEN,
    "email": problems.MAIL_TAKEN,
}


def make_plan(table: Table, known: Known, *, create_teams: bool = False) -> Plan:
    """Existing people are matched by personnel number, else sign-in name, else e-mail; an empty cell leaves
    what is stored. `create_teams`: unknown teams are created instead of being problems."""
    found, twice, unknown = places(table.headings)
    if twice:
        same = [Problem(0, "", problems.COLUMN_TWICE, {"first": a, "second": b}) for a, b in twice]
        return Plan(problems=tuple(same), count=len(table.rows))
    check = _Check(known, found, table.headings, create_teams)
    for row in table.rows:
        check.take(row)
    bad = {problem.line for problem in check.problems}
    missing = tuple(sorted(check.missing_teams.values()))
    lines = tuple(check.line(draft) for draft in check.drafts if draft.number not in bad)
    wanted = {line.team.casefold() for line in lines}
    return Plan(
        lines=lines,
        problems=tuple(sorted(check.problems, key=lambda problem: problem.line)),
        new_teams=tuple(name for name in missing if name.casefold() in wanted) if create_teams else (),
        missing_teams=missing,
        ignored=tuple(unknown),
        count=len(table.rows),
    )


@dataclass
class _Draft:
    number: int
    fields: dict[str, Any] = field(default_factory=dict)
    team: str = ""
    roles: list[str] = field(default_factory=list)
    match: KnownPerson | None = None

    @property
    def name(self) -> tuple[str, ...]:
        parts = (self.fields.get(part, "") for part in ("family_name", "given_name", "patronymic"))
        return tuple(str(part).casefold().replace("ё", "е") for part in parts)


class _Check:
    """The state of one pass over a file: what earlier lines said matters to later ones."""

    def __init__(self, known: Known, found: dict[str, int], headings: list[str], create_teams: bool) -> None:
        self.known, self.found, self.headings, self.create_teams = known, found, headings, create_teams
        self.problems: list[Problem] = []
        self.drafts: list[_Draft] = []
        self.missing_teams: dict[str, str] = {}
        self.people = {name: known.by(name) for name in IDENTIFIERS}
        self.teams = {team.name.casefold(): team for team in known.teams}
        self.team_names = {team.pk: team.name for team in known.teams}
        self.by_name = {_Draft(0, dict(person.fields)).name: person for person in known.people}
        self.seen: dict[tuple[str, str], int] = {}
        self.seen_names: dict[tuple[str, ...], _Draft] = {}
        self.logins = {*self.people["username"], *known.other_names}
        self.readers: dict[str, Callable[[str], Any]] = {
            "username": values.login,
            "email": values.mail,
            "zone": values.zone,
            "phone": lambda text: values.phone_number(text, known.country),
            "role": values.roles,
        }

    def problem(self, line: int, name: str, message: str, **details: object) -> None:
        place = self.found.get(name)
        column = self.headings[place] if place is not None else ""
        self.problems.append(Problem(line, column, message, details))

    def take(self, row: Row) -> None:
        number, cells = row
        draft = _Draft(number)
        for name, place in self.found.items():
            self._read(draft, name, cells[place] if place < len(cells) else "")
        if draft.fields.get("username"):
            self.logins.add(draft.fields["username"].casefold())
        self._match(draft)
        self._check(draft)
        self.drafts.append(draft)

    # one cell

    def _read(self, draft: _Draft, name: str, cell: Cell) -> None:
        try:
            if name == "started_on" and cell:
                draft.fields[name] = values.day_of(cell, self.known.today)
                return
            text = values.text_of(cell, name)
            if text:
                self._put(draft, name, self.readers.get(name, str)(text))
        except BadValue as bad:
            self.problem(draft.number, name, bad.message, **bad.values)

    @staticmethod
    def _put(draft: _Draft, name: str, value: Any) -> None:
        if name == FULL_NAME:
            parts = zip(("family_name", "given_name", "patronymic"), value.split(maxsplit=2), strict=False)
            draft.fields.update(dict(parts) if " " in value else {"given_name": value})
        elif name == "team":
            draft.team = value
        elif name == "role":
            draft.roles = value
        else:
            draft.fields[name] = value

    # one line

    def _match(self, draft: _Draft) -> None:
        for name in IDENTIFIERS:
            value = str(draft.fields.get(name, "")).casefold()
            if value and value in self.people[name]:
                draft.match = self.people[name][value]
                return

    def _check(self, draft: _Draft) -> None:
        if not draft.match and not draft.fields.get("given_name") and not self._said(draft, "given_name"):
            column = "given_name" if "given_name" in self.found else FULL_NAME
            self.problem(draft.number, column, problems.NO_GIVEN_NAME)
        self._check_identifiers(draft)
        self._check_names(draft)
        self._check_team(draft)
        if draft.match and draft.match.left_on:
            left = f"{draft.match.left_on:%d.%m.%Y}"
            self.problem(draft.number, "", problems.HAS_LEFT, day=left)

    def _said(self, draft: _Draft, name: str) -> bool:
        """Whether this cell has its problem already."""
        columns = {self.headings[self.found[key]] for key in (name, FULL_NAME) if key in self.found}
        return any(item.line == draft.number and item.column in columns for item in self.problems)

    def _check_identifiers(self, draft: _Draft) -> None:
        for name in IDENTIFIERS:
            text = str(draft.fields.get(name, ""))
            if not text:
                continue
            owner = self.people[name].get(text.casefold())
            if owner and owner is not draft.match:
                self.problem(draft.number, name, _TAKEN[name], text=text, login=owner.username)
            elif name == "username" and text.casefold() in self.known.other_names:
                self.problem(draft.number, name, problems.LOGIN_TAKEN, text=text)
            first = self.seen.setdefault((name, text.casefold()), draft.number)
            if first != draft.number:
                self.problem(draft.number, name, problems.TWICE_IN_FILE, text=text, other=first)

    def _check_names(self, draft: _Draft) -> None:
        if draft.match or not draft.fields.get("given_name") or not draft.fields.get("family_name"):
            return
        identified = draft.fields.get("personnel_number") or draft.fields.get("username")
        namesake, first = self.by_name.get(draft.name), self.seen_names.setdefault(draft.name, draft)
        if first is not draft and not identified:
            self.problem(draft.number, "", problems.NAME_TWICE, other=first.number)
        elif namesake and not identified:
            self.problem(draft.number, "", problems.SAME_NAME, login=namesake.username)

    def _check_team(self, draft: _Draft) -> None:
        key = draft.team.casefold()
        team = self.teams.get(key)
        if team and team.closed:
            self.problem(draft.number, "team", problems.CLOSED_TEAM, text=draft.team)
        elif draft.team and not team:
            draft.team = self.missing_teams.setdefault(key, draft.team)
            if not self.create_teams:
                self.problem(draft.number, "team", problems.UNKNOWN_TEAM, text=draft.team)
        role = next((role for role in draft.roles if role in values.TEAM_ROLES), "")
        in_one = draft.match and len(draft.match.teams) == 1
        if role in values.TEAM_ROLES[1:] and not draft.team and not in_one:
            self.problem(draft.number, "role", problems.ROLE_WITHOUT_TEAM)

    # the plan

    def line(self, draft: _Draft) -> Line:
        fields = dict(draft.fields)
        team = self._team_name(draft)
        role = next((role for role in draft.roles if role in values.TEAM_ROLES), "")
        company = tuple(role for role in draft.roles if role not in values.TEAM_ROLES)
        if draft.match is None:
            fields.setdefault("started_on", self.known.today)
            if "username" not in fields:
                fields["username"] = self._login(fields)
            return Line(draft.number, _who(fields), fields, None, team, role or ("member" if team else ""), company)
        changes = tuple(self._changes(draft, team, role, company))
        who = _who({**draft.match.fields, **fields})
        changed = {change.name for change in changes}
        fields = {name: value for name, value in fields.items() if name in changed}
        if "team" not in changed:
            team = role = ""
        company = tuple(role for role in company if role not in draft.match.roles)
        return Line(draft.number, who, fields, draft.match.pk, team, role, company, changes)

    def _team_name(self, draft: _Draft) -> str:
        """As the company writes it; a role without a team means the only team the person is in."""
        known: KnownTeam | None = self.teams.get(draft.team.casefold())
        if known or draft.team:
            return known.name if known else draft.team
        has_role = any(role in values.TEAM_ROLES for role in draft.roles)
        return next(iter(draft.match.teams)) if draft.match and has_role and draft.match.teams else ""

    def _login(self, fields: dict[str, Any]) -> str:
        name = unique_name(fields["given_name"], fields.get("family_name", ""), self.logins)
        self.logins.add(name)
        return name

    @staticmethod
    def _changes(draft: _Draft, team: str, role: str, company: tuple[str, ...]) -> Iterator[Change]:
        person = draft.match
        assert person is not None  # noqa: S101 (only called for a match)
        for name, value in draft.fields.items():
            if person.fields[name] != value:
                yield Change(name, person.fields[name], value)
        if team and (team not in person.teams or (role and person.teams[team] != role)):
            yield Change("team", ", ".join(person.teams), team)
        new_roles = [role for role in company if role not in person.roles]
        if new_roles:
            yield Change("roles", ", ".join(sorted(person.roles)), ", ".join(new_roles))


def _who(fields: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (
        fields.get("family_name", ""),
        fields["given_name"],
        fields.get("patronymic", ""),
        fields["username"],
    )
