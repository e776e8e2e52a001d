"""The roles of section 2 of the domain. What each may do is told in `access`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A post that an appointment gives somebody at an organisation."""

    OFFICER = "officer", _("办事员")
    REVIEWER = "reviewer", _("审核员")
    SUPERVISOR = "supervisor", _("审核主管")
    EXPERT = "expert", _("专家")
    PROVINCE_ADMIN = "province_admin", _("省校管理员")
    BRANCH_ADMIN = "branch_admin", _("分校管理员")
    CERTIFIER = "certifier", _("认证员")
    INSTITUTION_OFFICER = "institution_officer", _("颁证机构经办人")
    RULE_EDITOR = "rule_editor", _("规则编辑")
    CONTENT_EDITOR = "content_editor", _("内容编辑")
    NATIONAL_ADMIN = "national_admin", _("全国管理员")
    AUDITOR = "auditor", _("审计员")
