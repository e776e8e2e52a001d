"""The three classes of learning outcomes: what each means, and the kinds within it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creditbank.bank import memory
from creditbank.bank.catalogue.models import Kind, OutcomeClass

DEFINITIONS: dict[str, Promise] = {
    OutcomeClass.FORMAL: _(
        "在高等学校、中等学校以及成人教育、网络教育中取得的学习成果，主要以课程为单位，例如毕业证书、学位证书、单科课程成绩。"
    ),
    OutcomeClass.NON_FORMAL: _(
        "在培训机构、职业技能鉴定和国家考试中取得的学习成果，以包含课程的项目为单位，例如职业资格证书、国家等级考试证书、培训证书。"
    ),
    OutcomeClass.EXPERIENTIAL: _(
        "在工作和生活中取得的学习成果，既不是课程，也不是培训项目，例如工作经历、技术创新、发表作品、竞赛获奖。"
    ),
}


@dataclass(frozen=True)
class Group:
    """A class with its definition and its kinds, 其他 last."""

    code: str
    name: str
    definition: str
    kinds: list[Kind]


@memory.kept(seconds=60)
def _kinds() -> list[Kind]:
    return list(Kind.objects.order_by("position"))


def groups() -> list[Group]:
    """All three, in the order of the guide; what they hold may be a minute old."""
    kinds = _kinds()
    return [
        Group(
            choice.value,
            str(choice.label),
            str(DEFINITIONS[choice]),
            [kind for kind in kinds if kind.outcome_class == choice],
        )
        for choice in OutcomeClass
    ]
