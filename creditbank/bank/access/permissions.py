"""The permission table, to be read aloud to an auditor: what each role may do.

Each permission is a plain sentence; `docs/permissions.md` is this table in words. How far somebody
may do it is `reach.py`: always only within the subtree of the appointment. Whom an administrator
may appoint is `APPOINTS`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.organisations.roles import Role


class Permission(models.TextChoices):
    """One thing that somebody may be allowed to do, in a sentence."""

    WORK = "work", _("打开工作台，切换自己的岗位")
    REVIEW = "review", _("领取待审核的申请，查看所领取申请的扫描件，作出审核决定")
    REVIEW_OVERSEE = "review_oversee", _("查看审核工作量，指定领取某一件申请")
    SUSPENSION_PROPOSE = "suspension_propose", _("建议暂停某个账户，由另一个人决定")
    SUSPENSION_DECIDE = "suspension_decide", _("决定别人提出的暂停建议，解除暂停")
    PEOPLE_FIND = "people_find", _("查找辖区内的学习者，看到状态、期限和原因；每次查找都有记录")
    ADDRESS_CORRECT = "address_correct", _("核对身份证件原件后更正学习者的邮箱，原邮箱会收到通知")
    TASKS_SETTLE = "tasks_settle", _("处理学籍信息有误的反映，当面核对身份")
    ROSTERS_IMPORT = "rosters_import", _("导入辖区内的学籍名册")
    RESULTS_DELIVER = "results_deliver", _("批量送交本机构的课程成绩、转换成绩和证书成绩")
    STAFF_MANAGE = "staff_manage", _("任命、解除辖区内的工作人员，重置其二次验证")
    PROGRESS_SEE = "progress_see", _("查看辖区内的工作进展")
    CATALOGUE_EDIT = "catalogue_edit", _("编辑证书目录和门户内容")
    CALENDAR_EDIT = "calendar_edit", _("编辑节假日安排")
    ACCESS_LOG_SEE = "access_log_see", _("查看谁在什么时候看过谁的信息")
    HISTORY_SEE = "history_see", _("查看账户和学习成果的变更历史，看不到加密的内容")
    READ_ALL = "read_all", _("打开工作台的每一页，只能看，不能改")


_EVERYBODY = frozenset({Permission.WORK})
_ADMINISTRATION = _EVERYBODY | {
    Permission.STAFF_MANAGE,
    Permission.ROSTERS_IMPORT,
    Permission.PROGRESS_SEE,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYBODY
    | {
        Permission.PEOPLE_FIND,
        Permission.ADDRESS_CORRECT,
        Permission.TASKS_SETTLE,
        Permission.PROGRESS_SEE,
    },
    Role.REVIEWER: _EVERYBODY | {Permission.REVIEW, Permission.SUSPENSION_PROPOSE},
    Role.SUPERVISOR: _EVERYBODY
    | {Permission.REVIEW, Permission.REVIEW_OVERSEE, Permission.SUSPENSION_DECIDE},
    Role.EXPERT: _EVERYBODY,
    Role.PROVINCE_ADMIN: _ADMINISTRATION,
    Role.BRANCH_ADMIN: _ADMINISTRATION,
    Role.CERTIFIER: _EVERYBODY,
    Role.INSTITUTION_OFFICER: _EVERYBODY | {Permission.RESULTS_DELIVER},
    Role.RULE_EDITOR: _EVERYBODY,
    Role.CONTENT_EDITOR: _EVERYBODY | {Permission.CATALOGUE_EDIT},
    Role.NATIONAL_ADMIN: _ADMINISTRATION | {Permission.CALENDAR_EDIT},
    Role.AUDITOR: _EVERYBODY
    | {
        Permission.READ_ALL,
        Permission.PROGRESS_SEE,
        Permission.ACCESS_LOG_SEE,
        Permission.HISTORY_SEE,
    },
}

_OF_A_BRANCH = frozenset({Role.OFFICER, Role.BRANCH_ADMIN})
_OF_A_PROVINCE = _OF_A_BRANCH | {
    Role.PROVINCE_ADMIN,
    Role.REVIEWER,
    Role.SUPERVISOR,
    Role.EXPERT,
    Role.CERTIFIER,
    Role.INSTITUTION_OFFICER,
}

# Who appoints whom. Nobody appoints above their own reach, nor the auditor of their own work.
APPOINTS: dict[Role, frozenset[Role]] = {
    Role.NATIONAL_ADMIN: frozenset(Role),
    Role.PROVINCE_ADMIN: _OF_A_PROVINCE,
    Role.BRANCH_ADMIN: _OF_A_BRANCH,
}

# What these do concerns the whole bank, so they stand at its centre and nowhere else.
AT_THE_CENTRE = frozenset({Role.NATIONAL_ADMIN, Role.RULE_EDITOR, Role.CONTENT_EDITOR})


def may(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission; unknown roles hold none."""
    return role in Role.values and permission in PERMISSIONS[Role(role)]


def may_appoint(role: str) -> frozenset[Role]:
    """The roles that a role may give and take; none for most."""
    return APPOINTS.get(Role(role), frozenset()) if role in Role.values else frozenset()
