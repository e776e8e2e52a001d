"""Rows among the data that hold nobody: blank ones, totals, signatures, sub-headings, page headings.

A row that holds anything like a document number, or an address where addresses stand, is none of them.
"""

import re
from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank.sheets.fields import plain
from creditbank.bank.sheets.headings import Layout

BLANK = _("空行。")
HEADING = _("重复的表头，不是数据。")
TOTAL = _("合计行，不是数据。")
SIGNATURE = _("填表、说明或签字行，不是数据。")
TITLE = _("标题或小标题行，不是数据。")
ONLY_COUNTED = _("只有序号，没有内容。")

_NUMBER = re.compile(r"[0-9０-９]{15}")
_BY_FIELD = {
    "number": re.compile(r"[0-9]E\+?1[0-9]", re.IGNORECASE),
    "email": re.compile(r"[@＠]"),
}
_TOTAL = re.compile(r"(本页|本表|全班|以上)?(合计|总计|小计|共计|累计|总人数|人数)[^一-龥]*.{0,12}")
_SIGNATURE = re.compile(
    r"(填表|制表|审核|经办|负责|填报|复核|审批|联系|主管|班主任|校长|打印|导出|制表单位|填报单位|单位)"
    r".{0,6}(人|者|员|日期|时间|单位|意见|盖章|公章|签字|签名|电话)?[:：].*"
    r"|(日期|盖章|公章|签字|签名|备注|注|附注|说明|填写说明|填表说明|注意事项|附)([:：].*|\d*[、.].*)?"
    r"|.*[(（]?(盖章|公章|签章|签字|签名)[)）]?[:：]?"
    r"|第\d+页.*|共\d+页.*|—*以下空白—*|[-—]+end[-—]+|\d+/\d+页?"
)
# Where names stand, a sub-heading is told by its length or its last character.
_TITLE = re.compile(r"(?=.*[一-龥]).{5,}|.{1,4}[班系组部级届院校点站期表类]")
# Longer cells are no remark, and are not worth a search.
_LONGEST = 100


def what(cells: Sequence[str], layout: Layout) -> Promise | None:
    """Why this row holds nobody, or None where it holds somebody."""
    if _holds_somebody(cells, layout):
        return None
    told = {column: plain(cell[:_LONGEST]) for column, cell in enumerate(cells)}
    told = {column: cell for column, cell in told.items() if cell}
    if not told:
        return BLANK
    return _repeated(told, layout) or _remark(told) or _lonely(told, layout)


def _holds_somebody(cells: Sequence[str], layout: Layout) -> bool:
    for column in layout.places.get("number", ()):
        if column < len(cells) and _NUMBER.search(cells[column]):
            return True
    return bool(_NUMBER.search("\t".join(cells))) or any(
        sign.search(cells[column])
        for field, sign in _BY_FIELD.items()
        for column in layout.places.get(field, ())
        if column < len(cells)
    )


def _repeated(told: Mapping[int, str], layout: Layout) -> Promise | None:
    headings = [{plain(cell) for cell in row} for row in layout.rows]
    if len(told) > 1 and any(set(told.values()) <= row for row in headings):
        return HEADING
    return None


def _remark(told: Mapping[int, str]) -> Promise | None:
    first, *more = told.values()
    # A running number may stand before either.
    first = more[0] if more and first.isdigit() else first
    if _TOTAL.fullmatch(first):
        return TOTAL
    if _SIGNATURE.fullmatch(first) or all(":" in cell for cell in told.values()):
        return SIGNATURE
    return None


def _lonely(told: Mapping[int, str], layout: Layout) -> Promise | None:
    """A cell that stands alone, unless it is a person's name or an attempt at a number."""
    persons = {*layout.places.get("number", ()), *layout.places.get("name", ())}
    if len(told) > 1:
        return None
    ((column, cell),) = told.items()
    if cell.isdigit() and column not in persons:
        return ONLY_COUNTED
    return None if column in persons and not _TITLE.fullmatch(cell) else TITLE
