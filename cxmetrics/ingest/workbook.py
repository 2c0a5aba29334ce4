"""Excel workbooks: one sheet of a workbook as CSV text, read in a process of its own.

Cells keep what they hold and not how the sheet dresses it: a date is a date, a number has no separators, and text keeps
its leading zeros.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cxmetrics.confined import Say, confined, growing, serve
from cxmetrics.errors import UnreadableFile

_FREE_BYTES = 64 * 2**20
_CHUNK = 2**20
_SAY_EVERY = 10_000
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_NO_RESULT = re.compile(rb"(?:</f>|<f\b[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAMAGED = "This workbook is damaged or was cut off on its way. Open it in Excel and save it again, or save it as CSV."
_SWOLLEN = (
    "This workbook unpacks to more than {size:,.0f} MB, the most that is read of one of its size. "
    "Save the sheet you need as CSV and upload that."
)
_EMPTY = "No sheet of this workbook holds records below column names. Export it again for a period that has some."


@dataclass(frozen=True, slots=True)
class Extract:
    """A sheet as CSV text at `path`. sheets: those that hold records, in order. remarks: sentences about this one."""

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    remarks: tuple[str, ...]


def extract(path: Path, folder: Path, sheet: str | None, size: int, ratio: int, say: Say = lambda _: None) -> Extract:
    """Write a sheet to `folder`: the one named, else the visible one with most records.

    size: bytes it may unpack to; ratio: bytes per byte of the file, once past 64 MB. Raises UnreadableFile.
    """
    target = folder / "sheet.csv"
    order = {"path": str(path), "target": str(target), "sheet": sheet, "size": size, "ratio": ratio}
    # one text may stand in many cells, so the sheet is watched besides
    growth = growing(target, size, _SWOLLEN.format(size=size / 1e6), say)
    found = confined("cxmetrics.ingest.workbook", order, growth)
    return Extract(target, found["sheet"], tuple(found["sheets"]), tuple(_remarks(found)))


def _remarks(found: dict[str, Any]) -> Iterator[str]:
    others = [name for name in found["sheets"] if name != found["sheet"]]
    if others:
        named = ", ".join(f'"{name}"' for name in others[:5])
        yield f'This workbook has records on several sheets. "{found["sheet"]}" is read; the others are {named}.'
    if found["hidden"]:
        yield f"{_rows(found['hidden'])} hidden in the sheet and read like the others."
    if found["uncached"]:
        cells = "1 formula" if found["uncached"] == 1 else f"{found['uncached']:,} formulas"
        yield (
            f"{cells} came without a result and count as blank. Open the workbook in Excel, save it, and upload it "
            "again to have them."
        )


def _rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"


# the child's side


def work(order: dict[str, Any], say: Say) -> dict[str, Any]:
    """Read a workbook; what `_remarks` and `Extract` tell."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    path = Path(order["path"])
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive, path.stat().st_size, order["size"], order["ratio"])
            parts = _parts(archive)
        book = CalamineWorkbook.from_path(str(path))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        heights = {name: book.get_sheet_by_name(name).total_height for name in visible}
        sheets = [name for name, height in heights.items() if height > 1]
        if not sheets:
            raise UnreadableFile(_EMPTY)
        name = order["sheet"] or max(sheets, key=heights.__getitem__)
        if name not in sheets:
            raise UnreadableFile(f'This workbook has no sheet "{name}" with records. It has {", ".join(sheets)}.')
        _write(book.get_sheet_by_name(name).iter_rows(), heights[name], Path(order["target"]), say)
        hidden, uncached = _looked_over(path, parts.get(name))
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, EOFError) as error:
        raise UnreadableFile(_DAMAGED) from error
    return {"sheet": name, "sheets": sheets, "hidden": hidden, "uncached": uncached}


def _refuse_bomb(archive: zipfile.ZipFile, packed: int, size: int, ratio: int) -> None:
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > (most := min(size, max(_FREE_BYTES, packed * ratio))):
        raise UnreadableFile(_SWOLLEN.format(size=most / 1e6))


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the part of the archive that holds it."""
    related = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {
        sheet.get("name", ""): "xl/" + related.get(sheet.get(_RELATION), "").removeprefix("/xl/").removeprefix("xl/")
        for sheet in sheets
    }


def _write(rows: Iterator[Sequence[Any]], height: int, target: Path, say: Say) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, row in enumerate(rows):
            if number % _SAY_EVERY == 0:
                say(number / max(height, 1))
            writer.writerow([_text(cell) for cell in row])


def _text(cell: Any) -> str:
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime() | date() | time():
            return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return str(cell)


def _looked_over(path: Path, part: str | None) -> tuple[int, int]:
    """Hidden rows of a sheet, and its formulas without a result."""
    hidden = uncached = 0
    if part is None:
        return 0, 0
    with zipfile.ZipFile(path) as archive:
        if part not in archive.namelist():
            return 0, 0
        with archive.open(part) as packed:
            rest = b""
            while chunk := packed.read(_CHUNK):
                # only whole rows are looked at, so that nothing is cut in two or counted twice
                whole, mark, rest = (rest + chunk).rpartition(b"</row>")
                hidden += len(_HIDDEN_ROW.findall(whole + mark))
                uncached += len(_NO_RESULT.findall(whole + mark))
    return hidden, uncached


if __name__ == "__main__":
    serve(work)
