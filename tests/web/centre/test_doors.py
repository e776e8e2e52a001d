"""Who comes in: content editors of the centre, those of a province to their contact, the keeper."""

import pytest
from django.test import Client

from creditbank.bank.organisations.roles import Role
from creditbank.bank.portal.models import Contact, Notice
from tests.web.centre.sheets import main, page

pytestmark = pytest.mark.django_db
EDITORS = (
    "/work/content/notices/",
    "/work/content/notices/new/",
    "/work/content/guides/",
    "/work/content/guides/storage/",
    "/work/content/questions/",
    "/work/content/questions/new/",
    "/work/content/agreement/",
    "/work/content/agreement/1/",
    "/work/content/agreement/new/",
    "/work/catalogue/",
    "/work/catalogue/new/",
    "/work/catalogue/NCRE-24/",
    "/work/catalogue/NCRE-24/retirement/",
)
CONTACTS = ("/work/content/", "/work/content/contacts/", "/work/content/contacts/620000/")
CALENDAR = ("/work/calendar/", "/work/calendar/2026/")


@pytest.mark.parametrize("role", Role)
def test_each_role_comes_in_where_its_permissions_say(client, staff, signed_in, texts, role):
    somebody = signed_in(client, staff(role, texts.root))
    editor = role in {Role.CONTENT_EDITOR, Role.AUDITOR}
    keeper = role in {Role.NATIONAL_ADMIN, Role.AUDITOR}
    for path in (*EDITORS, *CONTACTS):
        assert somebody.get(path).status_code == (200 if editor else 403), path
    for path in CALENDAR:
        assert somebody.get(path).status_code == (200 if keeper else 403), path


def test_strangers_and_learners_do_not_come_in(client, signed_in, texts, a_learner):
    for path in (*EDITORS, *CONTACTS, *CALENDAR):
        assert client.get(path)["Location"].startswith("/login")
    learner = signed_in(Client(), a_learner().user)
    for path in (*EDITORS, *CONTACTS, *CALENDAR):
        assert learner.get(path).status_code == 403


def test_an_editor_of_a_province_has_its_contact_and_nothing_else(client, staff, signed_in, texts):
    somebody = signed_in(client, staff(Role.CONTENT_EDITOR, texts.province))
    for path in EDITORS:
        assert somebody.get(path).status_code == 403, path
    typed = {"title_zh": "越权", "text_zh": "越权", "seen": "0", "action": "publish"}
    assert somebody.post("/work/content/notices/new/", typed).status_code == 403
    assert not Notice.objects.exists()
    told = main(page(somebody, "/work/content/contacts/"))
    assert "甘肃开放大学" in told
    assert "广东开放大学" not in told
    assert "学分银行管理中心" not in told.replace("显示在每一页", "")
    for code in ("440000", "000000"):
        assert somebody.get(f"/work/content/contacts/{code}/").status_code == 404
        typed = {"telephone": "0931-555-0123", "seen": "0"}
        assert somebody.post(f"/work/content/contacts/{code}/", typed).status_code == 404
    somebody.post("/work/content/contacts/620000/", {"telephone": "0931-555-0123", "seen": "0"})
    assert Contact.objects.get().organisation == texts.province


def test_the_way_in_stands_on_the_staff_home_page(editor, staff, signed_in, texts):
    told = page(editor, "/work/")
    for path in ("/work/content/", "/work/catalogue/"):
        assert f'href="{path}"' in told
    assert "/work/calendar/" not in told
    keeper = signed_in(Client(), staff(Role.NATIONAL_ADMIN, texts.root))
    told = page(keeper, "/work/")
    assert 'href="/work/calendar/"' in told
    assert "/work/content/" not in told
