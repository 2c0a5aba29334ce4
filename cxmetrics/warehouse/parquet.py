"""Parquet files as CSV text, so that everything after is the same: written by the reading process, under its limits."""

from __future__ import annotations

from pathlib import Path

from cxmetrics.confined import Say, confined, growing
from cxmetrics.errors import UnreadableFile
from cxmetrics.warehouse.quoting import literal

_SHORTER = "Export a shorter period."
_REFUSAL = "This Parquet file is damaged or cut off, and nothing was stored. Write it again, or export it as CSV."


def as_text(source: Path, folder: Path, size: int, say: Say = lambda _: None) -> Path:
    """A CSV copy in `folder`. size: bytes that its values may unpack to. Raises UnreadableFile."""
    file, copy = literal(str(source)), folder / "parquet.csv"
    swollen = f"This Parquet file unpacks to more than {size / 1e6:,.0f} MB, the most that is read. {_SHORTER}"
    ((unpacked, brotli),) = _ask(
        source,
        folder,
        "SELECT sum(total_uncompressed_size)::BIGINT, count(*) FILTER (compression = 'BROTLI') "
        f"FROM parquet_metadata({file})",
    )
    if brotli:
        raise UnreadableFile(
            "This Parquet file is packed with Brotli, which is not opened here because unpacking it has been unsafe. "
            "Write it with Snappy, Zstandard or no compression, or export it as CSV."
        )
    if (unpacked or 0) > size:
        raise UnreadableFile(swollen)
    # a dictionary may stand for far more than its pages unpack to
    growth = growing(copy, size, swollen, say)
    _ask(source, folder, f"COPY (SELECT * FROM read_parquet({file})) TO {literal(str(copy))} (FORMAT csv)", growth)
    if copy.stat().st_size > size:  # it was written faster than it was watched
        raise UnreadableFile(swollen)
    return copy


def _ask(source: Path, folder: Path, statement: str, say: Say = lambda _: None) -> list[list[int]]:
    order = {"source": str(source), "folder": str(folder), "statements": [statement], "refusal": _REFUSAL}
    rows: list[list[int]] = confined("cxmetrics.warehouse.child", order, say)["rows"]
    return rows
