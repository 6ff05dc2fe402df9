import uuid
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .setting import CompanySetting

if TYPE_CHECKING:
    from .team import Membership

QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)


class PersonManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person of the company. E-mail and phone are optional: many who answer customers have neither at work."""

    wagtail_reference_index_ignore = True

    class SignIn(models.TextChoices):
        PASSWORD = "password", _("Password")
        PIN = "pin", _("PIN")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("sign-in name"),
        max_length=60,
        validators=[RegexValidator(r"^[\w.@+-]+$", _("Use letters, digits and . @ + - _ without spaces."))],
    )
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    photo = models.UUIDField(null=True, blank=True, help_text="The PrivateFile of kind “photo”.")
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        choices=[("", _("As the browser asks")), ("en", "English"), ("ru", "Русский")],
    )
    zone = models.CharField(
        _("time zone"), max_length=64, blank=True, help_text=_("Empty: the team's or the company's.")
    )
    reminder_hour = models.PositiveSmallIntegerField(
        _("reminder hour"), default=9, help_text=_("When the day's letter may come, on working days.")
    )
    wants_reminders = models.BooleanField(_("daily letter"), default=True)
    started_on = models.DateField(_("first working day"))
    left_on = models.DateField(_("last working day"), null=True, blank=True)
    personnel_number = models.CharField(_("personnel number"), max_length=40, blank=True)
    sign_in = models.CharField(max_length=10, choices=SignIn, default=SignIn.PASSWORD)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_unique"),
            models.UniqueConstraint(Lower("email"), name="user_email_unique", condition=~models.Q(email="")),
            models.UniqueConstraint(
                fields=["personnel_number"],
                name="user_personnel_number_unique",
                condition=~models.Q(personnel_number=""),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_staff(self) -> bool:
        return False

    def get_full_name(self) -> str:
        """Family and given name, as lists sort them."""
        return f"{self.family_name} {self.given_name}".strip()

    def get_short_name(self) -> str:
        return self.given_name

    @property
    def certificate_name(self) -> str:
        """Nominative, in the order documents use."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def letter_name(self) -> str:
        """Given name and patronymic, for letters."""
        return f"{self.given_name} {self.patronymic}".strip()

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @property
    def preferred_language(self) -> str:
        """For letters and files: the own language, else the company's."""
        return self.language or str(CompanySetting.value_on("company.language", timezone.now().date()))

    @property
    def tz(self) -> ZoneInfo:
        """The own zone, else that of the team joined first, else the company's. Cached on the instance."""
        zone: ZoneInfo | None = self.__dict__.get("_tz")
        if zone is None:
            name = (
                self.zone
                or next((zone for _, zone in self.standing if zone), "")
                or CompanySetting.value_on("company.zone", timezone.now().date())
            )
            zone = self.__dict__["_tz"] = ZoneInfo(name)
        return zone

    @cached_property
    def all_memberships(self) -> list["Membership"]:
        """Past and present, joined first first, with team and roster. One query for all who ask of one request."""
        rows = self.memberships.select_related("team__roster")  # type: ignore[attr-defined]  # reverse of its person
        return list(rows.order_by("since", "pk"))

    @property
    def standing(self) -> list[tuple[str, str]]:
        """(role, zone) of the teams one is in now, joined first first."""
        return [(row.role, row.team.zone) for row in self.all_memberships if row.until is None]

    def reachable_from(self, moment: datetime) -> datetime:
        """The first moment from `moment` on outside quiet hours (21:00–08:00 where the person lives)."""
        local = moment.astimezone(self.tz)
        if QUIET_UNTIL <= local.time() < QUIET_FROM:
            return moment
        day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
        return datetime.combine(day, QUIET_UNTIL, self.tz)
