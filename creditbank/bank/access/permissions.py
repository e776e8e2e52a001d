"""The permission table, to be read aloud to an auditor: what each role may do.

Each permission is a plain sentence; `docs/permissions.md` is this table in words. How far somebody
may do it is `reach.py`: always only within the subtree of the appointment. Whom an administrator
may appoint is `APPOINTS`, what they may make of an organisation is `GRANTS`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from creditbank.bank.organisations.models import Capacity
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
    CLASSES_OPEN = "classes_open", _("为辖区内的培训班集体开户，管理发出的邀请")
    RESULTS_DELIVER = "results_deliver", _("批量送交本机构的课程成绩、转换成绩和证书成绩")
    STAFF_MANAGE = "staff_manage", _("任命、解除辖区内的工作人员，重置其二次验证")
    ORGANISATIONS_SEE = "organisations_see", _("查看辖区内的机构、负责人和电话")
    ORGANISATIONS_MANAGE = (
        "organisations_manage",
        _("设立、修改、迁移、合并、关闭辖区内的机构，导入机构表"),
    )
    POLICIES_SET = "policies_set", _("设定省校的审核政策")
    PROGRESS_SEE = "progress_see", _("查看辖区内的工作进展")
    GOALS_SET = "goals_set", _("为下级机构设定工作目标")
    REMINDERS_SEND = (
        "reminders_send",
        _("查看辖区内未激活的学习者，批量催办，注明原因后查看没有邮箱者的电话"),
    )
    INSPECT = "inspect", _("检查下级机构：抽样、逐件检查、发整改通知、验收")
    INSPECTION_ANSWER = "inspection_answer", _("答复上级检查发现的问题")
    DIGEST_GET = "digest_get", _("每个工作日收到辖区内退回和不通过申请的汇总")
    CIRCULARS_READ = "circulars_read", _("签收发给本机构的文件通知")
    CIRCULARS_SEND = "circulars_send", _("向下级机构发文件通知，查看谁已签收，提醒没有签收的")
    CATALOGUE_EDIT = "catalogue_edit", _("编辑证书目录和门户内容")
    CALENDAR_EDIT = "calendar_edit", _("编辑节假日安排")
    ACCESS_LOG_SEE = "access_log_see", _("查看谁在什么时候看过谁的信息")
    HISTORY_SEE = "history_see", _("查看账户和学习成果的变更历史，看不到加密的内容")
    READ_ALL = "read_all", _("打开工作台的每一页，只能看，不能改")


_READER = frozenset({Permission.WORK})
_EVERYBODY = _READER | {Permission.CIRCULARS_READ}
_ADMINISTRATION = _EVERYBODY | {
    Permission.STAFF_MANAGE,
    Permission.ORGANISATIONS_SEE,
    Permission.ORGANISATIONS_MANAGE,
    Permission.ROSTERS_IMPORT,
    Permission.CLASSES_OPEN,
    Permission.PROGRESS_SEE,
    Permission.GOALS_SET,
    Permission.REMINDERS_SEND,
    Permission.INSPECTION_ANSWER,
    Permission.DIGEST_GET,
    Permission.CIRCULARS_SEND,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYBODY
    | {
        Permission.PEOPLE_FIND,
        Permission.ADDRESS_CORRECT,
        Permission.TASKS_SETTLE,
        Permission.ORGANISATIONS_SEE,
        Permission.CLASSES_OPEN,
        Permission.PROGRESS_SEE,
        Permission.REMINDERS_SEND,
        Permission.INSPECTION_ANSWER,
        Permission.DIGEST_GET,
    },
    Role.REVIEWER: _EVERYBODY | {Permission.REVIEW, Permission.SUSPENSION_PROPOSE},
    Role.SUPERVISOR: _EVERYBODY
    | {Permission.REVIEW, Permission.REVIEW_OVERSEE, Permission.SUSPENSION_DECIDE},
    Role.EXPERT: _EVERYBODY,
    Role.PROVINCE_ADMIN: _ADMINISTRATION | {Permission.POLICIES_SET, Permission.INSPECT},
    Role.BRANCH_ADMIN: _ADMINISTRATION,
    Role.CERTIFIER: _EVERYBODY,
    Role.INSTITUTION_OFFICER: _EVERYBODY | {Permission.RESULTS_DELIVER},
    Role.RULE_EDITOR: _EVERYBODY,
    Role.CONTENT_EDITOR: _EVERYBODY | {Permission.CATALOGUE_EDIT, Permission.CIRCULARS_SEND},
    Role.NATIONAL_ADMIN: _ADMINISTRATION
    | {Permission.POLICIES_SET, Permission.INSPECT, Permission.CALENDAR_EDIT},
    Role.AUDITOR: _READER
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

_LOCAL = frozenset({Capacity.WORKSTATION, Capacity.COLLEGE, Capacity.STUDY_CENTRE})

# Who may say that an organisation is what. A province routes reviews, an issuer's own results arrive
# as stored: nobody gives such a thing to what they administer themselves, but the centre.
GRANTS: dict[Role, frozenset[Capacity]] = {
    Role.NATIONAL_ADMIN: frozenset(Capacity) - {Capacity.NATIONAL},
    Role.PROVINCE_ADMIN: _LOCAL | {Capacity.BRANCH, Capacity.CERTIFICATION_CENTRE},
    Role.BRANCH_ADMIN: frozenset({Capacity.STUDY_CENTRE}),
}

# What these do concerns the whole bank, so they stand at its centre and nowhere else.
AT_THE_CENTRE = frozenset({Role.NATIONAL_ADMIN, Role.RULE_EDITOR, Role.CONTENT_EDITOR})


def may(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission; unknown roles hold none."""
    return role in Role.values and permission in PERMISSIONS[Role(role)]


def may_grant(role: str) -> frozenset[Capacity]:
    """The capacities that a role may give to organisations and take from them; none for most."""
    return GRANTS.get(Role(role), frozenset()) if role in Role.values else frozenset()


def may_appoint(role: str) -> frozenset[Role]:
    """The roles that a role may give and take; none for most."""
    return APPOINTS.get(Role(role), frozenset()) if role in Role.values else frozenset()
