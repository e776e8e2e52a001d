"""The columns of a training class's roster and the names that officers give them."""

from creditbank.bank.imports import persons
from creditbank.bank.sheets.fields import Fields

NAMES: dict[str, tuple[str, ...]] = {
    **persons.NAMES,
    "serial": ("序号", "编号", "序", "no", "no.", "#"),
    "title": (
        "学习成果名称", "成果名称", "学习成果", "证书名称", "培训项目", "培训项目名称", "项目名称",
        "课程名称", "培训课程", "课程", "培训名称", "培训内容", "outcome", "title", "course",
    ),
    "score": (
        "成绩", "考试成绩", "考核成绩", "总成绩", "综合成绩", "最终成绩", "结业成绩", "分数", "得分",
        "总分", "考核结果", "成绩等级", "score", "mark", "grade",
    ),
    "credits": ("学分", "学分数", "所得学分", "获得学分", "认定学分", "credits", "credit"),
    "obtained_on": (
        "取得日期", "获得日期", "取得时间", "获得时间", "发证日期", "颁证日期", "颁发日期", "发证时间",
        "颁发时间", "结业日期", "结业时间", "完成日期", "完成时间", "考试日期", "培训结束日期", "date",
    ),
    "certificate_number": ("证书编号", "证书号", "证书号码", "结业证书编号", "certificate number"),
}  # fmt: skip
FIELDS = Fields(
    names=NAMES,
    required=("name", "number"),
    agreeing=frozenset({"number"}),
    looks=persons.LOOKS,
    others=persons.OTHERS,
)
# By which a sheet is known as one of this kind.
TELLING = ("title", "score", "credits", "obtained_on", "certificate_number")
