"""Sheets as institutions deliver them: a row of each kind, and how a sheet is brought in."""

from creditbank.bank.deliveries import attachments
from creditbank.bank.desk import carriers, engines
from creditbank.bank.history import Someone
from creditbank.bank.organisations import trees
from creditbank.bank.organisations.models import Capacity
from tests.bank.sheets import made
from tests.cast import a_number

OFFICER = Someone("12", "Officer of the institution")


def an_issuer(gansu, code="OUC", name="国家开放大学", capacities=(Capacity.ISSUER,)):
    """An institution below the centre."""
    return trees.found(
        code=code,
        name_zh=name,
        parent=gansu.root,
        capacities=[*capacities],
        region="",
        by=OFFICER,
    )


def a_course(**changes):
    return {
        "姓名": "李示例",
        "身份证号": changes.pop("身份证号", None) or a_number(),
        "学号": "2476200001",
        "专业": "会计学",
        "课程名称": "高等数学",
        "课程代码": "00020",
        "层次代码": "本科",
        "班级代码": "C01",
        "学分": "4",
        "学时": "72",
        "成绩": "85",
        "取得年月": "2024-06",
        "年级": "2022秋",
        "结业代码": "J1",
    } | changes


def a_transfer(**changes):
    return {
        "姓名": "李示例",
        "身份证号": changes.pop("身份证号", None) or a_number(),
        "原学校": "示例大学",
        "原课程名称": "微积分",
        "原课程代码": "MA101",
        "原课程学分": "5",
        "原课程成绩": "78",
        "取得年月": "2019-07",
        "转换后层次": "本科",
        "转换后课程代码": "00020",
        "转换后课程名称": "高等数学",
        "转换后学分": "4",
        "转换后年月": "2024-09",
    } | changes


def a_certificate(**changes):
    return {
        "姓名": "李示例",
        "身份证号": changes.pop("身份证号", None) or a_number(),
        "证书来源": "国家考试",
        "证书类型": "国家等级考试证书",
        "证书名称": "全国计算机等级考试二级C",
        "证书等级": "二级",
        "发证机构": "教育部教育考试院",
        "证书编号": "2435620001234",
        "成绩": "85",
        "获证年月": "2019-09",
        "转换课程名称": "管理系统中计算机应用",
        "转换课程代码": "00051",
        "转换后学分": "3",
    } | changes


def told(*rows):
    """A CSV of rows, all with the columns of the first."""
    return made.csv([*rows[0]], *([row[name] for name in rows[0]] for row in rows))


def verdicts(kind, *rows):
    """What `roster check` says of each row, without a bank."""
    return made.verdicts(told(*rows), "results.csv", kind=kind)


def bring(path, kind, organisation, *rows, attach=True):
    """Bring rows in, with the job that follows; answers the run."""
    path.write_bytes(told(*rows))
    run = carriers.bring_in(
        path, kind=kind, organisation=organisation, by=OFFICER, accept_rest=True
    )
    if attach:
        attachments.attach_all()
    return run


def changes(run):
    """How many rows a run changed, and in which way."""
    return {
        name: run.counts[name] for name in ("new", "changed", "unchanged") if name in run.counts
    }


def statuses(run):
    return [(row.line, row.status, row.change) for row in engines.rows(run)]


def reasons(run, line):
    return engines.rows(run).get(line=line).reasons
