"""Typed values out of text: a Layout as the SELECT list that reads a file, and the reason to set a record aside."""

from __future__ import annotations

from cxmetrics.layout import SCALES, Column, Layout, Reason, Role, SetAside, Type
from cxmetrics.warehouse.quoting import identifier, literal, literals

LONGEST_RAW = 4096
_PER_SECOND = {Role.DURATION_MS: 0.001, Role.DURATION_MIN: 60.0, Role.DURATION_HOURS: 3600.0}
_SCORES = (*SCALES, Role.CSAT_TEXT, Role.CSAT_GOOD_BAD, Role.NPS_GROUP)
_NUMBER = r"-?\d+(?:\.\d+)?"


def stored(layout: Layout) -> tuple[Column, ...]:
    """The columns worth keeping: those with a role, without personal data."""
    return tuple(column for column in layout.columns if column.role not in (None, Role.PII))


def sql_type(column: Column) -> str:
    """The type a column is stored with."""
    return {Type.TEXT: "VARCHAR", Type.NUMBER: "DOUBLE", Type.TIME: "TIMESTAMP"}[column.type]


def day_column(layout: Layout) -> Column | None:
    """The column that dates a record: its date, else its start."""
    return next(iter(layout.named(Role.DATE) or layout.named(Role.START)), None)


def _raw(column: Column) -> str:
    return f"_cx_c{column.position}"


def _text(column: Column, layout: Layout) -> str:
    """Trimmed text, NULL where blank or one of the layout's words for missing."""
    text = f"nullif(trim({_raw(column)}), '')"
    if not layout.missing:
        return text
    words = literals(tuple(word.lower() for word in layout.missing))
    return f"CASE WHEN lower({text}) IN ({words}) THEN NULL ELSE {text} END"


def _number(column: Column, text: str) -> str:
    if column.format == ",":
        text = f"replace(replace({text}, '.', ''), ',', '.')"
    elif column.format == "1,000":
        text = f"regexp_replace({text}, '[^0-9.eE+-]', '', 'g')"
    elif column.format == "%":
        text = f"replace({text}, '%', '')"
    elif column.format == "10 - text":
        text = f"regexp_extract({text}, '^\\s*({_NUMBER})', 1)"
    number = f"try_cast({text} AS DOUBLE)"
    if column.format == "%":
        number = f"{number} / 100"
    # NaN is DuckDB's largest number and infinity passes every lower bound: neither is an answer
    number = f"CASE WHEN isfinite({number}) THEN {number} END"
    factor = _PER_SECOND.get(column.role) if column.role else None
    return f"({number}) * {factor}" if factor else number


def _time(column: Column, text: str) -> str:
    match column.format:
        case None:
            return f"try_cast({text} AS TIMESTAMP)"
        case "epoch_s" | "epoch_ms":
            scale = 1_000_000 if column.format == "epoch_s" else 1_000
            return f"make_timestamp(try_cast(try_cast({text} AS DOUBLE) * {scale} AS BIGINT))"
        case "excel":
            # day 25,569 of Excel's calendar is 1970-01-01
            return f"make_timestamp(try_cast((try_cast({text} AS DOUBLE) - 25569) * 86400000000 AS BIGINT))"
        case pattern:
            return f"try_strptime({text}, {literal(pattern)})::TIMESTAMP"


def _value(column: Column, layout: Layout) -> str:
    text = _text(column, layout)
    match column.type:
        case Type.TEXT:
            return text
        case Type.NUMBER:
            return _number(column, text)
        case Type.TIME:
            return _time(column, text)


def _rule(rule: SetAside, columns: dict[str, Column]) -> str:
    texts = literals(tuple(text.lower() for text in rule.among))
    found = f"lower(trim({_raw(columns[rule.column])})) IN ({texts})"
    return f"WHEN {'NOT coalesce(' + found + ', false)' if rule.unless else found} THEN {literal(rule.reason)}"


def _reason(layout: Layout) -> str:
    """The first reason to keep a record but not count it, NULL for a record that counts."""
    columns = {column.name: column for column in layout.columns}
    cases = [_rule(rule, columns) for rule in layout.set_aside]
    if day := day_column(layout):
        cases.append(f"WHEN {identifier(day.name)} IS NULL THEN {literal(Reason.NO_DATE)}")
    for column in layout.columns:
        if column.role in SCALES:
            low, high = SCALES[column.role]
            value = identifier(column.name)
            outside = (
                f"{_text(column, layout)} IS NOT NULL AND ({value} IS NULL OR {value} NOT BETWEEN {low} AND {high})"
            )
            cases.append(f"WHEN {outside} THEN {literal(Reason.OUT_OF_RANGE)}")
    start, end = layout.named(Role.START), layout.named(Role.END)
    if start and end:
        cases.append(
            f"WHEN {identifier(end[0].name)} < {identifier(start[0].name)} THEN {literal(Reason.IMPOSSIBLE_DATES)}"
        )
    scores = [identifier(column.name) for column in stored(layout) if column.role in _SCORES]
    if layout.survey and scores:
        none = " AND ".join(f"{score} IS NULL" for score in scores)
        if coded := _coded(layout):
            cases.append(f"WHEN {none} AND ({coded}) THEN {literal(Reason.MISSING_CODE)}")
        cases.append(f"WHEN {none} THEN {literal(Reason.NO_SCORE)}")
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _coded(layout: Layout) -> str:
    """Whether a score holds a number that stands for "no answer", empty where the file has no such numbers."""
    codes = tuple(word for word in layout.missing if word.removeprefix("-").isdigit())
    scores = [column for column in layout.columns if column.role in SCALES]
    return " OR ".join(f"trim({_raw(column)}) IN ({literals(codes)})" for column in scores) if codes else ""


def _unread(layout: Layout) -> str:
    """Names, joined by line feeds, of the unscored columns whose text could not become a number or a time."""
    odd = [
        f"CASE WHEN {_text(column, layout)} IS NOT NULL AND {identifier(column.name)} IS NULL "
        f"THEN {literal(column.name)} END"
        for column in stored(layout)
        if column.type is not Type.TEXT and column.role not in SCALES
    ]
    return f"nullif(concat_ws(chr(10), {', '.join(odd)}), '')" if odd else "NULL"


def select_list(layout: Layout) -> str:
    """The SELECT list over raw columns _cx_c0, _cx_c1, ...: typed columns, then `_cx_day` and what else is known."""
    kept = stored(layout)
    raw = ", ".join(_raw(column) for column in kept)
    day = day_column(layout)
    return ",\n".join(
        [f"{_value(column, layout)} AS {identifier(column.name)}" for column in kept]
        + [
            f"{identifier(day.name)}::DATE AS _cx_day" if day else "NULL::DATE AS _cx_day",
            f"{_reason(layout)} AS _cx_reason",
            f"CASE WHEN _cx_reason IS NOT NULL THEN left(to_json([{raw}])::VARCHAR, {LONGEST_RAW}) END AS _cx_raw",
            f"{_unread(layout)} AS _cx_unread",
        ]
    )
