"""Tables of tallies, goals and reminders."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.progress.measures import MEASURES


class Delta(models.Model):
    """So many more or fewer of a measure at an organisation since a day; not folded yet.

    Only ever added by triggers and taken away by the fold. `day` is that of the change in
    Shanghai, of a review the one on which it was decided, of the measure `due` the deadline.
    """

    organisation_id = models.UUIDField()
    day = models.DateField()
    measure = models.CharField(max_length=30)
    amount = models.IntegerField()

    objects: ClassVar[models.Manager["Delta"]] = models.Manager()

    def __str__(self) -> str:
        """As in a ledger."""
        return f"{self.day} {self.measure} {self.amount:+d}"


class Tally(models.Model):
    """What one organisation, without those below it, had at the end of a day: a column a measure.

    There is a row for each day on which something changed; between them the last one holds.
    Reviews are all that were ever done, so that a period is the difference of two rows.
    """

    pk = models.CompositePrimaryKey("organisation_id", "day")
    organisation_id = models.UUIDField()
    day = models.DateField()

    objects: ClassVar[models.Manager["Tally"]] = models.Manager()

    def __str__(self) -> str:
        """Of which day."""
        return f"tally of {self.day}"


for _measure in MEASURES:
    Tally.add_to_class(_measure, models.IntegerField(default=0))


class Deadline(models.Model):
    """How many cases of an organisation's learners wait that are due on a day."""

    pk = models.CompositePrimaryKey("organisation_id", "due_on")
    organisation_id = models.UUIDField()
    due_on = models.DateField()
    waiting = models.IntegerField()

    objects: ClassVar[models.Manager["Deadline"]] = models.Manager()

    class Meta:
        indexes = (models.Index(fields=["due_on"], name="deadline_day"),)

    def __str__(self) -> str:
        """How many, when."""
        return f"{self.waiting} due on {self.due_on}"


class Goal(models.Model):
    """What an organisation is to reach by a date, set by an administrator above it."""

    class Measure(models.TextChoices):
        """What is to be reached: a share in per cent, or a number."""

        SHARE = "share", _("激活率（%）")
        OPEN = "open", _("已开通账户数")
        STORED = "stored", _("已存储成果数")

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="goals")
    measure = models.CharField(max_length=10, choices=Measure)
    due_on = models.DateField()
    amount = models.PositiveIntegerField()
    set_by_label = models.CharField(max_length=120)
    set_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Goal"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "measure", "due_on"], name="goal_once"),
        )

    def __str__(self) -> str:
        """What, by when."""
        return f"{self.measure} {self.amount} by {self.due_on}"


class Round(models.Model):
    """A round of reminders (催办批次) to everybody of a subtree who has not activated.

    Worked off batch by batch: `reached` is the last enrolment that was looked at. Counted are those
    who were written to, those who heard of it lately, and those without an address.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=120)
    reached_centre = models.CharField(max_length=200, blank=True)
    reached = models.UUIDField(null=True)
    sent = models.IntegerField(default=0)
    lately = models.IntegerField(default=0)
    unaddressed = models.IntegerField(default=0)
    begun_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Round"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="round_one_at_a_time",
            ),
        )
        indexes = (models.Index(fields=["organisation", "-begun_at"], name="round_list"),)

    def __str__(self) -> str:
        """When it was begun."""
        return f"round of {self.begun_at:%F}"


class Reminder(models.Model):
    """When a person was last reminded, known by the fingerprint of the document."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    fingerprint = models.BinaryField(unique=True)
    sent_at = models.DateTimeField()

    objects: ClassVar[models.Manager["Reminder"]] = models.Manager()

    def __str__(self) -> str:
        """When."""
        return f"reminded on {self.sent_at:%F}"
