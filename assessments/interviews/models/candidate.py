import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Candidate(models.Model):
    """Somebody who wants the place. Erased whole, with everything said about them, on `delete_on`."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        IN_PROCESS = "in process", pgettext_lazy("candidate", "In process")
        REFUSED = "refused", pgettext_lazy("candidate", "Refused")
        HIRED = "hired", pgettext_lazy("candidate", "Hired")
        WITHDRAWN = "withdrawn", pgettext_lazy("candidate", "Withdrew")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opening = models.ForeignKey("interviews.Opening", on_delete=models.PROTECT, related_name="candidates")
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    given_name = models.CharField(_("given name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=32, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    consent_on = models.DateField(_("consent to the use of their data"))
    pool_consent_on = models.DateField(_("consent to stay in the talent pool"), null=True, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.IN_PROCESS)
    reason = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    panel_closed_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on nobody rates: whoever had not, takes no part."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    delete_on = models.DateField(null=True, blank=True)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="candidacy"
    )

    class Meta:
        ordering = ["added_at", "pk"]
        indexes = [models.Index(fields=["delete_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in process", decided_at__isnull=True)
                | (~Q(state="in process") & Q(decided_at__isnull=False)),
                name="candidate_decided_when_over",
            ),
            models.CheckConstraint(condition=Q(state="hired") | Q(person__isnull=True), name="candidate_person_hired"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="candidate_refused_why"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What the act of erasure calls them afterwards."""
        return f"C-{self.uid.hex[:8].upper()}"

    @property
    def name(self) -> str:
        """Family and given name, as lists sort them."""
        return f"{self.family_name} {self.given_name}".strip()

    def get_full_name(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @property
    def is_open(self) -> bool:
        return self.state == self.State.IN_PROCESS
