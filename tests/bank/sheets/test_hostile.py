"""Hostile workbooks get a sentence within seconds, and nobody's memory."""

import resource
import time
import zipfile
from io import BytesIO

import pytest

from creditbank.bank.fence import programs
from creditbank.bank.refusals import Refused
from creditbank.bank.sheets import workbooks
from tests.bank.sheets import made, measured
from tests.cast import a_number

HEAD = ["姓名", "身份证号", "邮箱"]
SECONDS = 60  # on a machine that does seven other things; alone it is a few


def refused(content, name="roster.xlsx"):
    begun = time.monotonic()
    with pytest.raises(Refused) as caught:
        made.verdicts(content, name)
    assert time.monotonic() - begun < SECONDS
    assert str(caught.value).endswith("。")
    return caught.value.code


def a_sheet_of(megabytes):
    """A sheet that unpacks to so much and is a thousandth of it packed."""
    yield made.sheet([HEAD]).split("</sheetData>")[0]
    for _each in range(megabytes):
        yield b"<row><c><v>1</v></c></row>" * (1024 * 1024 // 26)
    yield "</sheetData></worksheet>"


def a_lie_about_its_size():
    """An archive whose table of contents says that its sheet is small."""
    content = bytearray(made.packed({"S": a_sheet_of(400)}))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(content).replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little"))


def an_extent(last):
    cell = f'<row r="1048576"><c r="{last}1048576"><v>1</v></c></row>'
    return made.packed({"S": made.sheet([HEAD, ["李示例", a_number(), ""], cell])})


def entities(declaration, name="&x;"):
    sheet = made.sheet([HEAD, ["李示例", a_number(), "MARK"]]).replace("MARK", name)
    return made.packed({"S": f'<?xml version="1.0"?>{declaration}{sheet}'})


def a_row_that_repeats():
    """A few hundred bytes that are a million rows."""
    return made.ods(HEAD, ["x"], repeated=1_000_000_000)


def shared_strings_that_are_said_to_be_many():
    strings = f'<sst xmlns="{made.MAIN}" count="4000000000" uniqueCount="4000000000"/>'
    parts = {"xl/sharedStrings.xml": strings}
    return made.packed({"S": made.sheet([HEAD])}, parts, links=["sharedStrings"])


LAUGHS = "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">'
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: made.packed({"S": a_sheet_of(400)}), "too_heavy"),
        (lambda: made.packed({"S": a_sheet_of(280)}), "too_heavy"),
        (a_lie_about_its_size, "damaged"),
        (lambda: an_extent("XFD"), "too_heavy"),
        (lambda: an_extent("ALL"), "too_heavy"),
        (lambda: entities('<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "declares"),
        (lambda: entities(f'<!DOCTYPE x [<!ENTITY a "ha">{LAUGHS}]>', "&j;"), "declares"),
        (lambda: made.ods(HEAD, before='<!DOCTYPE x [<!ENTITY x "y">]>'), "declares"),
        (a_row_that_repeats, "too_heavy"),
        (shared_strings_that_are_said_to_be_many, "too_heavy"),
        (lambda: made.packed({"S": "<worksheet><sheetData><row"}), "damaged"),
        (lambda: made.xlsx(HEAD)[:-200], "damaged"),
        (lambda: b"PK\x03\x04" + bytes(200), "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "no_workbook"),
        (lambda: (made.SAMPLES / "40_real_biff.xls").read_bytes()[:3000], "damaged"),
        (made.locked, "encrypted"),
        (
            lambda: made.packed({"S": made.sheet([["x"]])}, {f"p{n}": "" for n in range(6000)}),
            "too_heavy",
        ),
        (lambda: made.packed({f"s{n}": made.sheet([HEAD]) for n in range(1100)}), "damaged"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_in_time(make, code):
    assert refused(make()) == code


def test_another_archive_is_no_workbook():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(out.getvalue(), "roster.docx") == "no_workbook"


def test_no_hostile_workbook_takes_more_memory_than_the_fence_allows(tmp_path):
    """The peak of the program behind the fence and of the process before it, measured."""
    for name, content in (
        ("heavy", made.packed({"S": a_sheet_of(280)})),
        ("far", an_extent("ALL")),
    ):
        path, answer = tmp_path / f"{name}.xlsx", tmp_path / "answer.json"
        path.write_bytes(content)
        before, behind = measured.check(path, answer)
        assert '"rejected"' in answer.read_text(encoding="utf-8")
        assert behind < workbooks.LIMITS.memory // 1024
        assert before < 100 * 1024


def test_an_entity_that_nobody_declared_brings_nothing_in():
    content = made.packed({"S": made.sheet([HEAD, ["X", a_number(), ""]]).replace(">X<", ">&x;<")})
    assert refused(content) == "damaged"


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "print('nonsense')",
        "print('[1, 2]')",
        "bytes(10**10)",
        """print('{"sheets": []}')""",
        """print('{"sheets": [["x", false]]}\\n{"peek": 7}')""",
        """print('{"sheets": [["x", false]]}\\n{"peek": 0}\\n[0, ["tx"]]')""",
        """print('{"sheets": [["x", false]]}\\n{"peek": 0}\\n[1, [7]]')""",
        """print('{"sheets": [["x", false]]}\\n{"peek": 0}\\n[1, ["t\\\\ud800"]]')""",
        """print('{"sheets": [["x", false]]}\\n{"peek": 0}\\n[1, "' + 'x' * 5_000_000)""",
        """print('[' * 100_000)""",
        """print('{"refused": "no such code"}')""",
        """import sys; sys.stdout.write('x' * 10_000_000)""",
    ],
)
def test_a_program_behind_the_fence_that_dies_or_lies_is_a_refusal(tmp_path, monkeypatch, program):
    liar = tmp_path / "liar.py"
    liar.write_text(program)
    monkeypatch.setattr(workbooks, "PROGRAM", liar)
    assert refused(made.xlsx(HEAD)) in {"too_heavy", "damaged"}


def test_a_program_that_never_answers_is_stopped_and_leaves_nothing_running(tmp_path, monkeypatch):
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(600)")
    monkeypatch.setattr(workbooks, "PROGRAM", sleeper)
    monkeypatch.setattr(workbooks, "SILENCE", 0.3)
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert refused(made.xlsx(HEAD)) == "too_heavy"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime >= begun  # it was reaped


def test_the_program_sees_no_key_and_can_open_nothing(tmp_path, monkeypatch):
    spy = tmp_path / "spy.py"
    source = workbooks.PROGRAM.read_text(encoding="utf-8")
    spy.write_text(
        source.replace("import sys\n", "import socket\nimport sys\n").replace(
            "        tell(book, most_rows)\n",
            "        for attempt in (socket.socket, lambda: open('/etc/passwd')):\n"
            "            try: attempt()\n"
            "            except OSError: continue\n"
            "            raise RefusedError('declares')\n"
            "        if [name for name in os.environ if 'KEY' in name]: raise RefusedError('declares')\n"
            "        raise RefusedError('encrypted')\n",
        )
    )
    monkeypatch.setenv("FIELD_KEYS", "v1:x")
    monkeypatch.setattr(workbooks, "PROGRAM", spy)
    assert refused(made.xlsx(HEAD)) == "encrypted"
    assert "FIELD_KEYS" not in programs.ENVIRONMENT
