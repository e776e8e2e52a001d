"""What stands in a cell of a class roster, and what is made of it."""

import datetime as dt

import pytest

from creditbank.bank import clock
from creditbank.bank.classes import reading
from tests.bank.sheets import made
from tests.cast import a_number

HEAD = [
    "姓名",
    "证件类型",
    "身份证号",
    "邮箱",
    "手机号",
    "学习成果名称",
    "成绩",
    "学分",
    "取得日期",
]
TODAY = dt.datetime(2026, 7, 1, 12, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen(TODAY):
        yield


def a_row(**changes):
    told = dict(
        zip(
            HEAD,
            [
                "李示例",
                "居民身份证",
                a_number(),
                "",
                "13800000000",
                "岗位技能培训",
                "85",
                "3",
                "2026-06-30",
            ],
            strict=True,
        )
    )
    told["邮箱"] = f"u{told['身份证号'][6:]}@example.org"
    return [(told | changes)[name] for name in HEAD]


def one(**changes):
    return made.verdicts(made.xlsx(HEAD, a_row(**changes)), "roster.xlsx")[0]


def row(**changes):
    with made.opened(made.xlsx(HEAD, a_row(**changes)), "roster.xlsx") as source:
        return next(reading.read(source))[0]


def test_a_row_in_order_is_accepted_and_says_everything():
    told = row(学分="0.1", 成绩="85.5")
    assert (told.name, told.mobile, told.attained.title) == (
        "李示例",
        "13800000000",
        "岗位技能培训",
    )
    assert (str(told.attained.credits), str(told.attained.score)) == ("0.1", "85.5")
    assert (told.attained.obtained.day, told.attained.obtained.precision) == (
        dt.date(2026, 6, 30),
        "day",
    )
    assert one().status == "accept"


@pytest.mark.parametrize(
    ("name", "spelling"),
    [
        ("张 三", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("\u200b李\u00a0示例\ufeff", "李示例"),
        ("'李示例", "李示例"),
        ("Ａｎｎａ  Li", "Anna Li"),
    ],
)
def test_a_name_has_one_spelling(name, spelling):
    told = one(姓名=name)
    assert (told.status, told.name) == ("accept_normalised", spelling)


@pytest.mark.parametrize("name", ["𬭎䶮", "王𠮷", "欧阳示例", "Anna-Maria O'Neil", "阿·买"])
def test_a_rare_name_stays_what_it_is(name):
    told = one(姓名=name)
    assert (told.status, told.name) == ("accept", name)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("张?", "reject"),
        ("张□", "reject"),
        ("张\ufffd", "reject"),
        ("张*", "reject"),
        ("同上", "reject"),
        ("无", "reject"),
        ("#N/A", "reject"),
        ("12345", "reject"),
        ("-1+2", "reject"),
        ("\u200b", "reject"),
        ("张\ue000", "review"),
        ("张三（班长）", "review"),
        ("张三、李四", "review"),
        ("张", "review"),
    ],
)
def test_what_is_no_whole_name_is_not_taken_unseen(name, status):
    told = one(姓名=name)
    assert told.status == status
    assert told.reasons[0].startswith("A2：")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (659011199002079015, "科学计数法"),
        (6.59011199002079e17, "科学计数法"),
        ("6.59011E+17", "科学计数法"),
        (110108880101901, "15 位"),
        ("659011199002079015。", "不该出现的字符"),
        ("身份证659011199002079015", "不该出现的字符"),
        ("659011199002079015,65901119900422903X", "不该出现的字符"),
        ("#REF!", "不该出现的字符"),
        ("见附件", "不该出现的字符"),
    ],
)
def test_a_number_that_is_not_there_whole_is_refused_with_its_cause(number, why):
    told = one(身份证号=number)
    assert told.status == "reject"
    assert why in told.reasons[0]
    assert told.reasons[0].startswith("C2：")


def test_a_passport_in_a_numeric_cell_may_have_lost_its_zeros():
    told = one(身份证号=123456789, 证件类型="护照")
    assert told.status == "reject"
    assert "存成了数字" in told.reasons[0]
    assert one(身份证号="E12345678", 证件类型="护照").status == "accept"


def test_beside_a_withdrawn_number_stands_how_it_reads_today():
    assert "末尾加“8”" in one(身份证号="110108880101901").reasons[0]


@pytest.mark.parametrize(
    ("mobile", "status"),
    [
        (13800000000, "accept"),
        (13800000000.0, "accept"),
        ("", "accept"),
        ("无", "accept"),
        ("13800000000.0", "accept_normalised"),
        ("+86 138-0000-0000", "accept_normalised"),
        ("１３８００００００００", "accept_normalised"),
        ("0931-1234567", "review"),
        ("1.38E+10", "reject"),
        ("138000000", "reject"),
        ("13800000000/13900000000", "reject"),
    ],
)
def test_mobile_numbers(mobile, status):
    assert one(手机号=mobile).status == status


@pytest.mark.parametrize(
    ("email", "status"),
    [
        ("", "accept_warn"),
        ("  User.Name+x@mail.example.org ", "accept_normalised"),
        ("user@example。org", "reject"),
        ("user@@example.org", "reject"),
        ("user@example", "reject"),
        ("user@example.org 备用 b@example.org", "reject"),
        ("@example.org", "reject"),
        ("用户@example.org", "reject"),
    ],
)
def test_addresses(email, status):
    assert one(邮箱=email).status == status


@pytest.mark.parametrize(
    ("score", "status"),
    [
        (85, "accept"),
        (85.5, "accept"),
        ("良好", "accept"),
        ("A-", "accept"),
        ("", "accept"),
        ("85%", "accept_normalised"),
        ("85 分", "accept_normalised"),
        ("八十五", "reject"),
        ("85/100", "reject"),
        ("∞", "reject"),
        ("1e2", "reject"),
        ("#DIV/0!", "reject"),
        ("缓考", "review"),
        ("不合格", "review"),
    ],
)
def test_scores(score, status):
    assert one(成绩=score).status == status


@pytest.mark.parametrize(
    ("credits_", "status"),
    [
        (3, "accept"),
        (0.5, "accept"),
        ("2.0", "accept"),
        ("2学分", "accept_normalised"),
        ("1，5", "reject"),
        ("-1", "reject"),
        ("0.00001", "reject"),
    ],
)
def test_credits(credits_, status):
    assert one(学分=credits_).status == status


@pytest.mark.parametrize(
    ("date", "status", "precision"),
    [
        (("date", 46203), "accept", "day"),
        (46203, "accept_normalised", "day"),
        ("20260630", "accept_normalised", "day"),
        ("2026.6.30", "accept_normalised", "day"),
        ("2026-06-30 00:00:00", "accept_normalised", "day"),
        ("2026年6月", "accept_normalised", "month"),
        ("2026-06", "accept", "month"),
        ("2026.06", "accept_normalised", "month"),
        ("202606", "accept_normalised", "month"),
        ("2026", "accept", "year"),
        (2026, "accept", "year"),
        ("2026年", "accept_normalised", "year"),
        ("二〇二五年十二月三十一日", "accept_normalised", "day"),
        ("二○二六年六月十日", "accept_normalised", "day"),
    ],
)
def test_dates_are_read_as_exactly_as_they_are_told(date, status, precision):
    assert one(取得日期=date).status == status
    assert row(取得日期=date).attained.obtained.precision == precision


@pytest.mark.parametrize(
    "date",
    [
        "2026-02-30",
        "2026-13-01",
        "20260230",
        "30/06/2026",
        "6/30/2026",
        "26-6-30",
        "6月30日",
        2026.1,
        "2026.1",
        "2027-01-01",
        "1980-01-01",
        "0000-01-01",
        "去年",
        "第三学期",
        "99999999",
    ],
)
def test_dates_that_are_none_are_refused(date):
    told = one(取得日期=date)
    assert told.status == "reject"
    assert told.reasons[0].startswith("I2：")


def test_everything_that_is_wrong_is_said_at_once():
    told = one(姓名="", 身份证号="1", 邮箱="x", 手机号="1", 成绩="101", 学分="x", 取得日期="x")
    assert [reason[:2] for reason in told.reasons] == ["A2", "C2", "D2", "E2", "G2", "H2", "I2"]


def statuses(*rows):
    return [told.status for told in made.verdicts(made.xlsx(HEAD, *rows), "roster.xlsx")]


def test_a_person_may_stand_in_two_rows_with_two_outcomes_but_not_twice_with_one():
    first = a_row()
    other = [*first]
    other[5] = "另一项培训"
    later = [*first]
    later[6] = "90"
    assert statuses(first, other, first, later) == ["accept", "accept", "reject", "review"]


def test_one_number_has_one_name_and_one_address_one_person():
    first = a_row()
    renamed = ["王示例", *first[1:]]
    assert statuses(first, renamed) == ["accept", "reject"]
    assert statuses(first, a_row(邮箱=first[3].upper())) == ["accept", "reject"]


def test_a_row_that_is_rejected_does_not_stand_in_the_way_of_its_correction():
    wrong = a_row(成绩="101")
    right = [*wrong]
    right[6] = "100"
    assert statuses(wrong, right) == ["reject", "accept"]


def test_a_certificate_number_that_lost_its_digits_is_refused():
    head, row = [*HEAD, "证书编号"], a_row()
    for number, status in (
        (1234567890123456789, "reject"),
        ("1.2E+18", "reject"),
        ("JN2026-01", "accept"),
    ):
        told = made.verdicts(made.xlsx(head, [*row, number]), "roster.xlsx")
        assert told[0].status == status


def test_an_endless_cell_is_not_repeated_in_the_answer():
    told = one(姓名="李" * 30_000, 身份证号="1" * 30_000, 学习成果名称="x" * 30_000)
    assert told.status == "reject"
    assert len(f"{told.name}{told.number}{told.reasons}") < 1000
