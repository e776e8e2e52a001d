"""The columns of a register and the names that registrars give them."""

from creditbank.bank.enrolments.statuses import Status
from creditbank.bank.imports import persons
from creditbank.bank.sheets.fields import Fields

NAMES: dict[str, tuple[str, ...]] = {
    **persons.NAMES,
    "student_number": ("学号", "学生学号", "学籍号", "student number", "student no", "student id"),
    "study_centre": (
        "教学点代码", "教学点编号", "教学点编码", "学习中心代码", "学习中心编号", "study centre code",
    ),
    "programme": ("项目", "办学项目", "programme"),
    "level": ("层次", "学历层次", "培养层次", "专业层次", "level"),
    "major": ("专业", "专业名称", "major"),
    "intake": ("入学学期", "入学批次", "年级", "入学年级", "学期", "intake"),
    "started_on": ("入学日期", "入学时间", "start date"),
    "foreign_language": ("公共外语", "外语语种", "public foreign language"),
    "status": ("学籍状态", "状态", "学生状态", "status"),
}  # fmt: skip
FIELDS = Fields(
    names=NAMES,
    required=("name", "number", "study_centre", "level", "intake"),
    agreeing=frozenset({"number"}),
    looks=persons.LOOKS,
    others=persons.OTHERS,
)
# By which a sheet is known as one of this kind.
TELLING = ("student_number", "study_centre", "level", "major", "intake", "started_on", "status")
STATUSES: dict[str, str] = {
    "": Status.STUDYING.value,
    "在读": Status.STUDYING.value,
    "在籍": Status.STUDYING.value,
    "休学": Status.SUSPENDED.value,
    "毕业": Status.GRADUATED.value,
    "结业": Status.GRADUATED.value,
    "退学": Status.WITHDRAWN.value,
}
