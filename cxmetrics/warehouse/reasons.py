"""Reasons: what those who left gave as their reason, and which competitors they named."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from cxmetrics.warehouse.quoting import identifier, literal

_NAME = r"(?-i:[A-Z0-9][\w&'’.-]*)"
_SWITCHED = (
    r"(?i)\b(?:switch(?:ed|ing)?|chang(?:ed|ing)|went|going|gone|port(?:ed|ing)?|sign(?:ed|ing)|mov(?:ed|ing) over|"
    rf"left (?:you|us))\s+(?:over\s+|up\s+)?(?:to|with|for)\s+({_NAME}(?:\s+{_NAME}){{0,3}})"
)
"""A name behind words such as "switched to"; not behind "moved to", because people move house."""
_OTHERS = (
    r"(?i)\b(?:competitors?|competition|switched_service|better offer|cheaper elsewhere|"
    r"(?:another|other|different) (?:provider|supplier|company|vendor))\b"
)
"""Words for a competitor without a name; Stripe's feedback code among them."""


def given(cursor: duckdb.DuckDBPyConnection, table: str, column: str, ended: str) -> list[tuple[str | None, int]]:
    """Each reason of the records that ended, in its commonest spelling, and how many gave it; None for none."""
    text = f"nullif(trim({identifier(column)}), '')"
    rows = cursor.execute(
        f"SELECT mode(reason), count(*) FROM (SELECT {text} AS reason FROM {table} WHERE {ended}) "
        "GROUP BY lower(reason) ORDER BY count(*) DESC, 1"
    ).fetchall()
    return [(reason, n) for reason, n in rows]


def competitors(
    cursor: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], ended: str, names: Sequence[str]
) -> list[tuple[str, int]]:
    """Each competitor found in the texts of the records that ended, as it is written, and how many named it.

    names: of competitors, found wherever they stand; others are found behind words such as "switched to". A record
    names one, the first of the names, else what it says it switched to, else a competitor without a name.
    """
    if not columns:
        return []
    text = f"concat_ws(' | ', {', '.join(identifier(column) for column in columns)})"
    known = "".join(f" WHEN contains(lower(said), {literal(name.lower())}) THEN {literal(name)}" for name in names)
    told = f"nullif(regexp_extract(said, {literal(_SWITCHED)}, 1), '')"
    other = f"nullif(lower(regexp_extract(said, {literal(_OTHERS)}, 0)), '')"
    found = f"coalesce({f'CASE{known} END, ' if known else ''}{told}, {other})"
    rows = cursor.execute(
        f"SELECT mode(name), count(*) FROM (SELECT {found} AS name FROM (SELECT {text} AS said FROM {table} "
        f"WHERE {ended})) WHERE name IS NOT NULL GROUP BY lower(name) ORDER BY count(*) DESC, 1"
    ).fetchall()
    return [(name, n) for name, n in rows]
