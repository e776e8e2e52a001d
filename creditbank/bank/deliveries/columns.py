"""The columns of the sheets that institutions deliver, and the names that they give them."""

from creditbank.bank.imports import persons
from creditbank.bank.sheets.fields import Fields

Names = dict[str, tuple[str, ...]]

_PERSON: Names = {name: persons.NAMES[name] for name in ("name", "document_kind", "number")}
_STUDENT = ("学号", "学生学号", "学籍号", "student number", "student no", "student id")
_MAJOR = ("专业", "专业名称", "所学专业", "major")
_MONTH = (
    "取得年月", "获得年月", "成绩取得年月", "成绩获得年月", "考试年月", "取得时间", "获得时间", "考试时间",
    "取得日期", "获得日期", "考试日期", "年月", "month obtained", "obtained", "month", "date",
)  # fmt: skip
_SCORE = (
    "成绩", "总成绩", "综合成绩", "最终成绩", "课程成绩", "考试成绩", "分数", "得分",
    "mark", "score", "grade",
)  # fmt: skip
_CREDITS = ("学分", "学分数", "课程学分", "所得学分", "credits", "credit")
_HOURS = ("学时", "课时", "总学时", "课程学时", "学时数", "hours")
_COURSE = (
    "课程名称",
    "课程",
    "课程名",
    "科目名称",
    "科目",
    "course name",
    "course title",
    "course",
)
_CODE = ("课程代码", "课程编号", "课程号", "课程编码", "course code", "course number")
_LEVEL = ("层次代码", "层次", "课程层次", "学历层次", "培养层次", "level code", "level")
# What stands before a column's name, or above it, where a sheet tells two courses.
_ORIGINAL = ("原", "原课程", "原修", "原修课程", "原课程信息", "转换前", "转换前课程", "original")
_BECAME = (
    "转换后", "转换后课程", "转换课程", "转换为", "转换为课程", "认定课程", "认定后", "认定后课程", "替代课程",
    "现课程", "converted", "converted course", "became",
)  # fmt: skip


def _under(groups: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{group}{' ' if group.isascii() else ''}{name}"
        for group in groups
        for name in names
        if group.isascii() == name.isascii()
    )


_CONVERTED: Names = {
    "became_level": _under(_BECAME, _LEVEL),
    "became_code": _under(_BECAME, (*_CODE, "代码", "编号", "code")),
    "became_name": (*_under(_BECAME, (*_COURSE, "名称", "name")), *_BECAME[1:]),
    "became_credits": _under(_BECAME, _CREDITS),
    "became_on": _under(_BECAME, _MONTH),
}
COURSES: Names = {
    **_PERSON,
    "student_number": _STUDENT,
    "major": _MAJOR,
    "course": _COURSE,
    "course_code": _CODE,
    "level": _LEVEL,
    "class_code": ("班级代码", "班级编号", "班号", "教学班代码", "教学班号", "班级", "class code"),
    "credits": _CREDITS,
    "hours": _HOURS,
    "score": _SCORE,
    "obtained_on": _MONTH,
    "cohort": ("年级", "届别", "届", "入学年级", "cohort"),
    "completion_code": (
        "结业代码", "结业证号", "结业编号", "结课代码", "修读状态代码", "completion code",
    ),
}  # fmt: skip
TRANSFERS: Names = {
    **_PERSON,
    "student_number": (*_STUDENT, "原学号"),
    "school": (
        "原学校", "原学校名称", "原院校", "原院校名称", "来源学校", "来源院校", "修读学校", "转出学校",
        "原就读学校", "学校名称", "学校", "original school", "school",
    ),
    "major": (*_under(_ORIGINAL, _MAJOR), *_MAJOR),
    "course": (*_under(_ORIGINAL, _COURSE), "原课程", "original course", *_COURSE),
    "course_code": (*_under(_ORIGINAL, _CODE), *_CODE),
    "level": (*_under(_ORIGINAL, _LEVEL), *_LEVEL),
    "credits": (*_under(_ORIGINAL, _CREDITS), *_CREDITS),
    "hours": (*_under(_ORIGINAL, _HOURS), *_HOURS),
    "score": (*_under(_ORIGINAL, _SCORE), *_SCORE),
    "obtained_on": (*_under(_ORIGINAL, _MONTH), *_MONTH),
    **_CONVERTED,
}  # fmt: skip
CERTIFICATES: Names = {
    **_PERSON,
    "source": ("证书来源", "成果来源", "来源", "certificate source", "source"),
    "type": ("证书类型", "证书类别", "成果类型", "类别", "类型", "certificate type", "type"),
    "title": ("证书名称", "成果名称", "证书", "certificate name", "certificate"),
    "level": ("证书等级", "证书级别", "等级", "级别", "certificate level", "level"),
    "issuer": (
        "发证机构", "颁证机构", "颁发机构", "发证单位", "颁证单位", "颁发单位", "发证机关", "颁发机关",
        "issuer", "issued by", "issuing institution",
    ),
    "certificate_number": ("证书编号", "证书号", "证书号码", "certificate number", "certificate no"),
    "score": ("证书成绩", *_SCORE),
    "obtained_on": (
        "获证年月", "发证年月", "颁证年月", "获证时间", "发证时间", "获证日期", "发证日期", "颁证日期",
        *_MONTH,
    ),
    **_CONVERTED,
}  # fmt: skip


def _fields(names: Names, *required: str) -> Fields:
    return Fields(
        names=names,
        required=("name", "number", *required),
        agreeing=frozenset({"number"}),
        looks={"number": persons.LOOKS["number"]},
        others=persons.OTHERS,
    )


FIELDS = {
    "courses": _fields(COURSES, "course", "score", "obtained_on"),
    "transfers": _fields(TRANSFERS, "school", "course", "score", "obtained_on", "became_name"),
    "certificates": _fields(CERTIFICATES, "title", "obtained_on"),
}
# By which a sheet is known as one of a kind: hours and mobile numbers stand in classes' rosters too.
TELLING = {
    "courses": tuple(name for name in COURSES if name not in {*_PERSON, "hours"}),
    "transfers": (
        *("school", "course", "course_code", "level", "credits", "score", "obtained_on"),
        *_CONVERTED,
    ),
    "certificates": tuple(name for name in CERTIFICATES if name not in _PERSON),
}
