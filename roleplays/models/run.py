import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from lms.people.models import User


class Run(models.Model):
    """One talk of one person, or of a guest, from the first reply to the last. It refers to the snapshot it was
    played in.

    `steps`: [{"node": uid, "choice": uid}, …], what can be replayed at any time; with "said" where the reply was given
    in own words and "took", its seconds, where the talk has a clock. `kept`: how many of them came from the run it
    tries again.
    """

    wagtail_reference_index_ignore = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="runs"
    )
    guest = models.OneToOneField(
        "learning.GuestPass", null=True, blank=True, on_delete=models.CASCADE, related_name="run"
    )
    snapshot = models.ForeignKey("learning.ContentSnapshot", on_delete=models.PROTECT, related_name="runs")
    official = models.BooleanField(default=False)
    own_words = models.BooleanField(default=False, help_text="The replies are folded away until one asks for them.")
    unhurried = models.BooleanField(default=False, help_text="Practice without the seconds for a reply.")
    steps = models.JSONField(default=list)
    kept = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    moved_at = models.DateTimeField(help_text="The last reply, or the beginning.")
    finished_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0, help_text="Spent on it; pauses are cut short.")
    score = models.FloatField(null=True, blank=True)
    again_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="tries")
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="The person asked for feedback: from then on their lead may read it."
    )
    came_from = models.ForeignKey(
        "learning.Activity", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-started_at"]),
            models.Index(fields=["official", "-finished_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, score__isnull=True)
                | Q(finished_at__isnull=False, score__gte=0, score__lte=1),
                name="run_finished_with_score",
            ),
            models.CheckConstraint(
                condition=Q(official=False) | Q(again_of__isnull=True), name="run_again_is_practice"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest__isnull=True)
                | Q(person__isnull=True, guest__isnull=False, official=False, kept=0, asked_at__isnull=True),
                name="run_of_a_person_or_a_guest",
            ),
            models.CheckConstraint(condition=Q(official=False) | Q(unhurried=False), name="run_unhurried_is_practice"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def learner(self) -> User:
        """Who plays. Raises ValueError for a guest, about whom nothing is recorded, kept or written."""
        if self.person is None:
            raise ValueError("a guest's talk")
        return self.person

    @property
    def blind(self) -> bool:
        """What a reply has shown is not told before the end."""
        return self.official or self.guest_id is not None

    @property
    def done(self) -> bool:
        return self.finished_at is not None

    @property
    def reply_seconds(self) -> int:
        """0: without a clock."""
        return 0 if self.unhurried else int(self.snapshot.body.get("reply_seconds") or 0)
