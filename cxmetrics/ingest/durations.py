"""Durations as exports write them beside bare numbers: on a clock, or in words such as "1h 5m"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cxmetrics.ingest.names import words
from cxmetrics.layout import CLOCK_HM, CLOCK_HMS, CLOCK_MS, SPELLED

_ENOUGH = 0.8
_SHORT = 0.5
_THREE = re.compile(r"\d{1,5}:[0-5]?\d:[0-5]?\d(?:\.\d+)?")
_TWO = re.compile(r"\d{1,5}:[0-5]\d")
_UNITS = "d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?|ms|msecs?|milliseconds?"
_SPELLED = re.compile(rf"(?:\d+(?:\.\d+)? ?(?:{_UNITS})(?![a-z]),? ?)+", re.IGNORECASE)
_ZERO = re.compile(r"0+")
_MOMENT = re.compile(r"\b(start|started|begin|began|end|ended|opened|closed|created|at|of day|when|timestamp|date)\b")
_LASTING = re.compile(
    r"\b(duration|length|elapsed|hold|talk|handle|handling|wait|waiting|queue|ring|wrap|acw|ivr|resolution|response"
    r"|reply|aht|asa|delay|speed|seconds?|secs?|minutes?|mins?|hours?|hrs?)\b"
)
_HOURS = re.compile(r"\b(hours?|hrs?|hh|h mm)\b")
_MINUTES = re.compile(r"\b(minutes?|mins?|mm ss|m ss)\b")


def duration_formats(counts: Mapping[str, int], label: str) -> tuple[str, ...]:
    """How texts -> records write durations: one format, both where "6:30" leaves it open, none where they are none."""
    three, two, spelled, zero = (_share(counts, form) for form in (_THREE, _TWO, _SPELLED, _ZERO))
    if spelled and spelled + zero >= _ENOUGH:
        return (SPELLED,)
    if not three + two or three + two + zero < _ENOUGH:
        return ()
    header = words(label)
    if not two:
        return (CLOCK_HMS,)
    if three or _MINUTES.search(header):
        return (CLOCK_MS,)
    return (CLOCK_HM,) if _HOURS.search(header) else (CLOCK_MS, CLOCK_HM)


def lasts(counts: Mapping[str, int], label: str) -> bool:
    """Whether a column of clocks holds durations rather than times of day.

    The header says that something lasts; without such a word most are under an hour, which no opening hours are.
    """
    formats, header = duration_formats(counts, label), words(label)
    if not formats or SPELLED in formats or _MOMENT.search(header):
        return SPELLED in formats
    short = sum(n for text, n in counts.items() if re.match(r"0?0:\d\d:", text)) >= _SHORT * sum(counts.values())
    return short or _LASTING.search(header) is not None


def duration_choices(formats: tuple[str, ...], example: str) -> tuple[tuple[str, str], ...]:
    """Both formats of "6:30", each with what it would mean."""
    first, second = example.split(":")
    meant = {CLOCK_MS: ("minutes", "seconds"), CLOCK_HM: ("hours", "minutes")}
    return tuple(
        (form, f"{example} is {int(first)} {meant[form][0]} and {int(second)} {meant[form][1]}") for form in formats
    )


def is_duration(text: str, form: str) -> bool:
    """Whether a text can be read with a format of durations."""
    if form == SPELLED:
        return _SPELLED.fullmatch(text) is not None
    return (_THREE.fullmatch(text) or (form != CLOCK_HMS and _TWO.fullmatch(text))) is not None


def _share(counts: Mapping[str, int], form: re.Pattern[str]) -> float:
    total = sum(counts.values())
    return sum(n for text, n in counts.items() if form.fullmatch(text)) / total if total else 0.0
