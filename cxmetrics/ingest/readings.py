"""Readings: how the texts of one column become values, or what has to be asked first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cxmetrics.ingest import dates
from cxmetrics.ingest.durations import duration_choices, duration_formats, is_duration
from cxmetrics.ingest.names import words
from cxmetrics.ingest.values import Values
from cxmetrics.layout import (
    BEHIND_WORDS,
    CLOCK_HM,
    CLOCK_HMS,
    CLOCK_MS,
    DECIMAL_COMMA,
    EITHER,
    EPOCH_MS,
    EPOCH_S,
    EXCEL,
    PERCENT,
    PERCENT_COMMA,
    SPELLED,
    THOUSANDS,
    WORDED,
    Type,
)

_ENOUGH = 0.8
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_BEFORE, _BEHIND = r"[-+]?(?:[$€£¥]|[A-Z]{3})?[  ]?", r"(?:[  ]?(?:[$€£¥]|[A-Z]{3}))?"
_STYLES = {
    THOUSANDS: re.compile(rf"{_BEFORE}[-+]?(?:\d{{1,3}}(?:[,'’   ]\d{{3}})+|\d+)(?:\.\d+)?{_BEHIND}"),
    DECIMAL_COMMA: re.compile(rf"{_BEFORE}[-+]?(?:\d{{1,3}}(?:[.'’   ]\d{{3}})+|\d+)(?:,\d+)?{_BEHIND}"),
    PERCENT: re.compile(r"[-+]?\d+(?:\.\d+)?[  ]?%"),
    PERCENT_COMMA: re.compile(r"[-+]?\d+(?:,\d+)?[  ]?%"),
    WORDED: re.compile(r"\d{1,2} ?[-–—=:.)(] ?[^\W\d].*", re.DOTALL),
}
_LAST = re.compile(BEHIND_WORDS)
_EITHER = re.compile(r"[-+]?\d{1,3},\d{3}")
_POINT = re.compile(r"\.(?!\d{3}$)\d")
_WHEN = re.compile(
    r"\b(date|time|timestamp|day|at|on|created|updated|submitted|recorded|when|datum|\w*zeit|\w*zeitpunkt|fecha|hora|heure"
    r"|data|tijd|begintijd)\b"
)
_SERIAL = re.compile(r"\d+(?:[.,]\d+)?")
_SPAN = re.compile(r"\b(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|ms|duration)\b")
_SERIALS = (
    (EPOCH_S, 1e9, 2.2e9),
    (EPOCH_MS, 1e12, 2.2e12),
    ("%Y%m%d", 19900101, 20991231),
    (EXCEL, 30000, 60000),
)
"""Times written as numbers: the format, and what its values lie between (2001 to 2039; 1982 to 2064)."""
_CLOCKS = (CLOCK_HMS, CLOCK_MS, CLOCK_HM, SPELLED)


@dataclass(frozen=True, slots=True)
class Reading:
    """The type and format of a column (see Column.format).

    options: (format, words for it) where the texts could be written in either; format is None until one is settled.
    asked: the question that offers them, with {} for the column. evidence: records whose date can only be day first,
    and only month first.
    ways: the different ways in which dates are written, an example of each -> records; one where they agree.
    """

    type: Type
    format: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    asked: str = ""
    evidence: tuple[int, int] = (0, 0)
    ways: tuple[tuple[str, int], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say which of the options is meant."""
        return bool(self.options) and self.format is None


TEXT = Reading(Type.TEXT)


def read(values: Values, label: str) -> Reading:
    """Decide by the values, and by the label only whether a number can be a time."""
    if serial := _serial(values, label):
        return Reading(Type.TIME, serial)
    return _number(values) or _time(values) or TEXT


def read_duration(values: Values, label: str) -> Reading | None:
    """The reading of a column of durations on a clock or in words, None where it holds none."""
    formats = duration_formats(values.probe, label)
    if len(formats) < 2:
        return Reading(Type.NUMBER, formats[0]) if formats else None
    example = next(text for text in values.probe if is_duration(text, CLOCK_MS))
    asked = "Are the times in {} minutes and seconds or hours and minutes? They allow both."
    return Reading(Type.NUMBER, options=duration_choices(formats, example), asked=asked)


def fits(form: str, kind: Type, texts: Iterable[str]) -> bool:
    """Whether any of the texts can be read with a format of this type."""
    if kind is Type.TIME and form.startswith("%") and form != PERCENT:
        return any(dates.parses(text, form) for text in texts)
    if kind is Type.NUMBER and form in _CLOCKS:
        return any(is_duration(text, form) for text in texts)
    known = _STYLES if kind is Type.NUMBER else dict.fromkeys(serial for serial, _, _ in _SERIALS)
    return form in known and any((known[form] or _PLAIN).fullmatch(text) or _PLAIN.fullmatch(text) for text in texts)


def _serial(values: Values, label: str) -> str | None:
    header = words(label)
    if not _WHEN.search(header) or _SPAN.search(header) or values.share(_SERIAL.fullmatch) < _ENOUGH:
        return None
    return next((form for form, low, high in _SERIALS if values.within(low, high, whole=False) >= _ENOUGH), None)


def _number(values: Values) -> Reading | None:
    probe = values.probe
    total = sum(probe.values())
    plain = {text: n for text, n in probe.items() if _PLAIN.fullmatch(text)}
    rows = {
        style: sum(n for text, n in probe.items() if text not in plain and form.fullmatch(text))
        for style, form in _STYLES.items()
    }
    if plain:  # "Store - 12" is a name, but "Extremely likely - 10" beside a bare 9 is an answer
        rows[WORDED] += sum(n for text, n in probe.items() if _LAST.search(text))
    if any(_POINT.search(text) for text in plain):  # "3.5" beside "3,5" is no decimal comma but a mix-up
        rows[DECIMAL_COMMA] = 0
    style = max(rows, key=lambda key: rows[key])
    if not total or sum(plain.values()) + rows[style] < _ENOUGH * total:
        return None
    if not rows[style]:
        return Reading(Type.NUMBER)
    commas = [text for text in probe if "," in text]
    if style == THOUSANDS and commas and all(_EITHER.fullmatch(text) for text in commas):
        # one "3,5" or one "1,234.50" would have settled what the comma is
        thousands, decimal = commas[0].replace(",", ""), commas[0].replace(",", ".")
        return Reading(
            Type.NUMBER,
            options=((THOUSANDS, f"{commas[0]} is {thousands}"), (DECIMAL_COMMA, f"{commas[0]} is {decimal}")),
            asked="What does the comma mean in {}? Its values allow both.",
        )
    return Reading(Type.NUMBER, style)


def _time(values: Values) -> Reading | None:
    found = dates.patterns(values.probe)
    total, dated = sum(values.probe.values()), sum(found.values())
    if not total or dated < _ENOUGH * total:
        return None
    if len(found) > 1 and all(shape.startswith(dates.ISO) for shape in found):
        return Reading(Type.TIME)
    examples: dict[str, str] = {}
    for text in values.probe:
        if (shape := dates.pattern(text)) and shape not in examples:
            examples[shape] = text
    ways = tuple((examples.get(shape, examples.get(shape.replace("%B", "%b"), "")), n) for shape, n in found.items())
    if not any(map(dates.is_open, found)):
        return Reading(Type.TIME, EITHER.join(found), ways=ways)
    reading = Reading(Type.TIME, None, dates.choices(found, values.probe), ways=ways)
    return settled(reading, *dates.evidence(values.counts.items()))


def settled(reading: Reading, day_first: int, month_first: int) -> Reading:
    """A reading of dates with its order decided by the records that allow only one, or with a question."""
    order = dates.order(day_first, month_first)
    form = None if order is None else reading.options[dates.ORDERS.index(order)][0]
    return replace(reading, format=form, asked=dates.asked(day_first, month_first), evidence=(day_first, month_first))
