from django.conf import settings
from django.db import models


class Sums(models.Model):
    """What pages add up instead of reading tickets. Of solved tickets whose agent is known.

    Minutes are those that count: in the team's working hours, else the help desk's, else by the clock. `late_…`: over
    the limit of that channel on that day.
    """

    wagtail_reference_index_ignore = True

    tickets = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    replied = models.PositiveIntegerField(default=0)
    reply_minutes = models.FloatField(default=0)
    timed = models.PositiveIntegerField(default=0, help_text="With a known time to solve.")
    solving_minutes = models.FloatField(default=0)
    late_replies = models.PositiveIntegerField(default=0)
    late_solutions = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Slice(Sums):
    """Of one agent in one team and channel. `slot` numbers these within that time."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()
    team = models.ForeignKey("people.Team", null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


class DayRollup(Slice):
    day = models.DateField(help_text="The company's date of the solution.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "agent", "slot"], name="quality_day_once")]
        indexes = [models.Index(fields=["agent", "day"]), models.Index(fields=["team", "day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.agent_id}/{self.slot}"


class MonthRollup(Slice):
    """`replies`, `solutions`: [[how many, their minutes together]] of each bin of `times`, for the middle values."""

    month = models.DateField(help_text="Its first day.")
    replies = models.JSONField(default=list)
    solutions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "agent", "slot"], name="quality_month_once")]
        indexes = [models.Index(fields=["agent", "month"]), models.Index(fields=["team", "month"])]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agent_id}/{self.slot}"


class Whole(models.Model):
    """A month put together from its slices, so that a page of many people adds nothing up."""

    wagtail_reference_index_ignore = True

    month = models.DateField(help_text="Its first day.")
    tickets = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    late_replies = models.PositiveIntegerField(default=0)
    late_solutions = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class PersonMonth(Whole):
    """Of one agent in all teams and channels. `replies`, `solutions`: [how many, and the minutes of the median and of
    both ends of where it lies], empty when there are none; see `times.Middle`."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    replies = models.JSONField(default=list)
    solutions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "agent"], name="quality_person_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agent_id}"


class ChannelMonth(Whole):
    """Of one team in one channel, all agents. `replies`, `solutions`: [[bin, how many, thousandths of minutes]].

    `slot` numbers the channels of one team in that month.
    """

    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=20, blank=True)
    replies = models.JSONField(default=list)
    solutions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "team", "slot"], name="quality_channel_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.team_id}/{self.slot}"


class RepeatRollup(models.Model):
    """Of one agent's month in one team and topic: solved tickets whose customer is known, and how many of them were
    asked again, within 72 hours and within a week (measures §2). `slot` numbers them within that month."""

    wagtail_reference_index_ignore = True

    month = models.DateField(help_text="Its first day.")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveIntegerField()
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=120, blank=True)
    tickets = models.PositiveIntegerField(default=0)
    in_72_hours = models.PositiveIntegerField(default=0)
    in_a_week = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "agent", "slot"], name="quality_repeats_once")]
        indexes = [models.Index(fields=["team", "month"])]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agent_id}/{self.slot}"
