import uuid

from django.db import models
from django.utils import timezone

from assessments.quality.sources import label_of


class Connection(models.Model):
    """One help desk, or one system of the company's own, that tickets come from. The row is the job (decision 0003).

    It is fetched from when `next_at` has come, by whoever holds the lease; `cursor` is stored with the tickets of the
    page before it.
    """

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    system = models.CharField(max_length=20, help_text="See `connectors`.")
    source = models.CharField(max_length=20, unique=True, help_text="Of its tickets: the system, or with a number.")
    name = models.CharField(max_length=80)
    options = models.JSONField(default=dict, blank=True, help_text="What was typed and is no secret.")
    sealed = models.TextField(blank=True, help_text="The secrets, see `sealing`. Never shown, logged or exported.")
    key_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the key for sending tickets here.")
    enabled = models.BooleanField(default=False)
    cursor = models.JSONField(default=dict, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    last_event_at = models.DateTimeField(null=True, blank=True, help_text="Called or sent to us, by the other side.")
    last_pull_at = models.DateTimeField(null=True, blank=True, help_text="A page was taken, be it an empty one.")
    caught_up_at = models.DateTimeField(null=True, blank=True, help_text="The end of the list was reached.")
    newest_at = models.DateTimeField(null=True, blank=True, help_text="The last change among the tickets taken.")
    taken = models.PositiveBigIntegerField(default=0, help_text="Tickets taken that were new or had changed.")
    unread = models.PositiveIntegerField(default=0, help_text="Tickets that could not be read.")
    problems = models.JSONField(default=list, blank=True, help_text="The last of those: [{place, message, values}].")
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=20, blank=True, help_text="A code: `health.TROUBLES` has the sentence.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["enabled", "next_at"])]

    def __str__(self) -> str:
        return f"{self.system} {self.uid}"

    @property
    def system_label(self) -> str:
        return label_of(self.system)


class HookCall(models.Model):
    """A signed call that was taken: the same one again is refused. Kept as long as its signature would hold."""

    wagtail_reference_index_ignore = True

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "key"], name="hook_call_once")]

    def __str__(self) -> str:
        return self.key
