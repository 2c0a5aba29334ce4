"""Reading a file by its Layout into typed Parquet, in a process of its own and under limits.

A hostile file then ends the child, not the app.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cxmetrics.errors import NoRoom, UnreadableFile
from cxmetrics.layout import Layout, Reason, Role
from cxmetrics.warehouse.casts import LONGEST_RAW, select_list
from cxmetrics.warehouse.child import DEADLINE_S, NO_ROOM, NO_TABLE
from cxmetrics.warehouse.quoting import literal

LONGEST_RECORD = 2**21
"""Bytes of one record; a longer one is malformed."""

_KILLED = (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGXCPU) if os.name == "posix" else ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What the child wrote: `rows` typed records, and `malformed` lines that were no records at all."""

    rows: Path
    malformed: Path


def read_typed(source: Path, layout: Layout, folder: Path, secret: bytes) -> Typed:
    """Run the child.

    Raises UnreadableFile where the file is too much for its limits or unreadable by this layout, NoRoom on a full disk.
    """
    body = _without_footer(source, layout.footer_rows, folder)
    typed = Typed(folder / "rows.parquet", folder / "malformed.parquet")
    order = {"source": str(body), "folder": str(folder), "statements": _statements(body, layout, typed, secret)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cxmetrics.warehouse.child"],
            input=json.dumps(order),
            text=True,
            encoding="utf-8",
            capture_output=True,
            timeout=DEADLINE_S,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            "Reading this file took too long, and nothing was stored. Export a shorter period, then try again."
        ) from error
    if done.returncode == NO_ROOM:
        raise NoRoom
    if done.returncode in (NO_TABLE, *_KILLED):
        raise UnreadableFile(
            "This file could not be read as a table with these settings, and nothing was stored. "
            f"Check the separator and the header, or export it again. {_cause(done.stderr)}".strip()
        )
    if done.returncode != 0:
        raise RuntimeError(f"The reading process failed:\n{done.stderr}")
    return typed


def _statements(body: Path, layout: Layout, typed: Typed, secret: bytes) -> list[str]:
    """What the child executes: typed records to one file, lines that are no records to another."""
    columns = ", ".join(f"'_cx_c{position}': 'VARCHAR'" for position in range(layout.width))
    above = layout.skip_rows + layout.header_rows
    # a line that could not be split cannot be kept without its personal data either, so then only what is wrong is
    personal = layout.named(Role.PII) or layout.named(Role.PERSON)
    raw = "error_message" if personal else "csv_line"
    return [
        f"""
        COPY (
            SELECT {select_list(layout, secret)}
            FROM read_csv(
                {literal(str(body))}, auto_detect = false, columns = {{{columns}}}, header = false,
                skip = {above}, delim = {literal(layout.delimiter)},
                quote = '"', escape = '"', max_line_size = {LONGEST_RECORD}, store_rejects = true, rejects_limit = 0
            )
        ) TO {literal(str(typed.rows))} (FORMAT parquet)
        """,
        # a quotation mark that is open at the end of the file has swallowed every record after it
        f"""
        SELECT error('Record ' || (line - {above}) || ' opens a quotation mark that is never closed.')
        FROM reject_errors
        WHERE error_type = 'UNQUOTED VALUE' AND contains(csv_line, chr(10)) AND line - {above} >= (
            SELECT count(*) FROM read_parquet({literal(str(typed.rows))})
        ) + (SELECT count(DISTINCT line) FROM reject_errors)
        """,
        f"""
        COPY (
            SELECT line - {above} AS record, {literal(Reason.MALFORMED_ROW)} AS reason,
                left(any_value({raw}), {LONGEST_RAW}) AS raw
            FROM reject_errors GROUP BY line ORDER BY line
        ) TO {literal(str(typed.malformed))} (FORMAT parquet)
        """,
    ]


def _cause(stderr: str) -> str:
    return stderr.strip().removeprefix("Invalid Input Error: ")[:300]


def _without_footer(source: Path, lines: int, folder: Path) -> Path:
    """A copy of the file without its last lines; the file itself where there is no footer."""
    if not lines:
        return source
    kept = source.read_bytes().rstrip(b"\r\n").splitlines(keepends=True)[:-lines]
    copy = folder / "body.csv"
    copy.write_bytes(b"".join(kept))
    return copy
