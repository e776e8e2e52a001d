"""The tree's pages: what a seat sees of it, and what its administrator does there."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creditbank.bank import clock
from creditbank.bank.administration import organisations
from creditbank.bank.history import SYSTEM
from creditbank.bank.organisations import batches, trees
from creditbank.bank.organisations.models import Organisation
from creditbank.bank.organisations.roles import Role
from tests.bank.administration.facts import facts
from tests.bank.administration.made import nation

pytestmark = pytest.mark.django_db
TREE = "/work/organisations/"


@pytest.fixture
def desk(client, signed_in, gansu, staff):
    """Signed in as the administrator of the first branch."""
    return signed_in(client, staff(Role.BRANCH_ADMIN, gansu.branch, name="管样"))


@pytest.fixture
def national(client, signed_in, gansu, staff):
    return signed_in(client, staff(Role.NATIONAL_ADMIN, gansu.root, name="全样"))


def page(response, status=200):
    assert response.status_code == status, response
    return response.content.decode()


def main(text):
    return text[text.index("<main") : text.index("</main>")]


def test_one_begins_at_ones_own_organisation_with_what_is_below_it(desk, gansu, an_officer):
    an_officer(gansu.centre)
    gansu.centre.responsible_name, gansu.centre.responsible_phone = "示例人", "0931-555-0100"
    gansu.centre.save()
    told = main(page(desk.get(TREE)))
    assert "兰州分校" in told
    assert re.findall(r"/work/organisations/(\d+)/\">", told) == ["620101", "620102"]
    assert "示例人" in told
    assert "0931-555-0100" in told
    row = told[told.index("620101") : told.index("620102")]
    assert re.search(r"工作人员\"[^>]*>1<", row)


def test_nothing_above_or_beside_is_named_or_found(desk, gansu):
    told = main(page(desk.get(TREE))) + main(page(desk.get(f"{TREE}620101/")))
    for place in (gansu.province, gansu.second_branch, gansu.far_centre, gansu.root):
        assert place.name_zh not in told
        assert desk.get(f"{TREE}{place.code}/").status_code == 404
        assert "没有找到" in page(desk.get(TREE, {"q": place.name_zh}))
        assert "没有找到" in page(desk.get(TREE, {"q": place.code}))


def test_what_was_moved_away_is_not_found_the_moment_it_is(desk, gansu):
    assert page(desk.get(f"{TREE}620101/"))
    trees.move(gansu.centre, to=gansu.second_branch, by=SYSTEM)
    assert desk.get(f"{TREE}620101/").status_code == 404
    assert "620101" not in main(page(desk.get(TREE)))
    assert "没有找到" in page(desk.get(TREE, {"q": "城关"}))


def test_what_it_stood_under_before_is_told_by_name_only_within_reach(
    client, signed_in, gansu, staff
):
    trees.move(gansu.elsewhere_centre, to=gansu.elsewhere, by=SYSTEM)
    Organisation.objects.get(pk=gansu.elsewhere_centre.pk).parentages.update(
        valid_from="2020-01-01"
    )
    trees.move(gansu.elsewhere_centre, to=gansu.branch, by=SYSTEM)
    signed_in(client, staff(Role.BRANCH_ADMIN, gansu.branch))
    told = main(page(client.get(f"{TREE}440601/")))
    assert "辖区外的机构" in told
    assert "广东" not in told


def test_search_finds_by_part_of_a_name_and_beginning_of_a_code(desk):
    assert "620102" in main(page(desk.get(TREE, {"q": "里河"})))
    assert "七里河教学点" in main(page(desk.get(TREE, {"q": "62010"})))


def test_the_pages_cost_the_same_at_the_size_of_the_nation(national, gansu):
    # The clock stands: a session notes from time to time that it was used.
    with clock.frozen(clock.now()):
        few = _costs(national)
        _settle_a_nation(gansu.root)
        many = _costs(national)
    assert many == few
    assert max(many) <= 16
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bank_organisation")
        cursor.execute("ANALYZE bank_parentage")
    rows = Organisation.objects.under(gansu.root).order_by("path").filter(path__gt="")[:51]
    assert "Seq Scan on bank_parentage" not in rows.explain()
    found, path = [], TREE
    while path:
        told = main(page(national.get(path)))
        found += re.findall(r"/work/organisations/([0-9A-Z]+)/\">", told)
        following = re.search(r'rel="next" href="([^"]+)"', told)
        path = TREE + following[1] if following else ""
    assert len(found) == len(set(found)) == 50 + 500 + 2


def _costs(client):
    costs = []
    for path in (TREE, f"{TREE}620000/", f"{TREE}?q=分校", f"{TREE}?q=62"):
        page(client.get(path))
        with CaptureQueriesContext(connection) as looked:
            page(client.get(path))
        costs.append(len(looked))
    return costs


def _settle_a_nation(root):
    rows = {row.code: row for row in nation()}
    made = {
        code: Organisation(code=code, name_zh=row.values["name_zh"], path=_path(code, rows, root))
        for code, row in rows.items()
    }
    parents = {one: made.get(rows[code].parent, root) for code, one in made.items()}
    batches.write(list(made.values()), [], parents, by=SYSTEM)


def _path(code, rows, root):
    above = rows[code].parent
    return (_path(above, rows, root) if above in rows else root.path) + f"{code}/"


def form(**others):
    return {"code": "620121", **facts(**others)}


def test_one_is_founded_and_what_was_typed_stays_when_it_is_refused(desk):
    path = f"{TREE}620100/new/"
    wrong = page(desk.post(path, form(region="1")))
    assert "没有这个行政区划代码" in wrong
    assert 'value="永登教学点"' in wrong
    assert 'value="province"' not in wrong  # what a branch cannot give is not offered
    done = page(desk.post(path, form(), follow=True))
    assert "已设立" in done
    assert Organisation.objects.get(code="620121").path.endswith("/620100/620121/")


def test_of_ones_own_only_the_responsible_person_is_in_the_form(desk, gansu):
    path = f"{TREE}620100/edit/"
    told = page(desk.get(path))
    assert 'name="responsible_name"' in told
    assert 'name="name_zh"' not in told
    page(desk.post(path, {**form(responsible_name="新样"), "seen": "0"}, follow=True))
    gansu.branch.refresh_from_db()
    assert (gansu.branch.name_zh, gansu.branch.responsible_name) == ("兰州分校", "新样")


def test_who_saves_second_sees_what_was_saved_and_keeps_what_they_typed(desk, gansu, admin_user):
    path = f"{TREE}620101/edit/"
    organisations.edit(admin_user, gansu.centre, seen=0, by=SYSTEM, **facts(name_zh="先存"))
    told = page(desk.post(path, {**form(name_zh="后存"), "seen": "0"}))
    assert "别人保存了另一个版本" in told
    assert "先存" in told
    assert 'value="后存"' in told
    assert 'name="seen" value="1"' in told
    page(desk.post(path, {**form(name_zh="后存"), "seen": "1"}, follow=True))
    gansu.centre.refresh_from_db()
    assert gansu.centre.name_zh == "后存"


@pytest.fixture
def admin_user(gansu, staff):
    """The seat of the branch's other administrator."""
    return staff(Role.BRANCH_ADMIN, gansu.branch).appointments.select_related("organisation").get()


def test_what_a_superior_made_of_it_is_kept_when_a_branch_edits(desk, gansu):
    gansu.centre.capacities = ["study_centre", "issuer"]
    gansu.centre.save()
    told = page(desk.get(f"{TREE}620101/edit/"))
    assert "由上级设定、这里不能改的类型：颁证机构" in told
    page(desk.post(f"{TREE}620101/edit/", {**form(), "seen": "0"}, follow=True))
    gansu.centre.refresh_from_db()
    assert set(gansu.centre.capacities) == {"study_centre", "issuer"}


def test_it_is_moved_by_code_and_codes_within_reach_are_listed(national, gansu):
    path = f"{TREE}620101/move/"
    told = page(national.get(path))
    assert "440600" in told
    gone = page(national.post(path, {"to": "440600", "reason": "区划调整"}, follow=True))
    assert "已迁移" in gone
    assert Organisation.objects.get(code="620101").path.startswith("000000/440000/")


def test_a_branch_moves_only_within_itself(desk, gansu):
    path = f"{TREE}620101/move/"
    told = page(desk.get(path))
    assert "620500" not in told
    for code in ("620500", "999999"):
        answer = page(desk.post(path, {"to": code, "reason": "x"}))
        assert "您的辖区内没有这个代码的机构" in answer
    assert "已迁移" in page(desk.post(path, {"to": "620102", "reason": "x"}, follow=True))


def test_it_is_merged_into_a_sibling_and_says_so(desk, gansu):
    path = f"{TREE}620101/merger/"
    assert "620102" in page(desk.get(path))
    assert "同一个上级" in page(desk.post(path, {"into": "620100", "reason": "x"}))
    assert "已合并" in page(desk.post(path, {"into": "620102", "reason": "x"}, follow=True))
    told = page(desk.get(f"{TREE}620101/"))
    assert "并入七里河教学点" in told
    assert "/merger/" not in told


def test_it_is_closed_only_when_nothing_is_open(desk, gansu, an_officer):
    post = an_officer(gansu.centre).appointments.get()
    path = f"{TREE}620101/closing/"
    told = page(desk.post(path, {"reason": "停办"}))
    assert "1 个在任岗位" in told
    post.delete()
    assert "已关闭" in page(desk.post(path, {"reason": "停办"}, follow=True))
    assert "已关闭" in main(page(desk.get(TREE)))


def test_an_officer_looks_and_changes_nothing(client, signed_in, gansu, an_officer):
    signed_in(client, an_officer(gansu.branch))
    told = page(client.get(TREE))
    assert "620101" in told
    assert "/new/" not in main(told)
    assert client.get(f"{TREE}620101/edit/").status_code == 403
    assert client.post(f"{TREE}620101/move/", {"to": "620102"}).status_code == 403
