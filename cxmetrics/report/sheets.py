"""Sheets: tables as CSV that a spreadsheet reads as figures and text, and never as formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[\s\"'\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")
"""Where a cell starts, also one that a spreadsheet splits off at a semicolon or tab, with a sign it calculates from.

After OWASP, "CSV Injection"; a sign behind spaces or quotes counts, because spreadsheets trim them.
"""

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def csv(table: pd.DataFrame) -> bytes:
    """The table with its headings, as UTF-8 with a mark that Excel knows it by; text is neutralised, numbers stay."""
    import pandas as pd

    safe = table.rename(columns=harmless)
    for number, kind in enumerate(table.dtypes):
        if not pd.api.types.is_numeric_dtype(kind):
            safe.isetitem(number, [harmless(cell) for cell in table.iloc[:, number]])
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def harmless(cell: object) -> object:
    """Text with an apostrophe before whatever a spreadsheet would calculate; anything but text as it is."""
    if not isinstance(cell, str) or _NUMBER.fullmatch(cell):
        return cell
    return _FORMULA.sub(r"\1'", cell)
