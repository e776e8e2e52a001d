"""The permission table, read aloud."""

from pathlib import Path

import pytest
from django.utils.translation import override

from creditbank.bank.access.permissions import (
    PERMISSIONS,
    Permission,
    may,
    may_appoint,
    may_grant,
)
from creditbank.bank.organisations.models import Capacity
from creditbank.bank.organisations.roles import Role

PAGE = Path(__file__).parents[3] / "docs" / "permissions.md"

# Who may do what; whoever is not named may not.
TABLE = {
    Permission.REVIEW: {"reviewer", "supervisor"},
    Permission.REVIEW_OVERSEE: {"supervisor"},
    Permission.SUSPENSION_PROPOSE: {"reviewer"},
    Permission.SUSPENSION_DECIDE: {"supervisor"},
    Permission.ADDRESS_CORRECT: {"officer"},
    Permission.HISTORY_SEE: {"auditor"},
    Permission.READ_ALL: {"auditor"},
    Permission.PEOPLE_FIND: {"officer"},
    Permission.TASKS_SETTLE: {"officer"},
    Permission.ROSTERS_IMPORT: {"province_admin", "branch_admin", "national_admin"},
    Permission.CLASSES_OPEN: {"officer", "province_admin", "branch_admin", "national_admin"},
    Permission.RESULTS_DELIVER: {"institution_officer"},
    Permission.STAFF_MANAGE: {"province_admin", "branch_admin", "national_admin"},
    Permission.ORGANISATIONS_SEE: {
        *("officer", "province_admin", "branch_admin", "national_admin")
    },
    Permission.ORGANISATIONS_MANAGE: {"province_admin", "branch_admin", "national_admin"},
    Permission.POLICIES_SET: {"province_admin", "national_admin"},
    Permission.PROGRESS_SEE: {
        *("officer", "province_admin", "branch_admin", "national_admin", "auditor")
    },
    Permission.GOALS_SET: {"province_admin", "branch_admin", "national_admin"},
    Permission.REMINDERS_SEND: {*("officer", "province_admin", "branch_admin", "national_admin")},
    Permission.INSPECT: {"province_admin", "national_admin"},
    Permission.INSPECTION_ANSWER: {
        *("officer", "province_admin", "branch_admin", "national_admin")
    },
    Permission.DIGEST_GET: {"officer", "province_admin", "branch_admin", "national_admin"},
    Permission.CIRCULARS_READ: set(Role.values) - {"auditor"},
    Permission.CIRCULARS_SEND: {
        *("province_admin", "branch_admin", "national_admin", "content_editor")
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
    reading = {
        *(Permission.WORK, Permission.READ_ALL, Permission.PROGRESS_SEE),
        *(Permission.ACCESS_LOG_SEE, Permission.HISTORY_SEE),
    }
    assert PERMISSIONS[Role.AUDITOR] == reading


def test_the_national_administrator_may_all_that_administrators_below_may():
    national = PERMISSIONS[Role.NATIONAL_ADMIN]
    assert PERMISSIONS[Role.BRANCH_ADMIN] <= PERMISSIONS[Role.PROVINCE_ADMIN] <= national


def test_nobody_proposes_and_decides_a_suspension_under_one_post():
    both = {Permission.SUSPENSION_PROPOSE, Permission.SUSPENSION_DECIDE}
    assert not [role for role, held in PERMISSIONS.items() if both <= held]


def test_nobody_appoints_above_themselves_nor_their_own_auditor():
    assert may_appoint("national_admin") == set(Role)
    assert may_appoint("branch_admin") == {"officer", "branch_admin"}
    assert not may_appoint("province_admin") & {"national_admin", "auditor", "rule_editor"}
    others = set(Role.values) - {"national_admin", "province_admin", "branch_admin"}
    assert not [role for role in others if may_appoint(role)]


def test_nobody_but_the_centre_makes_a_province_or_an_issuer():
    assert may_grant("national_admin") == set(Capacity) - {Capacity.NATIONAL}
    for role in ("province_admin", "branch_admin"):
        routing = {Capacity.PROVINCE, Capacity.ISSUER, Capacity.TARGET, Capacity.NATIONAL}
        assert not may_grant(role) & routing
    others = set(Role.values) - {"national_admin", "province_admin", "branch_admin"}
    assert not [role for role in others if may_grant(role)]


def test_the_table_can_be_read_aloud():
    """`docs/permissions.md` is the table in words; where it differs, this prints what it should be."""
    told = _aloud()
    assert PAGE.read_text("utf-8") == told, told


def _aloud():
    with override("en"):
        lines = [
            "# Who may do what",
            "",
            "Read from `bank/access/permissions.py`; a test holds both equal. Everybody may do it only",
            "within the subtree of the post they act under, and nobody may do what is not said here.",
        ]
        for role in Role:
            lines += ["", f"## {role.label} (`{role}`)", "", "Somebody with this post", ""]
            held = [one for one in Permission if one in PERMISSIONS[role]]
            lines += [f"- {permission.label};" for permission in held]
            if granted := [str(one.label) for one in Capacity if one in may_grant(role)]:
                lines.append(f"- makes an organisation: {', '.join(granted)};")
            if appointed := [str(one.label) for one in Role if one in may_appoint(role)]:
                lines.append(f"- appoints: {', '.join(appointed)};")
            lines[-1] = lines[-1].removesuffix(";") + "."
    return "\n".join(lines) + "\n"
