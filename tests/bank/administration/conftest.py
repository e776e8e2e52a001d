"""An administrator of each level, and rows of a tree sheet."""

import pytest

from creditbank.bank.access import reach
from creditbank.bank.organisations.roles import Role


@pytest.fixture
def admin(gansu, staff):
    """Factory: the seat of an administrator of the nation, of Gansu, of its first branch."""

    def seat_of(place):
        roles = {gansu.root: Role.NATIONAL_ADMIN, gansu.province: Role.PROVINCE_ADMIN}
        user = staff(roles.get(place, Role.BRANCH_ADMIN), place, name="管样")
        return reach.seats(user)[0]

    return seat_of
