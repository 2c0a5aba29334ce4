"""Workbooks written by hand, part by part, so that a test can write what no library would."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def text(words: str) -> str:
    """A cell of text."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'


def number(value: float) -> str:
    """A cell that holds a number."""
    return f"<c><v>{value}</v></c>"


def day(serial: float) -> str:
    """A cell that shows a number as a date and time."""
    return f'<c s="1"><v>{serial}</v></c>'


def formula(result: float | None) -> str:
    """A cell with a formula, whose result may never have been stored."""
    return f"<c><f>1+1</f>{'' if result is None else f'<v>{result}</v>'}</c>"


def row(*cells: str, hidden: bool = False) -> str:
    """A row of cells."""
    return f'<row hidden="{int(hidden)}">{"".join(cells)}</row>'


def names(*words: str) -> str:
    """A row of column names."""
    return row(*map(text, words))


def _state(hidden: bool) -> str:
    return "hidden" if hidden else "visible"


def write(path: Path, sheets: Mapping[str, str], hidden: tuple[str, ...] = ()) -> Path:
    """A workbook of sheets, name -> rows, some of them hidden."""
    path.write_bytes(packed(parts(sheets, hidden)))
    return path


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a workbook, name of the part -> what it says."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def parts(sheets: Mapping[str, str], hidden: tuple[str, ...] = ()) -> dict[str, str]:
    """What a workbook of sheets is made of, name of the part -> what it says."""
    numbered = list(enumerate(sheets, 1))
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
            for i, _ in numbered
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}" state="{_state(name in hidden)}"/>'
            for i, name in numbered
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="rId{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i, _ in numbered
        )
        + f'<Relationship Id="rId99" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/>'
        "</cellXfs></styleSheet>",
    } | {
        f"xl/worksheets/sheet{i}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheets[name]}</sheetData></worksheet>'
        for i, name in numbered
    }
