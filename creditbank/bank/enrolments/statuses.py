"""Where studies stand. Apart from the tables, so that rosters can be checked without a bank."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where the studies stand."""

    STUDYING = "studying", _("在读")
    SUSPENDED = "suspended", _("休学")
    GRADUATED = "graduated", _("毕业")
    WITHDRAWN = "withdrawn", _("退学")
