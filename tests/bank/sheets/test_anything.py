"""Whatever comes in: always a verdict for each row, or a refusal in a sentence."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditbank.bank.desk import rosters
from creditbank.bank.imports.verdicts import RANKS
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets.pages import Numeric, Page, Record, Source
from tests.bank.sheets import made

HEADINGS = [
    "姓名", "身份证号", "证件类型", "邮箱", "手机号", "学习成果名称", "成绩", "学分", "取得日期",
    "序号", "监护人身份证号", "学号", "教学点代码", "层次", "入学学期", "学籍状态", "入学日期",
]  # fmt: skip
TELLING = [
    "659011199002079015", "6.59E+17", "２０２６年６月３０日", "二〇二六年", "46203", "合计", "同上",
    "#N/A", "=1+1", "无", "1e309", "NaN", "张三", "u@example.org", "13800000000", "缺考", "85分",
    "居民身份证", "护照", "9999-99-99", "0", "²", "٣", "十", "年月日", "2020春", "620101", "①",
]  # fmt: skip
cells = st.one_of(
    st.sampled_from(HEADINGS),
    st.sampled_from(TELLING),
    st.text(max_size=30),
    st.floats(allow_nan=True).map(str),
    st.integers().map(str),
    st.dates().map(str),
)
grids = st.lists(
    st.lists(cells.flatmap(lambda told: st.sampled_from([told, Numeric(told)])), max_size=20),
    max_size=12,
)
unhurried = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


def answered(read):
    """What a reader answers: verdicts, or the sentence of a refusal."""
    try:
        return [verdict for _row, verdict in read()], ""
    except Refused as refusal:
        return [], str(refusal)


def judge(read):
    verdicts, refused = answered(read)
    assert bool(verdicts) != bool(refused.strip())
    for verdict in verdicts:
        assert verdict.status in RANKS
        assert verdict.reasons or verdict.status in {"accept", "accept_normalised"}
        assert all(verdict.reasons)
        assert f"{verdict.number}{verdict.name}{verdict.reasons}".encode()


def judge_file(content, name="roster.csv", kind=None):
    def read():
        with made.opened(content, name) as source:
            yield from rosters.KINDS[kind or rosters.guess(source)].read(source)

    judge(read)


@unhurried
@given(
    grid=grids,
    kind=st.sampled_from(["class", "register"]),
    heading=st.lists(st.sampled_from(HEADINGS), max_size=14),
)
def test_any_grid_of_cells_gets_verdicts_or_a_refusal(grid, kind, heading):
    rows = [Record(n, cells) for n, cells in enumerate([heading, *grid], start=1)]
    source = Source("x", [Page("x", rows, lambda: iter(rows))], is_workbook=True)
    judge(lambda: rosters.KINDS[kind].read(source))


@unhurried
@given(
    heading=st.sampled_from(
        [b"", "姓名,身份证号\n".encode(), "姓名\t身份证号\n".encode("gb18030")]
    ),
    content=st.binary(max_size=400),
)
def test_any_bytes_get_verdicts_or_a_refusal(heading, content):
    judge_file(heading + content)


@unhurried
@given(text=st.text(max_size=300), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_gets_verdicts_or_a_refusal(text, encoding):
    judge_file(("姓名,身份证号,成绩,取得日期\n" + text).encode(encoding, "replace"), kind="class")


@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    at=st.integers(0, 5000),
    noise=st.binary(min_size=1, max_size=64),
    sample=st.sampled_from(["30_messy_twoheader_merged.xlsx", "40_real_biff.xls"]),
)
def test_any_damage_to_a_workbook_is_survived(at, noise, sample):
    content = bytearray((made.SAMPLES / sample).read_bytes())
    content[at : at + len(noise)] = noise
    judge_file(bytes(content), sample)
