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


def a_csv(*rows, columns=COLUMNS, names=None, encoding="utf-8-sig"):
    """Rows as the bytes of a CSV; `names` gives headings other names."""
    text = io.StringIO()
    made = csv.writer(text)
    made.writerow([(names or {}).get(column, column) for column in columns])
    made.writerows([[row.get(column, "") for column in columns] for row in rows])
    return text.getvalue().encode(encoding)


@pytest.fixture
def sheet(tmp_path):
    """Factory: a CSV of rows, as a path."""

    def write(*rows, columns=COLUMNS, encoding="utf-8-sig"):
        path = tmp_path / "register.csv"
        path.write_bytes(a_csv(*rows, columns=columns, encoding=encoding))
        return path

    return write
