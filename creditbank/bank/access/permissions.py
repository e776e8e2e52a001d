"""The permission table, to be read aloud to an auditor: what each role may do.

How far it may do it is `reach.py`: always only within the subtree of the appointment.
"""

from enum import StrEnum

from creditbank.bank.organisations.roles import Role


class Permission(StrEnum):
    """One thing that somebody may be allowed to do."""

    REVIEW = "review"  # take cases from the queue, see scans, decide
    REVIEW_OVERSEE = "review_oversee"  # see a queue's load, re-assign, decide suspensions
    PEOPLE_FIND = "people_find"  # find a person within reach; state, deadline, reasons
    TASKS_SETTLE = (
        "tasks_settle"  # answer 'something is wrong', confirm a person seen at the counter
    )
    ROSTERS_IMPORT = "rosters_import"  # bring in enrolments
    STAFF_MANAGE = "staff_manage"  # appoint and dismiss within the subtree
    PROGRESS_SEE = "progress_see"  # figures of the subtree
    CATALOGUE_EDIT = "catalogue_edit"  # certificate types, portal content
    CALENDAR_EDIT = "calendar_edit"  # the holiday table
    ACCESS_LOG_SEE = "access_log_see"  # who saw whom
    WORK = "work"  # the staff home page: everybody who has a post


_EVERYBODY = frozenset({Permission.WORK})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: _EVERYBODY
    | {Permission.PEOPLE_FIND, Permission.TASKS_SETTLE, Permission.PROGRESS_SEE},
    Role.REVIEWER: _EVERYBODY | {Permission.REVIEW},
    Role.SUPERVISOR: _EVERYBODY | {Permission.REVIEW, Permission.REVIEW_OVERSEE},
    Role.EXPERT: _EVERYBODY,
    Role.PROVINCE_ADMIN: _EVERYBODY
    | {Permission.STAFF_MANAGE, Permission.ROSTERS_IMPORT, Permission.PROGRESS_SEE},
    Role.BRANCH_ADMIN: _EVERYBODY
    | {Permission.STAFF_MANAGE, Permission.ROSTERS_IMPORT, Permission.PROGRESS_SEE},
    Role.CERTIFIER: _EVERYBODY,
    Role.INSTITUTION_OFFICER: _EVERYBODY,
    Role.RULE_EDITOR: _EVERYBODY,
    Role.CONTENT_EDITOR: _EVERYBODY | {Permission.CATALOGUE_EDIT},
    Role.NATIONAL_ADMIN: _EVERYBODY
    | {
        Permission.STAFF_MANAGE,
        Permission.ROSTERS_IMPORT,
        Permission.PROGRESS_SEE,
        Permission.CALENDAR_EDIT,
    },
    Role.AUDITOR: _EVERYBODY | {Permission.PROGRESS_SEE, Permission.ACCESS_LOG_SEE},
}


def may(role: str, permission: Permission) -> bool:
    """Whether a role holds a permission; unknown roles hold none."""
    return role in Role.values and permission in PERMISSIONS[Role(role)]
