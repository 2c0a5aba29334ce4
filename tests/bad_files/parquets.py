"""Parquet files that are cut, bent or hold what no table of text can."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from tests.bad_files.badness import HEADER, SCORE, BadFile, Make, rows

_SWOLLEN = "unpacks to more than"
_DAMAGED = "This Parquet file is damaged or cut off"


def _good() -> pa.Table:
    one, days, scores, towns = map(list, zip(*rows(), strict=True))
    columns = (one, list(map(datetime.fromisoformat, days)), list(map(int, scores)), towns)
    return pa.table(dict(zip(HEADER.split(","), columns, strict=True)))


def _bytes(table: pa.Table, **how: object) -> bytes:
    written = BytesIO()
    pq.write_table(table, written, **how)
    return written.getvalue()


def _parquet(change: Callable[[pa.Table], pa.Table] = lambda table: table, **how: object) -> Make:
    return lambda _: _bytes(change(_good()), **how)


def _put(column: str, values: pa.Array) -> Callable[[pa.Table], pa.Table]:
    """The good table with other values in a column."""
    return lambda table: table.set_column(table.column_names.index(column), column, values)


def _added(values: pa.Array) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.append_column("More", values)


def _cut(at: int) -> Make:
    return lambda _: _bytes(_good())[:at] + b"PAR1"


def _bent(first: float, last: float) -> Make:
    """Bits flipped between two fractions of the file."""

    def make(rng: Random) -> bytes:
        bent = bytearray(_bytes(_good(), compression="none"))
        for _ in range(30):
            bent[rng.randrange(4 + int(len(bent) * first), int(len(bent) * last) - 8)] ^= 1 << rng.randrange(8)
        return bytes(bent)

    return make


def _false_length(_: Random) -> bytes:
    whole = bytearray(_bytes(_good()))
    whole[-8:-4] = (2**31 - 1).to_bytes(4, "little")
    return bytes(whole)


def _file(wrong: str, make: Make, refused: str = "", **more: object) -> BadFile:
    return BadFile(wrong, make, refused, **{"name": "export.parquet", **more})  # type: ignore[arg-type]


PARQUETS = (
    _file("Parquet's first bytes alone", lambda _: b"PAR1", _DAMAGED),
    _file("Parquet cut short", _cut(500), _DAMAGED),
    _file("Parquet with a footer of 2 GB", _false_length, _DAMAGED),
    _file("Parquet with bent pages", _bent(0.0, 0.3), _DAMAGED),
    _file("Parquet with a bent footer", _bent(0.6, 1.0), _DAMAGED),
    _file("encrypted Parquet", lambda rng: b"PARE" + rng.randbytes(3000) + b"PARE", "it holds binary data"),
    _file("Parquet packed with Brotli", _parquet(compression="brotli"), "packed with Brotli"),
    _file("Parquet without records", _parquet(lambda table: table.slice(0, 0)), "holds one line and no records"),
    _file(
        "Parquet of 3,000 columns", lambda _: _bytes(pa.table({f"c{n}": [1, 2] for n in range(3000)})), "3,000 columns"
    ),
    _file(
        "Parquet in odd pages",
        _parquet(data_page_size=1, write_batch_size=1, data_page_version="2.0", compression="zstd"),
    ),
    _file("Parquet in groups of one", _parquet(row_group_size=1)),
    _file("Parquet with a column in a column", _parquet(_added(pa.array([{"a": [1, None]}] * 40)))),
    _file("Parquet with bytes that are no text", _parquet(_added(pa.array([b"\xff\0\xfe"] * 40)))),
    _file(
        "Parquet with names that are SQL",
        _parquet(lambda table: table.rename_columns(["x'; --", 'y"); DROP', SCORE, "Location"])),
    ),
    _file(
        "Parquet with a name on two lines",
        _parquet(lambda table: table.rename_columns(["id", "Date", SCORE, "Lo\ncation"])),
    ),
    _file(
        "Parquet with no number",
        _parquet(_put(SCORE, pa.array([float("nan"), float("inf")] + [9.0] * 38))),
        used=38,
        set_aside={"no_score": 1, "out_of_range": 1},
    ),
    _file(
        "Parquet with days past all years",
        _parquet(_put("Date", pa.array([2**62, -(2**62)] + [0] * 38, pa.timestamp("us")))),
        used=38,
        set_aside={"no_date": 2},
    ),
    _file(
        "Parquet that swells",
        lambda _: _bytes(pa.table({"a": pa.array(["x" * 1000] * 80_000).dictionary_encode()})),
        _SWOLLEN,
    ),
)
