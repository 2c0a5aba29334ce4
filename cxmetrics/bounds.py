"""Bounds: how much of a file is read and how long a question may take, configured by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxmetrics.errors import BadInput

_MB = 2**20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What nobody gets past. Sizes are in bytes, times in seconds.

    file_size: of an upload, unpacked. ratio: unpacked bytes per packed byte of an archive. columns, records and
    record_size: of a table; no field is longer than its record. reading_memory and reading_time: of the process that
    reads a file. memory and spill: of the database, in memory and beside it on the disk. statement_time: of one
    question to it.
    """

    file_size: int = 4096 * _MB
    ratio: int = 200
    columns: int = 2000
    records: int = 100_000_000
    record_size: int = 2 * _MB
    reading_memory: int = 4096 * _MB
    reading_time: float = 600.0
    memory: int = 1024 * _MB
    spill: int = 4096 * _MB
    statement_time: float = 120.0


_FIELDS = {
    "CXMETRICS_LARGEST_FILE_MB": ("file_size", _MB, "the size, unpacked, beyond which a file is refused"),
    "CXMETRICS_LARGEST_RATIO": ("ratio", 1, "unpacked bytes per packed byte beyond which an archive is refused"),
    "CXMETRICS_MOST_COLUMNS": ("columns", 1, "columns beyond which a file is refused"),
    "CXMETRICS_MOST_RECORDS": ("records", 1, "records beyond which a file is refused"),
    "CXMETRICS_LONGEST_RECORD_MB": ("record_size", _MB, "the size of a line beyond which a file is refused"),
    "CXMETRICS_READING_MEMORY_MB": ("reading_memory", _MB, "address space of the process that reads a file"),
    "CXMETRICS_READING_SECONDS": ("reading_time", 1, "how long that process may take"),
    "CXMETRICS_MEMORY_MB": ("memory", _MB, "memory of an open workspace"),
    "CXMETRICS_SPILL_MB": ("spill", _MB, "what an open workspace may write beside it while it sorts"),
    "CXMETRICS_STATEMENT_SECONDS": ("statement_time", 1, "how long one question to a workspace may take"),
}
"""Variable -> (the bound it sets, what its unit is worth, what it means)."""

USUAL = Bounds()
VARIABLES = {
    name: f"{meaning}; {getattr(USUAL, bound) / worth:,.0f} by default"
    for name, (bound, worth, meaning) in _FIELDS.items()
}
"""Every variable that is read, with what it sets."""


def bounds(environment: Mapping[str, str] | None = None) -> Bounds:
    """The bounds as the environment has them now. Raises BadInput, naming the variable, for one that cannot be."""
    given = os.environ if environment is None else environment
    found: dict[str, Any] = {
        bound: _set(name, given[name], worth, whole=isinstance(getattr(USUAL, bound), int))
        for name, (bound, worth, _) in _FIELDS.items()
        if name in given
    }
    return Bounds(**found)


def _set(name: str, text: str, worth: int, *, whole: bool) -> float:
    try:
        number = float(text) * worth
    except ValueError:
        number = 0
    if not (1 if whole else 0.001) <= number < 2**53:
        raise BadInput(f"{name} has to be a number above 0.")
    return int(number) if whole else number
