"""The reading process itself: it sees one file and one folder, has no network, and dies past its limits.

It is started for every file, so it imports next to nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

from cxmetrics.warehouse.connection import connect

MEMORY_BYTES = 4 * 2**30
DEADLINE_S = 600
NO_TABLE = 3
NO_ROOM = 4
"""Exit codes for a file that is no table, and for a full disk; every other failure is a defect of the program."""


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the deadline still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (DEADLINE_S, DEADLINE_S))


def main() -> None:
    """Execute the statements of the order on standard input."""
    _limit()
    order = json.load(sys.stdin)
    connection = connect(None, Path(order["folder"]), source=Path(order["source"]))
    try:
        for statement in order["statements"]:
            connection.execute(statement)
    except (duckdb.InvalidInputException, duckdb.OutOfMemoryException, MemoryError) as problem:
        print(str(problem).splitlines()[0], file=sys.stderr)
        sys.exit(NO_TABLE)
    except duckdb.IOException:
        sys.exit(NO_ROOM)


if __name__ == "__main__":
    main()
