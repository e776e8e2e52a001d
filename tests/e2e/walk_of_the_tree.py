"""The walk of who administers organisations: the tree, its sheets, posts that change hands, policies."""

import re

from tests.e2e import steps

HEADINGS = "机构代码,机构名称,上级机构代码,机构类型,行政区划代码,负责人,负责人电话"
GOOD = (
    "620191,例一教学点,620100,教学点,620104,示例人,0931-555-0191",
    "620192,例二教学点,620100,教学点,620105,,",
    "620100,兰州分校,620000,分校,620100,新样例,0931-555-0102",
)
BAD = "620193,例三教学点,440100,大学,999999,,"


def keeper_of_the_tree(page, bank):
    """Everything of /work/organisations/, with organisations that this walk brings in itself."""
    steps.staff(page, bank.person("province_admin", organisation="甘肃开放大学"))
    for path in ("", "?q=兰州", "?q=没有这个机构的", "620100/", "NOT-THERE/"):
        page.goto(f"/work/organisations/{path}")
        yield f"/work/organisations/{path}"
    yield from _sheets(page)
    for name, button in (
        ("new", "设立"),
        ("move", "迁移"),
        ("merger", "合并"),
        ("closing", "关闭"),
    ):
        page.goto(f"/work/organisations/620191/{name}/")
        yield f"{name} of an organisation"
        steps.press(page, button)
        yield f"{name} of an organisation, with errors"
    for code in ("620000", "620191"):
        page.goto(f"/work/organisations/{code}/edit/")
        yield f"editing {code}"
    steps.box(page, "行政区划代码").fill("1")
    steps.press(page, "保存")
    yield "editing with an error"
    page.goto("/work/organisations/620191/merger/")
    page.locator("input[name=into]").fill("620192")
    steps.box(page, "原因").fill("调整布局")
    steps.press(page, "合并")
    page.goto("/work/organisations/620191/")
    yield "an organisation that was merged"
    yield from _posts(page)
    yield from _policies(page)


def _sheets(page):
    page.goto("/work/organisations/import/")
    yield "a sheet to upload"
    steps.press(page, "上传并检查")
    yield "a sheet to upload, with an error"
    _upload(page, *GOOD, BAD)
    yield "a sheet with a row that cannot be taken"
    _upload(page, *GOOD)
    yield "a sheet to confirm, what changes"
    page.locator("nav.tabs a", has_text="新增").click()
    yield "a sheet to confirm, what is new"
    steps.press(page, "确认导入")
    yield "a sheet confirmed"


def _upload(page, *rows):
    page.goto("/work/organisations/import/")
    content = "\r\n".join((HEADINGS, *rows)).encode()
    file = {"name": "机构.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    steps.press(page, "上传并检查")


def _posts(page):
    page.goto("/work/staff/?role=officer")
    page.get_by_role("link", name=re.compile("^移交")).first.click()
    yield "a post to hand over"
    steps.press(page, "移交")
    yield "a post to hand over, with errors"
    page.goto(page.url.replace("/handover/", "/extension/"))
    yield "a post to prolong"
    steps.box(page, "最后一天").fill("2020-01-01")
    steps.press(page, "保存")
    yield "a post to prolong, with an error"


def _policies(page):
    page.goto("/work/policies/")
    yield "/work/policies/"
    page.goto("/work/policies/620000/")
    yield "a policy"
    page.locator("input[name=since]").fill("2020-01-01")
    steps.press(page, "设定")
    yield "a policy with an error"
    page.goto("/work/policies/620000/")
    page.locator("input[name=value][value=branch]").check(force=True)
    steps.press(page, "设定")
    yield "a policy that was set"
