"""Typed values out of text: a Layout as the SELECT list that reads a file, and the reason to set a record aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxmetrics import layout as formats
from cxmetrics.layout import NO_ANSWER, NO_TEXT, SCALES, Column, Layout, Reason, Role, SetAside, Type
from cxmetrics.period import FIRST_YEAR, LAST_YEAR
from cxmetrics.warehouse.pseudonyms import KEY_TYPE, Secret, key_of, without_address
from cxmetrics.warehouse.quoting import identifier, literal, literals

LONGEST_RAW = 4096
_PER_SECOND = {Role.DURATION_MS: 0.001, Role.DURATION_MIN: 60.0, Role.DURATION_HOURS: 3600.0}
_SCORES = (*SCALES, Role.CSAT_TEXT, Role.CSAT_GOOD_BAD, Role.NPS_GROUP)
_NUMBER = r"-?\d+(?:\.\d+)?"
_YEARS = f"TIMESTAMP '{FIRST_YEAR}-01-01' AND TIMESTAMP '{LAST_YEAR}-12-31'"
"""A time outside was misread, such as 27/6/26 as the year 27, or is the text "infinity"."""
_SPELLED = (
    (86400.0, "d(?:ays?)?"),
    (3600.0, "h(?:rs?|ours?)?"),
    (60.0, "m(?:ins?|inutes?)?"),
    (1.0, "s(?:ecs?|econds?)?"),
    (0.001, "(?:ms|msecs?|milliseconds?)"),
)
"""Seconds in each unit of a duration in words, and how it is written."""
_DAMAGED = r"\d(?:[.,]\d+)?E\+?\d\d|\d{15}00+"
"""A long number as Excel writes it once it has lost its last digits."""


def stored(layout: Layout) -> tuple[Column, ...]:
    """The columns worth keeping: those with a role, without personal data."""
    return tuple(column for column in layout.columns if column.role not in (None, Role.PII))


def sql_type(column: Column) -> str:
    """The type a column is stored with."""
    if column.role is Role.PERSON:
        return KEY_TYPE
    return {Type.TEXT: "VARCHAR", Type.NUMBER: "DOUBLE", Type.TIME: "TIMESTAMP"}[column.type]


def day_column(layout: Layout) -> Column | None:
    """The column that dates a record: its date, else its start, else the period it sums up."""
    return next(iter(layout.named(Role.DATE) or layout.named(Role.START) or layout.named(Role.PERIOD)), None)


def _raw(column: Column) -> str:
    return f"_cx_c{column.position}"


def _given(column: Column, layout: Layout) -> str:
    """Trimmed text, NULL where blank or where the column is not about the record."""
    text = f"nullif(trim({_raw(column)}), '')"
    if column.only is None:
        return text
    (kind,) = (other for other in layout.columns if other.name == column.only.column)
    return f"CASE WHEN {_among(kind, column.only.among)} THEN {text} END"


def _among(column: Column, texts: Iterable[str]) -> str:
    """Whether a raw column holds one of the texts; the empty one is a blank cell."""
    return _one_of(f"lower(coalesce(trim({_raw(column)}), ''))", texts)


def _text(column: Column, layout: Layout) -> str:
    """The given text, NULL where it is one of the layout's texts for missing that can mean nothing else here."""
    text = _given(column, layout)
    if column.type is Type.TEXT:
        gone = [word for word in layout.missing if word.lower() in NO_TEXT]
    else:
        gone = [word for word in layout.missing if column.role in SCALES and _is_number(word)]
    if not gone:
        return text
    return f"CASE WHEN {_one_of(f'lower({text})', gone)} THEN NULL ELSE {text} END"


def _unanswered(column: Column, layout: Layout) -> str:
    """Whether a cell without a value says that there is none, rather than something that could not be read."""
    text = _text(column, layout)
    said = f"coalesce({_one_of(f'lower({text})', (*sorted(NO_ANSWER), *layout.missing))}, true)"
    # the words are looked up only where there is no value, which is seldom
    return f"CASE WHEN {identifier(column.name)} IS NULL THEN {said} ELSE false END"


def _unread_in(column: Column, layout: Layout) -> str:
    """Whether a cell without a value says something that could not be read."""
    return f"{identifier(column.name)} IS NULL AND NOT {_unanswered(column, layout)}"


def _is_number(word: str) -> bool:
    return word.lstrip("+-").replace(".", "", 1).isdigit()


def _one_of(text: str, words: Iterable[str]) -> str:
    """Whether lower-case text is one of the words, NULL for NULL."""
    return f"{text} IN ({literals(tuple(dict.fromkeys(word.lower() for word in words)))})"


def _number(column: Column, text: str) -> str:
    match column.format:
        case formats.CLOCK_HMS | formats.CLOCK_MS | formats.CLOCK_HM as form:
            return _clock(form, text)
        case formats.SPELLED:
            return _spelled(text)
        case formats.DECIMAL_COMMA | formats.PERCENT_COMMA:
            text = f"replace(regexp_replace({text}, '[^0-9,+-]', '', 'g'), ',', '.')"
        case formats.THOUSANDS:
            text = f"regexp_replace({text}, '[^0-9.+-]', '', 'g')"
        case formats.PERCENT:
            text = f"replace({text}, '%', '')"
        case formats.WORDED:
            before = f"nullif(regexp_extract({text}, '^\\s*({_NUMBER})', 1), '')"
            text = f"coalesce({before}, regexp_extract({text}, {literal(formats.BEHIND_WORDS)}, 1))"
    number = f"try_cast({text} AS DOUBLE)"
    if column.format in (formats.PERCENT, formats.PERCENT_COMMA):
        number = f"{number} / 100"
    # NaN is DuckDB's largest number and infinity passes every lower bound: neither is an answer
    number = f"CASE WHEN isfinite({number}) THEN {number} END"
    factor = _PER_SECOND.get(column.role) if column.role else None
    return f"({number}) * {factor}" if factor else number


def _clock(form: str, text: str) -> str:
    """Seconds of "1:05:12", and of "5:12" by its format; a bare number is zero or nothing."""
    part = [f"try_cast(split_part({text}, ':', {i}) AS DOUBLE)" for i in (1, 2, 3)]
    two = f"{part[0]} * 60 + {part[1]}" if form == formats.CLOCK_MS else f"{part[0]} * 3600 + {part[1]} * 60"
    return (
        f"CASE WHEN regexp_full_match({text}, '\\d+:[0-5]?\\d:[0-5]?\\d(\\.\\d+)?') "
        f"THEN {part[0]} * 3600 + {part[1]} * 60 + {part[2]} "
        + (f"WHEN regexp_full_match({text}, '\\d+:[0-5]?\\d') THEN {two} " if form != formats.CLOCK_HMS else "")
        + f"WHEN try_cast({text} AS DOUBLE) = 0 THEN 0 END"
    )


def _spelled(text: str) -> str:
    """Seconds of "1h 5m": every unit once, in any order; a bare number is zero or nothing."""
    whole = "|".join(unit for _, unit in _SPELLED)
    added = " + ".join(
        f"coalesce(try_cast(regexp_extract({text}, '({_NUMBER}) ?{unit}($|[^a-z])', 1, 'i') AS DOUBLE), 0) * {seconds}"
        for seconds, unit in _SPELLED
    )
    return (
        f"CASE WHEN regexp_full_match({text}, '(\\d+(\\.\\d+)? ?({whole}),? ?)+', 'i') THEN {added} "
        f"WHEN try_cast({text} AS DOUBLE) = 0 THEN 0 END"
    )


def _time(column: Column, text: str) -> str:
    match column.format:
        case None:
            return _plausible(_iso(text))
        case formats.EPOCH_S | formats.EPOCH_MS:
            scale = 1_000_000 if column.format == formats.EPOCH_S else 1_000
            return _plausible(f"try(make_timestamp(try_cast(try_cast({text} AS DOUBLE) * {scale} AS BIGINT)))")
        case formats.EXCEL:
            # day 25,569 of Excel's calendar is 1970-01-01; a millionth of a day is less than its serials resolve
            days = f"try_cast(replace({text}, ',', '.') AS DOUBLE) - 25569"
            return _plausible(f"try(make_timestamp(try_cast(round(({days}) * 86400) * 1000000 AS BIGINT)))")
        case patterns:
            read = [_plausible(_written(pattern, text)) for pattern in patterns.split(formats.EITHER)]
            return read[0] if len(read) == 1 else f"coalesce({', '.join(read)})"


def _plausible(time: str) -> str:
    return f"CASE WHEN {time} BETWEEN {_YEARS} THEN {time} END"


def _written(pattern: str, text: str) -> str:
    """The clock as it is written: a zone behind it is left off, not applied."""
    if pattern.startswith(("%Y-%m-%d", "%Y/%m/%d")) and "%p" not in pattern:
        return _iso(text)
    if pattern.endswith("%z"):
        pattern, text = pattern.removesuffix("%z"), f"regexp_replace({text}, {literal(formats.ZONE + '$')}, '')"
    return f"try_strptime({text}, {literal(pattern)})::TIMESTAMP"


def _iso(text: str) -> str:
    """Several times as fast as a pattern; the cast leaves off the usual zones itself."""
    bare = f"regexp_replace({text}, {literal(formats.ZONE + '$')}, '')"
    # "epoch" would be a time to DuckDB, so what does not begin with a digit is none
    time = f"coalesce(try_cast({text} AS TIMESTAMP), try_cast({bare} AS TIMESTAMP))"
    return f"CASE WHEN {text} BETWEEN '0' AND ':' THEN {time} END"


def _value(column: Column, layout: Layout, secret: Secret) -> str:
    text = _text(column, layout)
    if column.role is Role.PERSON:
        return key_of(text, secret)
    if column.role is Role.ID:
        return without_address(text, secret)
    match column.type:
        case Type.TEXT if column.format == formats.LISTED:
            return f"nullif(trim(split_part({text}, {literal(formats.LISTED)}, 1)), '')"
        case Type.TEXT:
            return _decoded(column, text) if column.codes else text
        case Type.NUMBER:
            number = _number(column, text)
            if column.range and Reason.OUT_OF_RANGE in layout.counted:
                low, high = column.range
                return f"CASE WHEN {number} BETWEEN {low} AND {high} THEN {number} END"
            return number
        case Type.TIME:
            return _time(column, text)


def _decoded(column: Column, text: str) -> str:
    cases = " ".join(f"WHEN {literal(code.lower())} THEN {literal(meant)}" for code, meant in column.codes)
    return f"CASE lower({text}) {cases} END"


def _rule(rule: SetAside, columns: dict[str, Column]) -> str:
    if rule.prefix:
        text = f"lower(trim({_raw(columns[rule.column])}))"
        found = " OR ".join(f"starts_with({text}, {literal(start.lower())})" for start in rule.among)
        found = f"coalesce({found}, false)"
    else:
        found = _among(columns[rule.column], rule.among)
    return f"NOT {found}" if rule.unless else found


def _reason(layout: Layout) -> str:
    """The first reason to keep a record but not count it, NULL for a record that counts.

    Lines that are no records have their reason already, and doubled ids are found among the records that are left.
    """
    cases = [
        f"WHEN {found} THEN {literal(reason)}" for reason, found in _reasons(layout) if reason not in layout.counted
    ]
    return f"CASE {' '.join(cases)} END" if cases else "NULL"


def _reasons(layout: Layout) -> Iterator[tuple[Reason, str]]:
    """Every reason and its condition, in the order in which the first one that fits is a record's own."""
    columns = {column.name: column for column in layout.columns}
    for rule in layout.set_aside:
        yield rule.reason, _rule(rule, columns)
    scores = [column for column in stored(layout) if column.role in _SCORES]
    if layout.survey and scores:
        blank = " AND ".join(f"{identifier(score.name)} IS NULL" for score in scores)
        unanswered = " AND ".join(_unanswered(score, layout) for score in scores)
        coded = _coded(layout)
        # what the cells say is looked up only for records without any score
        if coded:
            held = f"coalesce({coded}, false)"
            yield Reason.MISSING_CODE, f"CASE WHEN {blank} THEN {unanswered} AND {held} ELSE false END"
            unanswered += f" AND NOT {held}"
        yield Reason.NO_SCORE, f"CASE WHEN {blank} THEN {unanswered} ELSE false END"
    if day := day_column(layout):
        yield Reason.NO_DATE, f"{identifier(day.name)} IS NULL"
    for column in stored(layout):
        if column.range or column.codes:
            yield Reason.OUT_OF_RANGE, _outside(column, layout)
    start, end = layout.named(Role.START), layout.named(Role.END)
    if start and end:
        yield Reason.IMPOSSIBLE_DATES, f"{identifier(end[0].name)} < {identifier(start[0].name)}"


def _outside(column: Column, layout: Layout) -> str:
    """Whether a column holds something that cannot be answered there."""
    unread = _unread_in(column, layout)
    if column.range is None:
        return unread
    low, high = column.range
    return f"{identifier(column.name)} NOT BETWEEN {low} AND {high} OR {unread}"


def _coded(layout: Layout) -> str:
    """Whether a score holds a number that stands for "no answer", empty where the file has no such numbers."""
    codes = tuple(word for word in layout.missing if _is_number(word))
    scores = [column for column in layout.columns if column.role in SCALES]
    return " OR ".join(f"({_given(column, layout)}) IN ({literals(codes)})" for column in scores) if codes else ""


def _unread(layout: Layout) -> str:
    """Names, joined by line feeds, of the unscored columns whose text could not become a number or a time."""
    odd = [
        f"CASE WHEN {_unread_in(column, layout)} THEN {literal(column.name)} END"
        for column in stored(layout)
        if column.type is not Type.TEXT and column.range is None
    ]
    return f"nullif(concat_ws(chr(10), {', '.join(odd)}), '')" if odd else "NULL"


def _damaged(layout: Layout) -> str:
    """Whether an id or a person's key was a number that lost its last digits."""
    texts = [f"trim({_raw(column)})" for column in (*layout.named(Role.ID), *layout.named(Role.PERSON))]
    # few texts look like it at all, and only those are worth a pattern
    found = (
        f"CASE WHEN contains({text}, 'E') OR ends_with({text}, '00') "
        f"THEN regexp_full_match({text}, {literal(_DAMAGED)}) ELSE false END"
        for text in texts
    )
    return " OR ".join(found) or "false"


def typed(raw: str, layout: Layout, secret: Secret) -> str:
    """The query of typed columns, then `_cx_day` and what else is known, over a relation of raw _cx_c0, _cx_c1, ...

    secret: of the workspace; with it persons become keys that say nothing about them. Every step is a query of its own,
    because DuckDB reckons an expression anew wherever its name is used beside it.
    """
    kept = stored(layout)
    values = ", ".join(f"{_value(column, layout, secret)} AS {identifier(column.name)}" for column in kept)
    reasoned = f"SELECT *, {_reason(layout)} AS _cx_reason FROM (SELECT *, {values} FROM {raw})"
    masked = (Role.ID, Role.PERSON)
    texts = (f"{identifier(c.name)}::VARCHAR" if c.role in masked else _raw(c) for c in kept)
    day = day_column(layout)
    columns = [
        *(identifier(column.name) for column in kept),
        f"{identifier(day.name)}::DATE AS _cx_day" if day else "NULL::DATE AS _cx_day",
        "_cx_reason",
        f"CASE WHEN _cx_reason IS NOT NULL "
        f"THEN left(to_json([{', '.join(dict.fromkeys(texts))}])::VARCHAR, {LONGEST_RAW}) END AS _cx_raw",
        f"{_unread(layout)} AS _cx_unread",
        f"{_damaged(layout)} AS _cx_damaged",
    ]
    return f"SELECT {', '.join(columns)} FROM ({reasoned})"
