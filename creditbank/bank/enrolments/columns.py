"""The columns of a register and the names that registrars give them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from creditbank.bank.enrolments.statuses import Status
from creditbank.bank.refusals import Refused

NAMES: dict[str, tuple[str, ...]] = {
    "student_number": ("学号", "学生学号", "student number"),
    "name": ("姓名", "学生姓名", "name"),
    "document_kind": ("证件类型", "证件类别", "document type"),
    "number": ("证件号码", "身份证号", "身份证号码", "证件号", "document number"),
    "study_centre": ("教学点代码", "教学点编号", "study centre code"),
    "programme": ("项目", "办学项目", "programme"),
    "level": ("层次", "学历层次", "level"),
    "major": ("专业", "专业名称", "major"),
    "intake": ("入学学期", "入学批次", "年级", "intake"),
    "started_on": ("入学日期", "start date"),
    "foreign_language": ("公共外语", "外语语种", "public foreign language"),
    "status": ("学籍状态", "状态", "status"),
    "email": ("电子邮箱", "邮箱", "e-mail", "email"),
    "mobile": ("手机号", "手机号码", "联系电话", "mobile"),
}
REQUIRED = ("name", "number", "study_centre", "level", "intake")
STATUSES = {
    "": Status.STUDYING,
    "在读": Status.STUDYING,
    "在籍": Status.STUDYING,
    "休学": Status.SUSPENDED,
    "毕业": Status.GRADUATED,
    "结业": Status.GRADUATED,
    "退学": Status.WITHDRAWN,
}


def recognise(header: Sequence[str]) -> dict[str, int]:
    """Column of each field by its heading; refuses a header without the required ones."""
    told = [" ".join(cell.split()).lower() for cell in header]
    found = {
        field: told.index(name) for field, names in NAMES.items() for name in names if name in told
    }
    missing = [NAMES[field][0] for field in REQUIRED if field not in found]
    if missing:
        raise Refused(
            "columns_missing",
            _("第一行里找不到这些列：%(columns)s。请在首行写明列名后重新导入。")
            % {"columns": "、".join(missing)},
        )
    return found
