"""Writing exports for tests: tables as bytes, and values whose counts are known before they are shuffled."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal


def table(
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    end: str = "\r\n",
    quote_all: bool = False,
) -> bytes:
    """Records as a delimited file; None is a blank cell."""
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue().encode(encoding)


def shuffled(seed: int, counts: Mapping[Any, int]) -> list[Any]:
    """Each value as often as it is counted, in an order that only the seed decides."""
    values = [value for value, count in counts.items() for _ in range(count)]
    random.Random(seed).shuffle(values)
    return values


def moments(first: datetime, last: datetime, count: int) -> list[datetime]:
    """So many moments in even steps of whole seconds, from the first to the last."""
    step = (last - first) / (count - 1)
    return [first + timedelta(seconds=round((step * i).total_seconds())) for i in range(count)]
