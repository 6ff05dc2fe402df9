from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notification(models.Model):
    """One ledger of everything we wanted to tell somebody: to whom, why, sent, or not sent and why."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        NOT_SENT = "not_sent", _("Not sent")

    class Channel(models.TextChoices):
        MAIL = "mail", _("E-mail")
        SITE = "site", _("On the site")

    key = models.CharField(max_length=200, unique=True, help_text="Telling twice for the same key is one letter.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, help_text="Why this person: a code the screen puts into words.")
    args = models.JSONField(default=dict, help_text="Ids only.")
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    why_not = models.CharField(max_length=60, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    not_before = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["person", "-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
