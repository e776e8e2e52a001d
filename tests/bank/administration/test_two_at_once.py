"""Two administrators at the same moment, each on a real connection of their own."""

import pytest

from creditbank.bank.administration import mergers, organisations
from creditbank.bank.organisations.models import Organisation
from tests.bank.desk.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def copies(*rows):
    return [Organisation.objects.get(pk=row.pk) for row in rows]


def test_two_moves_never_make_a_circle(gansu, admin):
    seat = admin(gansu.root)
    told = {"by": seat.user, "reason": "x"}

    def move(one, to):
        return lambda: organisations.move(seat, one, to=to, **told)

    first, second = (
        copies(gansu.branch, gansu.second_branch),
        copies(gansu.second_branch, gansu.branch),
    )
    answers = at_once(move(*first), move(*second))
    assert sorted(answers) == ["circle", "nothing"]
    paths = Organisation.objects.filter(code__in=["620100", "620500"]).values_list("path")
    assert sorted(path.count("/") for (path,) in paths) == [3, 4]


def test_two_mergers_into_each_other_leave_one(gansu, admin):
    seat = admin(gansu.branch)
    told = {"by": seat.user, "reason": "x"}

    def merge(one, into):
        return lambda: mergers.merge(seat, one, into=into, **told)

    first, second = (
        copies(gansu.centre, gansu.other_centre),
        copies(gansu.other_centre, gansu.centre),
    )
    answers = at_once(merge(*first), merge(*second))
    assert sorted(answers) == ["no_sibling", "nothing"]
    assert (
        Organisation.objects.filter(closed_on=None, path__startswith=gansu.branch.path).count() == 2
    )
