"""Reads about people. Everything takes the day or moment it asks about."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from .calendar import countries
from .imports import Known, KnownPerson, KnownTeam
from .models import CompanySetting, Invitation, Membership, RoleGrant, Roster, Team, User
from .settings_registry import SETTINGS

_REMEMBERED: ContextVar[dict[date, dict[str, Any]] | None] = ContextVar("settings", default=None)


@contextmanager
def settings_remembered() -> Iterator[None]:
    """Inside, the settings of a day are asked for once; whoever changes one forgets them (`forget_settings`)."""
    token = _REMEMBERED.set({})
    try:
        yield
    finally:
        _REMEMBERED.reset(token)


def forget_settings() -> None:
    remembered = _REMEMBERED.get()
    if remembered is not None:
        remembered.clear()


def setting(key: str, day: date | None = None) -> Any:
    """The company's value on `day` (default today), or the stated default."""
    if _REMEMBERED.get() is not None:
        return settings_on(day)[key]
    return CompanySetting.value_on(key, day or timezone.now().date())


def settings_on(day: date | None = None) -> dict[str, Any]:
    """All settings in one query, in a request once a day asked about."""
    day, remembered = day or timezone.now().date(), _REMEMBERED.get()
    if remembered is not None and day in remembered:
        return dict(remembered[day])
    values = {key: item.default for key, item in SETTINGS.items()}
    rows = CompanySetting.objects.filter(valid_from__lte=day).order_by("valid_from", "pk")
    values.update(dict(rows.values_list("key", "value")))
    if remembered is not None:
        remembered[day] = dict(values)
    return values


def setting_history(key: str) -> list[tuple[date, Any]]:
    """(from which day on, value), oldest first; of one day the last that was set. One query."""
    rows = CompanySetting.objects.filter(key=key).order_by("valid_from", "pk").values_list("valid_from", "value")
    return sorted(dict(rows).items())


def feature(name: str) -> bool:
    return bool(setting(f"feature.{name}"))


def company_zone() -> ZoneInfo:
    return ZoneInfo(setting("company.zone"))


def zone_of(person: User) -> ZoneInfo:
    """The person's own zone, else the team's, else the company's. Cached on the instance."""
    return person.tz


def today_of(person: User, at: datetime | None = None) -> date:
    return (at or timezone.now()).astimezone(zone_of(person)).date()


def has_left(person: User, at: datetime | None = None) -> bool:
    """Whether the last working day is over where the person lives."""
    return person.left_on is not None and person.left_on < today_of(person, at)


def on(day: date, prefix: str = "") -> Q:
    """Rows of a dated relation that hold on that day."""
    since, until = f"{prefix}since__lte", f"{prefix}until"
    return Q(**{since: day}) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gte": day}))


def teams_of(person: User, day: date, roles: Iterable[str] | None = None) -> QuerySet[Team]:
    rows = Membership.objects.filter(on(day), person=person)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    return Team.objects.filter(pk__in=rows.values("team"), closed_on__isnull=True)


def teams_led_by(person: User, day: date) -> QuerySet[Team]:
    return teams_of(person, day, [Membership.Role.MANAGER])


def teams_led_now(person: User) -> list[Team]:
    """As `teams_led_by` today, from what the request knows of the person already."""
    day = today_of(person)
    held = [row for row in person.all_memberships if row.since <= day <= (row.until or day)]
    led = {row.team.pk: row.team for row in held if row.role == Membership.Role.MANAGER and not row.team.closed_on}
    return sorted(led.values(), key=lambda team: team.name)


def members_on(teams: Iterable[Team] | QuerySet[Team], day: date, *, learners_only: bool = True) -> QuerySet[User]:
    """Active people of these teams on that day. `learners_only` leaves the managers out."""
    rows = Membership.objects.filter(on(day), team__in=teams)
    if learners_only:
        rows = rows.exclude(role=Membership.Role.MANAGER)
    return User.objects.filter(pk__in=rows.values("person"), is_active=True)


def leads(person: User, other: User, day: date) -> bool:
    """Whether `person` manages a team `other` is in on that day."""
    return Membership.objects.filter(on(day), person=other, team__in=teams_led_by(person, day)).exists()


def company_roles(person: User) -> frozenset[str]:
    """Open company roles. Cached on the instance: one query a request."""
    if "_roles" not in person.__dict__:
        rows = RoleGrant.objects.filter(person=person, until__isnull=True)
        person.__dict__["_roles"] = frozenset(rows.values_list("role", flat=True))
    return person.__dict__["_roles"]


def is_manager(person: User) -> bool:
    """Leads a team now. No query besides the person's standing."""
    return any(role == Membership.Role.MANAGER for role, _ in person.standing)


def is_privileged(person: User) -> bool:
    """Roles that see other people's data: a second step at sign-in is asked of them."""
    return bool(company_roles(person)) or is_manager(person)


STAFF_FIELDS = (
    "username",
    "family_name",
    "given_name",
    "patronymic",
    "email",
    "phone",
    "personnel_number",
    "started_on",
    "zone",
)


def known_staff(day: date) -> Known:
    """What a staff import is checked against, in five queries however many people there are."""
    memberships: dict[int, dict[str, str]] = {}
    open_ones = Membership.objects.filter(until__isnull=True).order_by("since", "pk")
    for person, team, role in open_ones.values_list("person", "team__name", "role"):
        memberships.setdefault(person, {})[team] = role
    roles: dict[int, set[str]] = {}
    for person, role in RoleGrant.objects.filter(until__isnull=True).values_list("person", "role"):
        roles.setdefault(person, set()).add(role)
    people = User.objects.values("pk", "left_on", "is_active", "forgotten_at", *STAFF_FIELDS)
    return Known(
        today=day,
        people=tuple(
            KnownPerson(
                pk=row["pk"],
                fields={name: row[name] for name in STAFF_FIELDS},
                teams=memberships.get(row["pk"], {}),
                roles=frozenset(roles.get(row["pk"], ())),
                left_on=row["left_on"],
            )
            for row in people
            if row["forgotten_at"] is None
        ),
        teams=tuple(
            KnownTeam(pk, name, closed is not None)
            for pk, name, closed in Team.objects.values_list("pk", "name", "closed_on")
        ),
        country=setting("company.country"),
        other_names=frozenset(row["username"].casefold() for row in people if row["forgotten_at"]),
    )


def roster_name(roster: Roster) -> str:
    """In the language on screen, else in the other one."""
    names = (roster.name_ru, roster.name_en) if get_language() == "ru" else (roster.name_en, roster.name_ru)
    return next((name for name in names if name), "")


def country_choices() -> list[tuple[str, str]]:
    """Countries with an official calendar, by their name on screen."""
    names = Locale.parse((get_language() or "en").replace("-", "_")).territories
    return sorted(((code, names.get(code, code)) for code in countries()), key=lambda pair: pair[1])


SEARCHED = ("family_name", "given_name", "patronymic", "username", "personnel_number")


def people_listed(
    day: date, *, words: str = "", team: Team | None = None, role: str = "", left: bool = False
) -> QuerySet[User]:
    """Not forgotten people. `role`: of a team or of the company. `left`: those who have left instead."""
    gone = Q(left_on__lt=day)
    people = User.objects.filter(gone if left else ~gone | Q(left_on__isnull=True), forgotten_at__isnull=True)
    if team is not None:
        people = people.filter(pk__in=_open_memberships().filter(team=team).values("person"))
    if role in Membership.Role.values:
        people = people.filter(pk__in=_open_memberships().filter(role=role).values("person"))
    elif role in RoleGrant.Role.values:
        grants = RoleGrant.objects.filter(role=role, until__isnull=True)
        people = people.filter(pk__in=grants.values("person"))
    for word in words.split()[:5]:
        people = people.filter(_any_of(spellings(word)))
    return people


def _open_memberships() -> QuerySet[Membership]:
    return Membership.objects.filter(until__isnull=True)


def _any_of(texts: Iterable[str]) -> Q:
    found = Q()
    for text in texts:
        for name in SEARCHED:
            found |= Q(**{f"{name}__icontains": text})
    return found


def spellings(word: str) -> list[str]:
    """The ways a name may be stored: small, capital or as typed, with е or one ё. SQLite compares Cyrillic
    letters as they are, so the ways are asked for one by one."""
    plain = word.casefold().replace("ё", "е")[:40]
    with_yo = [f"{plain[:place]}ё{plain[place + 1 :]}" for place, letter in enumerate(plain) if letter == "е"]
    small = [plain, *with_yo]
    capital = [text[:1].upper() + text[1:] for text in small]
    return list(dict.fromkeys([*small, *capital, *(text.upper() for text in (plain, *with_yo[:2])), word[:40]]))


def memberships_of(people: Iterable[User]) -> dict[int, list[Membership]]:
    """Open memberships with their team, by person: one query."""
    found: dict[int, list[Membership]] = {}
    for row in _open_memberships().filter(person__in=people).select_related("team").order_by("since", "pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def roles_of(people: Iterable[User]) -> dict[int, list[RoleGrant]]:
    """Open company roles by person: one query."""
    found: dict[int, list[RoleGrant]] = {}
    for row in RoleGrant.objects.filter(person__in=people, until__isnull=True).order_by("since"):
        found.setdefault(row.person_id, []).append(row)
    return found


def invited(people: Iterable[User], at: datetime) -> set[int]:
    """Who has an invitation that can still be used."""
    rows = Invitation.objects.filter(
        person__in=people, accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at
    )
    return set(rows.values_list("person", flat=True))


def teams_counted() -> QuerySet[Team]:
    """Open teams with how many people are in them now."""
    now = Q(memberships__until__isnull=True, memberships__person__is_active=True)
    counted = Count("memberships__person", filter=now, distinct=True)
    return Team.objects.filter(closed_on__isnull=True).select_related("roster").annotate(people=counted)
