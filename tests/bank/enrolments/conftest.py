import csv
import io
import itertools

import pytest

from tests.cast import a_number

COLUMNS = (
    "学号 姓名 证件类型 证件号码 教学点代码 层次 专业 入学学期 学籍状态 电子邮箱 手机号".split()
)

_counter = itertools.count(1)


def a_row(**changes):
    """A row of a register as a registrar writes it; keywords are its columns."""
    number = changes.pop("证件号码", None) or a_number()
    digits = next(_counter)
    told = {
        "学号": f"2476{digits:06d}",
        "姓名": "李示例",
        "证件类型": "居民身份证",
        "证件号码": number,
        "教学点代码": "620101",
        "层次": "本科",
        "专业": "会计学",
        "入学学期": "2024秋",
        "学籍状态": "在读",
        "电子邮箱": f"u{digits}@example.org",
        "手机号": "15400000001",
    }
    return told | changes


@pytest.fixture
def sheet(tmp_path):
    """Factory: a CSV of rows, as a path."""

    def write(*rows, columns=COLUMNS, encoding="utf-8-sig"):
        text = io.StringIO()
        made = csv.DictWriter(text, columns, extrasaction="ignore")
        made.writeheader()
        made.writerows(rows)
        path = tmp_path / "register.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write
