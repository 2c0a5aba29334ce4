"""The reading process: one file and its Layout become typed Parquet, under limits, in a process of its own.

A hostile file then ends the child, not the app. The child sees one folder, has no network, and dies past its
memory, its processor time or its deadline.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from cxmetrics.errors import UnreadableFile
from cxmetrics.layout import Layout, Reason
from cxmetrics.plain import dump, load
from cxmetrics.warehouse.casts import LONGEST_RAW, select_list
from cxmetrics.warehouse.connection import connect
from cxmetrics.warehouse.quoting import literal

MEMORY_BYTES = 4 * 2**30
DEADLINE_S = 600
LONGEST_FIELD = 2**20

_NO_TABLE = 3
_KILLED = (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGXCPU) if os.name == "posix" else ()


@dataclass(frozen=True, slots=True)
class Order:
    """What the child is asked to do: read `source` by `layout` into `folder`."""

    source: str
    folder: str
    layout: Layout


@dataclass(frozen=True, slots=True)
class Typed:
    """What the child wrote: `rows` typed records, and `malformed` lines that were no records at all."""

    rows: Path
    malformed: Path


def read_typed(source: Path, layout: Layout, folder: Path) -> Typed:
    """Run the child. Raises UnreadableFile where the file is too much for its limits or unreadable by this layout."""
    order = Order(str(source), str(folder), layout)
    root = str(Path(__file__).parents[2])
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cxmetrics.warehouse.reading"],
            input=dump(order),
            text=True,
            encoding="utf-8",
            capture_output=True,
            timeout=DEADLINE_S,
            env={**os.environ, "PYTHONPATH": root},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            "Reading this file took too long, and nothing was stored. Export a shorter period."
        ) from error
    if done.returncode in (_NO_TABLE, *_KILLED):
        raise UnreadableFile(
            "This file could not be read as a table with these settings, and nothing was stored. "
            f"Check the separator and the header, or export it again. {done.stderr.strip()[:300]}".strip()
        )
    if done.returncode != 0:
        raise RuntimeError(f"The reading process failed:\n{done.stderr}")
    return Typed(folder / "rows.parquet", folder / "malformed.parquet")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (DEADLINE_S, DEADLINE_S))


def _without_footer(source: Path, lines: int, folder: Path) -> Path:
    """A copy of the file without its last lines; the file itself where there is no footer."""
    if not lines:
        return source
    kept = source.read_bytes().rstrip(b"\r\n").splitlines(keepends=True)[:-lines]
    copy = folder / "body.csv"
    copy.write_bytes(b"".join(kept))
    return copy


def _read(order: Order) -> None:
    layout, folder = order.layout, Path(order.folder)
    source = _without_footer(Path(order.source), layout.footer_rows, folder)
    columns = ", ".join(f"'_cx_c{position}': 'VARCHAR'" for position in range(len(layout.columns)))
    connection = connect(None, folder, source=source)
    connection.execute(
        f"""
        COPY (
            SELECT {select_list(layout)}
            FROM read_csv(
                {literal(str(source))}, auto_detect = false, columns = {{{columns}}}, header = false,
                skip = {layout.skip_rows + layout.header_rows}, delim = {literal(layout.delimiter)},
                quote = '"', escape = '"', max_line_size = {LONGEST_FIELD * 2}, store_rejects = true, rejects_limit = 0
            )
        ) TO {literal(str(folder / "rows.parquet"))} (FORMAT parquet)
        """
    )
    connection.execute(
        f"""
        COPY (
            SELECT line AS record, {literal(Reason.MALFORMED_ROW)} AS reason,
                left(any_value(csv_line), {LONGEST_RAW}) AS raw
            FROM reject_errors GROUP BY line ORDER BY line
        ) TO {literal(str(folder / "malformed.parquet"))} (FORMAT parquet)
        """
    )


if __name__ == "__main__":
    _limit()
    try:
        _read(load(sys.stdin.read(), Order))
    except (duckdb.InvalidInputException, duckdb.OutOfMemoryException, MemoryError) as problem:
        print(str(problem).splitlines()[0], file=sys.stderr)
        sys.exit(_NO_TABLE)
