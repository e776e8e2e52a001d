"""Files that people send, made by hand: workbooks of every format, honest and hostile."""

import io
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from creditbank.bank.desk import rosters
from creditbank.bank.sheets import sources
from creditbank.bank.sheets.pages import letters

SAMPLES = Path(__file__).parents[2] / "data" / "rosters"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill/></fills>'
    "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


@contextmanager
def opened(content, name="roster.csv"):
    """A source of bytes, or of a file that is there."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        with sources.opened(name, file) as source:
            yield source


def verdicts(content, called="roster.csv", /, kind="class", **corrections):
    """Every verdict on a file."""
    with opened(content, called) as source:
        reader = rosters.KINDS[kind or rosters.guess(source)]
        return [verdict for _row, verdict in reader.read(source, corrections=corrections)]


def csv(*rows, delimiter=",", encoding="utf-8", end="\r\n"):
    """Cells as they are, without any quoting."""
    return "".join(delimiter.join(map(str, row)) + end for row in rows).encode(encoding)


def cell(value, column, row):
    """One cell of an XLSX sheet: text, a number, a date as serial (`("date", 46203)`), raw XML."""
    at = f"{letters(column)}{row}"
    if value is None:
        return f'<c r="{at}" s="1"/>'
    if isinstance(value, tuple):
        how, told = value
        return {
            "date": f'<c r="{at}" s="1"><v>{told}</v></c>',
            "formula": f'<c r="{at}" t="str"><f>CONCATENATE(1)</f><v>{told}</v></c>',
            "error": f'<c r="{at}" t="e"><v>{told}</v></c>',
        }[how]
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet(rows, merged=(), first=1):
    """The XML of a sheet; a row that is a string is raw."""
    body = "".join(
        row
        if isinstance(row, str)
        else f'<row r="{at}">{"".join(cell(told, n, at) for n, told in enumerate(row))}</row>'
        for at, row in enumerate(rows, start=first)
    )
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f'<mergeCells count="{len(merged)}">{areas}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merges}</worksheet>'


def xlsx(*rows, merged=(), **others):
    """A workbook; further sheets by name, as lists of rows (`hidden_X` is hidden)."""
    sheets = {"名册": sheet(rows, merged)} | {name: sheet(told) for name, told in others.items()}
    return packed(sheets)


def packed(sheets, extra=(), links=()):
    """A workbook of ready sheets (text, bytes or parts of bytes), by name."""
    out = io.BytesIO()
    numbered = list(enumerate(sheets, start=1))
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name.startswith('hidden') else ''}/>"
        for n, name in numbered
    )
    to = "".join(
        f'<Relationship Id="part{n}" Type="{_OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(["styles", *links])
    )
    to += "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _name in numbered
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{to}</Relationships>',
        "xl/styles.xml": _STYLES,
        **dict(extra),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        for n, name in numbered:
            told = sheets[name]
            with archive.open(f"xl/worksheets/sheet{n}.xml", "w", force_zip64=True) as part:
                for piece in [told] if isinstance(told, str | bytes) else told:
                    part.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


def ods(*rows, before="", repeated=1):
    """An OpenDocument spreadsheet of text cells, its last row repeated."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    told = "".join(
        f'<table:table-row table:number-rows-repeated="{repeated if row is rows[-1] else 1}">'
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="名册">{told}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>',
        )
    return out.getvalue()


def locked():
    """What Office writes with a password: a compound file that holds an encrypted package."""
    content = (SAMPLES / "40_real_biff.xls").read_bytes()
    name, other = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    at = content.index(name)
    entry = bytearray(content[at : at + 128])
    entry[: len(other)] = other
    entry[64:66] = (len(other) + 2).to_bytes(2, "little")
    return content[:at] + bytes(entry) + content[at + 128 :]
