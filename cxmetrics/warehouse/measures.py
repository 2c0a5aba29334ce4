"""Measures as SQL: for each, the relation to aggregate and the expressions of y and x."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from cxmetrics.measure import (
    DurationOf,
    ElapsedOf,
    FilledOf,
    LeaversOf,
    MeanOf,
    Measure,
    NpsGroupOf,
    NpsOf,
    ReasonsOf,
    RepeatsOf,
    ShareOf,
    TallyOf,
    Where,
)
from cxmetrics.warehouse.quoting import identifier, literal, literals
from cxmetrics.warehouse.records import COUNTS

_RUNS = {1: "month", 3: "quarter", 12: "year"}
_GROUPS = "WHEN 'promoter' THEN 1 WHEN 'passive' THEN 0 WHEN 'detractor' THEN -1"


class Shape(Enum):
    """How much is summed: y of -1, 0 or 1 is told by counts alone, which a tally holds already as {n, up, down}; any
    number; two numbers with their product.
    """

    SIGN = auto()
    TALLY = auto()
    NUMBER = auto()
    PAIR = auto()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """y, and x of a pair, over the rows of `relation`: a SELECT of every column of the records and `_cx_day`.

    positive: what makes a y count as positive.
    """

    relation: str
    shape: Shape
    y: str
    x: str = "NULL"
    positive: str = "> 0"


def reckoning(measure: Measure, table: str) -> Reckoning:
    """How `measure` is computed over the counted records of `table`."""
    records = f"SELECT * FROM {table} WHERE {COUNTS}"
    match measure:
        case NpsOf(score):
            column = identifier(score)
            sign = f"CASE WHEN {column} >= 9 THEN 1 WHEN {column} >= 7 THEN 0 WHEN {column} >= 0 THEN -1 END"
            return Reckoning(records, Shape.SIGN, sign)
        case NpsGroupOf(group):
            return Reckoning(records, Shape.SIGN, f"CASE lower({identifier(group)}) {_GROUPS} END")
        case FilledOf(column):
            return Reckoning(records, Shape.SIGN, f"({identifier(column)} IS NOT NULL)::INTEGER")
        case TallyOf():
            return Reckoning(records, Shape.TALLY, _tally(measure))
        case ShareOf():
            return Reckoning(records, Shape.SIGN, _share(measure))
        case MeanOf(column, top_box):
            positive = "> 0" if top_box is None else f">= {float(top_box)}"
            return Reckoning(records, Shape.NUMBER, identifier(column), positive=positive)
        case DurationOf(column):
            return _seconds(records, identifier(column))
        case ElapsedOf(start, end):
            return _seconds(records, f"date_diff('second', {identifier(start)}, {identifier(end)})")
        case LeaversOf(start, end, months, stayed):
            relation = _leavers(table, identifier(start), identifier(end), months)
            return Reckoning(relation, Shape.SIGN, "1 - _cx_left" if stayed else "_cx_left")
        case ReasonsOf(column, reason, end):
            given = f"coalesce(lower({identifier(column)}), '')"
            y = f"({given} = {literal((reason or '').lower())})::INTEGER"
            ended = _ended(table, identifier(end)) if end else f"{records} AND {identifier(column)} IS NOT NULL"
            return Reckoning(ended, Shape.SIGN, y)
        case RepeatsOf(person, at, days, handled):
            asked = f"CASE WHEN {identifier(handled)} > 0 THEN _cx_repeat END" if handled else "_cx_repeat"
            return Reckoning(_repeats(table, identifier(person), identifier(at), days), Shape.SIGN, asked)


def _seconds(records: str, expression: str) -> Reckoning:
    seconds = f"CASE WHEN {expression} > 0 THEN {expression} END"
    return Reckoning(records, Shape.PAIR, f"ln({seconds})", seconds)


def _tally(measure: TallyOf) -> str:
    """Whole people out of shares, NULL unless all three are there."""
    n, up, down = (identifier(column) for column in (measure.n, measure.promoters, measure.detractors))
    per = f"{n} * " if measure.shares else ""
    people = ", ".join(f"{name} := round({per}{group})::BIGINT" for name, group in (("up", up), ("down", down)))
    possible = f"{n} > 0 AND {up} >= 0 AND {down} >= 0 AND {up} + {down} <= {'1' if measure.shares else n}"
    return f"CASE WHEN {possible} THEN struct_pack(n := {n}::BIGINT, {people}) END"


def _share(measure: ShareOf) -> str:
    share = _passing(measure)
    return f"CASE WHEN {_holds(measure.where)} THEN {share} END" if measure.where else share


def _holds(where: Where) -> str:
    column = identifier(where.column)
    if not where.among:
        return f"{column} IS NOT NULL"
    return f"lower({column}::VARCHAR) IN ({literals(tuple(text.lower() for text in where.among))})"


def _passing(measure: ShareOf) -> str:
    column = identifier(measure.column)
    if measure.among:
        text = f"lower({column}::VARCHAR)"
        passes = f"{text} IN ({literals(tuple(word.lower() for word in measure.among))})"
        if measure.out_of:
            known = literals(tuple(word.lower() for word in (*measure.among, *measure.out_of)))
            return f"CASE WHEN {text} IN ({known}) THEN ({passes})::INTEGER END"
    else:
        bounds = [
            f"{column} {sign} {float(bound)}"
            for sign, bound in ((">=", measure.at_least), ("<", measure.below))
            if bound is not None
        ]
        passes = " AND ".join(bounds)
    answers = f"{column} > 0" if measure.positive else f"{column} IS NOT NULL"
    return f"CASE WHEN {answers} THEN ({passes})::INTEGER {'ELSE 0 ' if measure.unsaid else ''}END"


def last_end(end: str) -> str:
    """The latest day of an end column that says how far the file reaches, as an aggregate.

    An end may be a plan: one after today is none yet, and of the others the latest two do not count.
    """
    return f"(max({end}::DATE, 3) FILTER ({end} <= now()::TIMESTAMP))[3]"


def _ended(table: str, end: str) -> str:
    """The records that have ended, on the day they did; an end may be a plan, and one after today is none yet."""
    return f"SELECT * REPLACE ({end}::DATE AS _cx_day) FROM {table} WHERE {COUNTS} AND {end} <= now()::TIMESTAMP"


def _leavers(table: str, start: str, end: str, months: int) -> str:
    """One row for each record and run of months at whose first day it was active, over those the file knows of.

    Before the first end that it records, a file holds only those who stayed, as if nobody had left.
    """
    run = _RUNS[months]
    first_end, last_start = (
        f"{of} FILTER ({column} <= now()::TIMESTAMP)" for of, column in ((f"min({end})", end), (f"max({start})", start))
    )
    return f"""
        SELECT * REPLACE (_cx_month AS _cx_day),
            coalesce({end} < _cx_month + INTERVAL {months} MONTH, false)::INTEGER AS _cx_left
        FROM (SELECT * FROM {table} WHERE {COUNTS}) JOIN (
            SELECT unnest(generate_series(
                date_trunc('{run}', least(coalesce({first_end}, min({start})), {last_start})),
                date_trunc('{run}', greatest({last_start}::DATE, {last_end(end)})),
                INTERVAL {months} MONTH
            ))::DATE AS _cx_month FROM {table} WHERE {COUNTS}
        ) ON {start} < _cx_month AND ({end} IS NULL OR {end} >= _cx_month)
    """


def _repeats(table: str, person: str, at: str, days: int) -> str:
    """Each record, and whether its person came back in time.

    The last days of the file cannot know yet, not even of those who are back already: they alone would all be repeats.
    """
    return f"""
        SELECT *, CASE
            WHEN {person} IS NULL OR {at} + INTERVAL {days} DAY > max({at}) OVER () THEN NULL
            ELSE coalesce(lead({at}) OVER same <= {at} + INTERVAL {days} DAY, false)::INTEGER
        END AS _cx_repeat
        FROM {table} WHERE {COUNTS}
        WINDOW same AS (PARTITION BY {person} ORDER BY {at})
    """
