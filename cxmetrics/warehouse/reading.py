"""Reading a file by its Layout into typed Parquet, in a process of its own and under limits."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from cxmetrics.bounds import bounds
from cxmetrics.confined import Say, confined
from cxmetrics.errors import UnreadableFile
from cxmetrics.layout import Layout, Reason, Role
from cxmetrics.warehouse.casts import LONGEST_RAW, typed
from cxmetrics.warehouse.line_ends import first, uniform
from cxmetrics.warehouse.pseudonyms import Secret
from cxmetrics.warehouse.quoting import literal

_TAIL_BYTES = 65536
_CHUNK = 2**20
_ROWS_TOGETHER = 40_960
"""Records that are written at once: fewer than by default, so that more processors write at a time."""
_REFUSAL = (
    "This file could not be read as a table with these settings, and nothing was stored. "
    "Check the separator and the header, or export it again."
)
_TOO_MANY = "This file has {records:,} records, and at most {most:,} are read. Export a shorter period."


@dataclass(frozen=True, slots=True)
class Typed:
    """What the child wrote: `rows` typed records, and `malformed` lines that were no records at all."""

    rows: Path
    malformed: Path


def read_typed(source: Path, layout: Layout, folder: Path, secret: Secret, say: Say = lambda _: None) -> Typed:
    """Run the child.

    say: hears the fraction read, and may raise to stop. Raises UnreadableFile where the file is too much for its limits
    or unreadable by this layout, NoRoom on a full disk.
    """
    body = _without_footer(source, layout.footer_rows, folder)
    files = Typed(folder / "rows.parquet", folder / "malformed.parquet")

    def read(body: Path, end: str) -> Typed:
        order = {
            "source": str(body),
            "folder": str(folder),
            "statements": _statements(body, end, layout, files, secret),
            "refusal": _REFUSAL,
        }
        ((records,),) = confined("cxmetrics.warehouse.child", order, say)["rows"]
        if records > (most := bounds().records):
            raise UnreadableFile(_TOO_MANY.format(records=records, most=most))
        return files

    # nearly every file ends its lines in one way, so that is looked into while the child reads already
    expected = (body, first(body))
    with ThreadPoolExecutor(1) as beside:
        looked = beside.submit(uniform, body, folder)
        try:
            read(*expected)
        except UnreadableFile:
            if looked.result() == expected:
                raise
    return files if looked.result() == expected else read(*looked.result())


def _statements(body: Path, end: str, layout: Layout, files: Typed, secret: Secret) -> list[str]:
    """What the child executes: typed records to one file, lines that are no records to another.

    end: what stands behind every line.
    """
    written = end.replace("\r", "\\r").replace("\n", "\\n")
    columns = ", ".join(f"'_cx_c{position}': 'VARCHAR'" for position in range(layout.width))
    above = layout.skip_rows + layout.header_rows
    # a line that could not be split cannot be kept without its personal data either, so then only what is wrong is
    personal = layout.named(Role.PII) or layout.named(Role.PERSON)
    raw = "error_message" if personal else "csv_line"
    read = f"""
        read_csv(
            {literal(str(body))}, auto_detect = false, columns = {{{columns}}}, header = false,
            skip = {above}, delim = {literal(layout.delimiter)}, new_line = {literal(written)},
            quote = '"', escape = '"', max_line_size = {bounds().record_size}, store_rejects = true, rejects_limit = 0
        )
    """
    return [
        f"COPY ({typed(read, layout, secret)}) TO {literal(str(files.rows))} "
        f"(FORMAT parquet, ROW_GROUP_SIZE {_ROWS_TOGETHER})",
        # a quotation mark that is open at the end of the file has swallowed every record after it
        f"""
        SELECT error('Row ' || line || ' opens a quotation mark that is never closed.')
        FROM reject_errors
        WHERE error_type = 'UNQUOTED VALUE' AND contains(csv_line, chr(10)) AND line - {above} >= (
            SELECT count(*) FROM read_parquet({literal(str(files.rows))})
        ) + (SELECT count(DISTINCT line) FROM reject_errors)
        """,
        f"""
        COPY (
            SELECT line AS record, {literal(Reason.MALFORMED_ROW)} AS reason,
                left(any_value({raw}), {LONGEST_RAW}) AS raw
            FROM reject_errors GROUP BY line ORDER BY line
        ) TO {literal(str(files.malformed))} (FORMAT parquet)
        """,
        f"SELECT count(*) FROM read_parquet({literal(str(files.rows))})",
    ]


def _without_footer(source: Path, lines: int, folder: Path) -> Path:
    """A copy of the file without its last lines; the file itself where there is no footer."""
    if not lines:
        return source
    with source.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _TAIL_BYTES))
        tail = file.read()
        gone = len(tail) - sum(map(len, tail.rstrip(b"\r\n").splitlines(keepends=True)[:-lines]))
        copy = folder / "body.csv"
        file.seek(0)
        with copy.open("wb") as body:
            shutil.copyfileobj(file, body, _CHUNK)
            body.truncate(size - gone)
    return copy
