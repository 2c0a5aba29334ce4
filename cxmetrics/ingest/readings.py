"""Readings: how the texts of one column become values, or what has to be asked first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cxmetrics.ingest import dates
from cxmetrics.ingest.names import words
from cxmetrics.ingest.values import Values
from cxmetrics.layout import Type

PERCENT, DECIMAL_COMMA, THOUSANDS, WORDED = "%", ",", "1,000", "10 - text"
_ENOUGH = 0.8
_PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STYLES = {
    THOUSANDS: re.compile(r"[-+]?[$€£]? ?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"),
    DECIMAL_COMMA: re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?"),
    PERCENT: re.compile(r"[-+]?\d+(?:\.\d+)? ?%"),
    WORDED: re.compile(r"\d{1,2} ?[-–—=:.)(] ?[^\W\d].*", re.DOTALL),
}
_EITHER = re.compile(r"[-+]?\d{1,3},\d{3}")
_POINT = re.compile(r"\.(?!\d{3}$)\d")
_WHEN = re.compile(r"\b(date|time|timestamp|day|at|on|created|updated|submitted|recorded|when)\b")
_SPAN = re.compile(r"\b(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|ms|duration)\b")
_SERIALS = (
    ("epoch_s", 1e9, 2.2e9),
    ("epoch_ms", 1e12, 2.2e12),
    ("%Y%m%d", 19900101, 20991231),
    ("excel", 30000, 60000),
)
"""Times written as numbers: the format, and what its values lie between (2001 to 2039; 1982 to 2064)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The type and format of a column (see Column.format).

    options: (format, words for it) where the texts allow several; then format is None until somebody says which.
    left_out: share of the dates that are written in another way than `format` and will not be read.
    """

    type: Type
    format: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    left_out: float = 0.0


TEXT = Reading(Type.TEXT)


def read(values: Values, label: str) -> Reading:
    """Decide by the values, and by the label only whether a number can be a time."""
    if serial := _serial(values, label):
        return Reading(Type.TIME, serial)
    return _number(values) or _time(values) or TEXT


def fits(form: str, kind: Type, texts: Iterable[str]) -> bool:
    """Whether any of the texts can be read with a format of this type."""
    if kind is Type.TIME and form.startswith("%") and form != "%":
        return any(dates.parses(text, form) for text in texts)
    known = _STYLES if kind is Type.NUMBER else dict.fromkeys(serial for serial, _, _ in _SERIALS)
    return form in known and any((known[form] or _PLAIN).fullmatch(text) or _PLAIN.fullmatch(text) for text in texts)


def _serial(values: Values, label: str) -> str | None:
    header = words(label)
    if not _WHEN.search(header) or _SPAN.search(header) or values.share(_PLAIN.fullmatch) < _ENOUGH:
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
        )
    return Reading(Type.NUMBER, style)


def _time(values: Values) -> Reading | None:
    patterns = dates.patterns(values.probe)
    total, dated = sum(values.probe.values()), sum(patterns.values())
    if not total or dated < _ENOUGH * total:
        return None
    best = max(patterns, key=lambda pattern: patterns[pattern])
    if len(patterns) > 1 and all(pattern.startswith(dates.ISO) for pattern in patterns):
        return Reading(Type.TIME)
    left_out = 1 - patterns[best] / dated
    if not dates.is_open(best):
        return Reading(Type.TIME, best, left_out=left_out)
    if order := dates.order(values.counts.items()):
        return Reading(Type.TIME, dates.settle(best, order), left_out=left_out)
    return Reading(Type.TIME, None, dates.choices(best, values.probe), left_out)
