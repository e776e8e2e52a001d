"""The permission table, read aloud."""

import pytest

from creditbank.bank.access.permissions import PERMISSIONS, Permission, may
from creditbank.bank.organisations.roles import Role

# Who may do what; whoever is not named may not.
TABLE = {
    Permission.REVIEW: {"reviewer", "supervisor"},
    Permission.REVIEW_OVERSEE: {"supervisor"},
    Permission.PEOPLE_FIND: {"officer"},
    Permission.TASKS_SETTLE: {"officer"},
    Permission.ROSTERS_IMPORT: {"province_admin", "branch_admin", "national_admin"},
    Permission.STAFF_MANAGE: {"province_admin", "branch_admin", "national_admin"},
    Permission.PROGRESS_SEE: {
        *("officer", "province_admin", "branch_admin", "national_admin", "auditor")
    },
    Permission.CATALOGUE_EDIT: {"content_editor"},
    Permission.CALENDAR_EDIT: {"national_admin"},
    Permission.ACCESS_LOG_SEE: {"auditor"},
    Permission.WORK: set(Role.values),
}


def test_the_table_names_every_permission_and_every_role():
    assert set(TABLE) == set(Permission)
    assert set(PERMISSIONS) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_exactly_these_roles_may(permission):
    assert {role for role in Role.values if may(role, permission)} == TABLE[permission]


@pytest.mark.parametrize("role", ["", "learner", "root", "REVIEWER"])
def test_who_has_no_role_may_nothing(role):
    assert not any(may(role, permission) for permission in Permission)


def test_the_auditor_changes_nothing():
    changing = {
        *(Permission.REVIEW, Permission.ROSTERS_IMPORT, Permission.STAFF_MANAGE),
        *(Permission.TASKS_SETTLE, Permission.CATALOGUE_EDIT, Permission.CALENDAR_EDIT),
    }
    assert not PERMISSIONS[Role.AUDITOR] & changing
