"""Tables of the organisation tree and of appointments."""

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from creditbank.bank import clock, ids
from creditbank.bank.asked import Given
from creditbank.bank.organisations.roles import Role
from creditbank.bank.revisions import Revised
from creditbank.bank.users.models import User


class Capacity(models.TextChoices):
    """What an organisation can be; 甘肃开放大学 is several of these at once."""

    NATIONAL = "national", _("全国中心")
    PROVINCE = "province", _("省校")
    BRANCH = "branch", _("分校")
    WORKSTATION = "workstation", _("直属工作站")
    COLLEGE = "college", _("开放教育学院")
    STUDY_CENTRE = "study_centre", _("教学点")
    CERTIFICATION_CENTRE = "certification_centre", _("学习成果认证中心")
    ISSUER = "issuer", _("颁证机构")
    TARGET = "target", _("目标机构")


class PolicyKey(models.TextChoices):
    """What a province may lay down for itself."""

    FIRST_CHECK = "first_check", _("初审")


class FirstCheck(models.TextChoices):
    """Who checks a submission first, where the originals were seen."""

    NOBODY = "nobody", _("不设初审，直接由省校审核")
    BRANCH = "branch", _("由分校初审")
    STUDY_CENTRE = "study_centre", _("由教学点初审")


class OrganisationSet(models.QuerySet["Organisation"]):
    """Questions about organisations."""

    def below(self, organisation: "Organisation") -> "OrganisationSet":
        """The organisation and everything under it in today's tree."""
        return self.filter(path__startswith=organisation.path)

    def above(self, organisation: "Organisation") -> "OrganisationSet":
        """The organisation and everything over it, the root first."""
        parts = organisation.path.split("/")[:-1]
        paths = ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
        return self.filter(path__in=paths).order_by("path")

    def under(self, parent: "Organisation") -> "OrganisationSet":
        """Those directly under a parent today."""
        now = Parentage.objects.filter(parent=parent, valid_to=None)
        return self.filter(pk__in=now.values("organisation"))

    def with_capacity(self, capacity: Capacity) -> "OrganisationSet":
        """Those that are (also) of this kind."""
        return self.filter(capacities__contains=[capacity])


class Organisation(Revised):
    """A node of the tree. `path` is today's place in it: the codes from the root, each with `/`.

    One that is closed keeps its last place and its past; from `closed_on` on nothing new happens
    there. `merged_into` names who took over what was its.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    code = models.CharField(max_length=20, unique=True)
    path = models.CharField(max_length=200, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    capacities = ArrayField(models.CharField(max_length=24, choices=Capacity), default=list)
    region = models.CharField(max_length=6, blank=True)
    responsible_name = models.CharField(max_length=60, blank=True)
    responsible_phone = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Organisation"]] = models.Manager.from_queryset(
        OrganisationSet
    )()

    class Meta:
        indexes = (
            models.Index(
                fields=["path"], name="organisation_path", opclasses=["varchar_pattern_ops"]
            ),
        )

    def __str__(self) -> str:
        """Give the name in the reader's language."""
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; Chinese where there is no English one."""
        english = (get_language() or "").startswith("en")
        return (self.name_en if english else "") or self.name_zh

    def is_within(self, other: "Organisation") -> bool:
        """Whether this is `other` or lies below it today."""
        return self.path.startswith(other.path)


class Parentage(models.Model):
    """Who stood under whom, from when until when: figures of a past date use that date's tree.

    `valid_to` is the first day on which it was so no longer. Of a closed organisation the last one
    stays open: `closed_on` ends it.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="parentages"
    )
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects: ClassVar[models.Manager["Parentage"]] = models.Manager()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="parentage_one_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (
                        models.Func("valid_from", "valid_to", function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        )


class AppointmentSet(models.QuerySet["Appointment"]):
    """Questions about appointments."""

    def current(self, day: dt.date | Given | None = None) -> "AppointmentSet":
        """Those in force on a day, else today."""
        today = day or clock.today()
        ended = models.Q(valid_to__isnull=False, valid_to__lt=today)
        return self.filter(valid_from__lte=today).exclude(ended)


class Appointment(models.Model):
    """A role somebody holds at an organisation; one person may hold several.

    `valid_to` is its last day. `reminded_of` is the last day of which its holder and the
    administrator were reminded already.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(max_length=24, choices=Role)
    valid_from = models.DateField(default=clock.today)
    valid_to = models.DateField(null=True)
    reminded_of = models.DateField(null=True)

    objects: ClassVar[models.Manager["Appointment"]] = models.Manager.from_queryset(
        AppointmentSet
    )()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "role"], name="appointment_place"),
            models.Index(
                fields=["valid_to"],
                name="appointment_ending",
                condition=models.Q(valid_to__isnull=False),
            ),
        )


class Policy(models.Model):
    """What a province has laid down, from a day on; the latest that has begun is in force."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    province = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20, choices=PolicyKey)
    value = models.CharField(max_length=20)
    valid_from = models.DateField()
    by_label = models.CharField(max_length=120)
    set_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[models.Manager["Policy"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["province", "key", "valid_from"], name="policy_once_a_day"
            ),
        )
