"""Tables of the working calendar: the published years and their exceptional days."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from creditbank.bank import ids


class CalendarYear(models.Model):
    """A year and whether its notice is published; days of an unpublished year never count.

    `stamp` changes with every change to the year or its days, so that each process sees with one
    small query whether what it remembers still holds.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    published = models.BooleanField(_("已公布"), default=False)
    notice = models.CharField(_("依据"), max_length=200, blank=True)
    stamp = models.UUIDField(default=ids.uuid7, editable=False)

    class Meta:
        verbose_name = _("工作日历年度")
        ordering: ClassVar[list[str]] = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class Holiday(models.Model):
    """A day that is not what its weekday says: off (放假) or working (调休上班)."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    day = models.DateField(_("日期"), unique=True)
    year = models.ForeignKey(
        CalendarYear, on_delete=models.CASCADE, to_field="year", related_name="days"
    )
    working = models.BooleanField(_("上班"), default=False)
    name_zh = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("节假日")
        ordering: ClassVar[list[str]] = ["day"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="holiday_day_in_its_year",
                condition=models.Q(year_id=ExtractYear("day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name_zh}"
