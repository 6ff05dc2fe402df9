"""A plan of `lms.people.imports` carried out: all of it or nothing, in batches."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import models, transaction
from django.utils import timezone

from lms.ops.models import AuditEntry
from lms.people import queries
from lms.people.imports import Line, Plan
from lms.people.models import Membership, RoleGrant, Team, User
from lms.people.signals import many_joined

BATCH = 500


@dataclass
class Imported:
    new: list[User] = field(default_factory=list)
    changed: list[User] = field(default_factory=list)
    unchanged: int = 0
    teams: list[Team] = field(default_factory=list)


@transaction.atomic
def import_people(*, plan: Plan, by: User | None, at: datetime | None = None) -> Imported:
    """The good lines of the plan, and the new teams it names. New people have no way in until invited."""
    at = at or timezone.now()
    return _Import(plan, by, at).run()


class _Import:
    def __init__(self, plan: Plan, by: User | None, at: datetime) -> None:
        self.plan, self.by, self.at = plan, by, at
        self.today: date = queries.today_of(by, at) if by else at.astimezone(queries.company_zone()).date()
        self.done = Imported(unchanged=plan.unchanged)
        self.entries: list[AuditEntry] = []

    def run(self) -> Imported:
        self.done.teams = Team.objects.bulk_create(Team(name=name) for name in self.plan.new_teams)
        self.note("team created", self.done.teams)
        self.teams = {team.name: team for team in Team.objects.all()}
        pairs = [*self._create(), *self._change()]
        self._memberships([(line, person) for line, person in pairs if line.team])
        self._roles([(line, person) for line, person in pairs if line.roles])
        AuditEntry.objects.bulk_create(self.entries, batch_size=BATCH)
        return self.done

    def note(self, verb: str, rows: Iterable[models.Model], **data: object) -> None:
        self.entries += [
            AuditEntry(
                actor=self.by,
                verb=verb,
                subject_type=row._meta.label_lower,
                subject_id=str(row.pk),
                data=data,
                at=self.at,
            )
            for row in rows
        ]

    def _create(self) -> list[tuple[Line, User]]:
        lines = self.plan.new
        people = [User(**line.fields, password=make_password(None), created_at=self.at) for line in lines]
        self.done.new = User.objects.bulk_create(people, batch_size=BATCH)
        self.note("person created", people)
        return list(zip(lines, people, strict=True))

    def _change(self) -> list[tuple[Line, User]]:
        lines = self.plan.changed
        known = User.objects.in_bulk([line.person for line in lines])
        pairs = [(line, known[line.person]) for line in lines if line.person]
        names = {name for line in lines for name in line.fields}
        for line, person in pairs:
            for name, value in line.fields.items():
                setattr(person, name, value)
        self.done.changed = [person for _line, person in pairs]
        if names:
            User.objects.bulk_update(self.done.changed, sorted(names), batch_size=BATCH)
        self.note("person changed", self.done.changed)
        return pairs

    def _memberships(self, pairs: list[tuple[Line, User]]) -> None:
        """People join the team of their line; other teams they do not manage end yesterday."""
        moved = [(line, person) for line, person in pairs if line.person]
        self._end_others(moved)
        rows = [
            Membership(
                person=person,
                team=self.teams[line.team],
                role=line.team_role or Membership.Role.MEMBER,
                since=max(self.today, person.started_on) if line.person else person.started_on,
            )
            for line, person in pairs
        ]
        self.note("joined team", Membership.objects.bulk_create(rows, batch_size=BATCH))
        many_joined.send(sender=Membership, memberships=rows, by=self.by, at=self.at)

    def _end_others(self, moved: list[tuple[Line, User]]) -> None:
        team_of = {person.pk: self.teams[line.team].pk for line, person in moved}
        managing = [person.pk for line, person in moved if line.team_role == Membership.Role.MANAGER]
        open_ones = list(Membership.objects.filter(person__in=team_of, until__isnull=True))
        ending = [
            row
            for row in open_ones
            if row.team_id == team_of[row.person_id]
            or (row.role != Membership.Role.MANAGER and row.person_id not in managing)
        ]
        started_today = [row.pk for row in ending if row.since >= self.today]
        Membership.objects.filter(pk__in=started_today).delete()
        older = [row for row in ending if row.since < self.today]
        yesterday = self.today - timedelta(days=1)
        Membership.objects.filter(pk__in=[row.pk for row in older]).update(until=yesterday)
        self.note("left team", ending)

    def _roles(self, pairs: list[tuple[Line, User]]) -> None:
        grants = [RoleGrant(person=person, role=role, since=self.at) for line, person in pairs for role in line.roles]
        self.note("role granted", RoleGrant.objects.bulk_create(grants, batch_size=BATCH))
        groups = {role: Group.objects.get_or_create(name=role)[0] for role in {row.role for row in grants}}
        User.groups.through.objects.bulk_create(
            (User.groups.through(user_id=row.person_id, group_id=groups[row.role].pk) for row in grants),
            ignore_conflicts=True,
        )
