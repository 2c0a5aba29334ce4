"""Dates as exports write them: the strptime pattern of a text, and which of two numbers is the day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Literal

from cxmetrics.layout import EITHER, ZONE

Order = Literal["day first", "month first"]
ORDERS: tuple[Order, Order] = ("day first", "month first")
ISO = "%Y-%m-%d"
_OPEN = "%1{0}%2{0}"
_TYPOS = 0.01
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_LONG = "January|February|March|April|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:\d{4}|\d{2})"
_DATE = re.compile(
    rf"""
    (?:(?P<weekday>(?i:{_WEEKDAYS}|Mon|Tue|Wed|Thu|Fri|Sat|Sun))(?P<after_weekday>,?\ ))?
    (?:
        \d{{4}}(?P<year_first>[-/.])(?:0?[1-9]|1[0-2])(?P=year_first){_DAY}
      | {_DAY}(?P<two_numbers>[-/.]){_DAY}(?P=two_numbers)(?P<year>{_YEAR})
      | {_DAY}(?P<day_first>[-\ /])(?P<a_month>(?i:{_LONG}|{_SHORT}))(?P=day_first)(?P<a_year>{_YEAR})
      | (?P<b_month>(?i:{_LONG}|{_SHORT}))\ {_DAY}(?P<comma>,?)\ \d{{4}}
      | (?P<c_month>(?i:{_LONG}|{_SHORT}))(?P<month_mark>[-\ ])(?P<c_year>{_YEAR})
      | (?P<year_month>\d{{4}}-(?:0[1-9]|1[0-2]))
      | (?P<month_year>(?:0?[1-9]|1[0-2])/\d{{4}})
    )
    (?:
        (?P<before_time>T|,?\ (?:at\ )?)\d{{1,2}}:\d{{2}}(?P<seconds>:\d{{2}})?(?P<fraction>\.\d{{1,9}})?
        (?P<half>\ ?[AaPp][Mm])?
        (?P<zone>{ZONE})?
    )?
    """,
    re.VERBOSE,
)
_TWO_NUMBERS = re.compile(r"(?:[A-Za-z]+,? )?(\d{1,2})[-/.](\d{1,2})[-/.]\d")
_ZONE_BEHIND = re.compile(rf"{ZONE}$")
_BEYOND_MICROSECONDS = re.compile(r"(\.\d{6})\d+")


def pattern(text: str) -> str | None:
    """The strptime pattern of one text, None where it is no date; %1 and %2 are day and month in either order.

    A `%z` at the end stands for a zone in any spelling.
    """
    found = _DATE.fullmatch(text)
    if not found:
        return None
    part = found.groupdict()
    weekday = part["weekday"]
    named = "" if not weekday else ("%a" if len(weekday) == 3 else "%A") + (part["after_weekday"] or "")
    return named + _date(part) + _clock(part)


def _date(part: Mapping[str, str | None]) -> str:
    if mark := part["year_first"]:
        return f"%Y{mark}%m{mark}%d"
    if mark := part["two_numbers"]:
        year = _year(part["year"])
        # nobody writes the month first between full stops
        return f"%d.%m.{year}" if mark == "." else _OPEN.format(mark) + year
    if month := part["a_month"]:
        mark = part["day_first"]
        return f"%d{mark}{_month(month)}{mark}{_year(part['a_year'])}"
    if month := part["b_month"]:
        return f"{_month(month)} %d{part['comma']} %Y"
    if month := part["c_month"]:
        return f"{_month(month)}{part['month_mark']}{_year(part['c_year'])}"
    return "%Y-%m" if part["year_month"] else "%m/%Y"


def _clock(part: Mapping[str, str | None]) -> str:
    before = part["before_time"]
    if before is None:
        return ""
    half = part["half"]
    clock = f"{before}{'%I' if half else '%H'}:%M"
    clock += ":%S" if part["seconds"] else ""
    clock += ".%f" if part["fraction"] else ""
    if half:
        clock += " %p" if half.startswith(" ") else "%p"
    return clock + ("%z" if part["zone"] else "")


def _month(name: str) -> str:
    return "%b" if len(name) == 3 else "%B"


def _year(digits: str | None) -> str:
    return "%Y" if digits and len(digits) == 4 else "%y"


def patterns(counts: Mapping[str, int]) -> Counter[str]:
    """Patterns of the texts that are dates -> records, the most frequent first."""
    found: Counter[str] = Counter()
    may: Counter[str] = Counter()
    for text, number in counts.items():
        if shape := pattern(text):
            (may if "may" in text.lower() else found)[shape] += number
    # May is as long as its abbreviation, so it goes with the other months
    for shape, number in may.items():
        long = shape.replace("%b", "%B")
        found[long if long in found else shape] += number
    return Counter(dict(found.most_common()))


def is_open(shape: str) -> bool:
    """Whether a pattern leaves it open which number is the day."""
    return "%1" in shape


def evidence(counts: Iterable[tuple[str, int]]) -> tuple[int, int]:
    """Records that can only be day first, and those that can only be month first: one of the numbers is above 12."""
    first = second = 0
    for text, number in counts:
        if found := _TWO_NUMBERS.match(text):
            first += number if int(found[1]) > 12 else 0
            second += number if int(found[2]) > 12 else 0
    return first, second


def order(first: int, second: int) -> Order | None:
    """Which number is the day, by the evidence: None where there is none, or too much on both sides for a typo."""
    if first == second or min(first, second) > _TYPOS * max(first, second):
        return None
    return "day first" if first > second else "month first"


def asked(first: int, second: int) -> str:
    """The question about a column, {}, whose evidence settles nothing."""
    allows = "Its values allow both."
    if first or second:
        allows = f"{first:,} of its values can only be day first, {second:,} only month first."
    return f"Which is the day and which the month in {{}}? {allows}"


def settle(shape: str, order_: Order) -> str:
    """The pattern with day and month put in."""
    day_first = order_ == "day first"
    return shape.replace("%1", "%d" if day_first else "%m").replace("%2", "%m" if day_first else "%d")


def choices(shapes: Iterable[str], texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Both orders of patterns, each with what an example would mean.

    ("%d/%m/%Y", "day first: 02/06/2026 is 2 June 2026")
    """
    shapes = list(shapes)
    opened = next(shape for shape in shapes if is_open(shape))
    written = [text for text in texts if pattern(text) == opened]
    return tuple(
        (EITHER.join(settle(shape, each) for shape in shapes), f"{each}: {_meaning(written, settle(opened, each))}")
        for each in ORDERS
    )


def _meaning(texts: list[str], settled: str) -> str:
    for text in sorted(texts, key=lambda text: text[:2] == text[3:5]):
        with suppress(ValueError):
            moment = _parsed(text, settled)
            return f"{text} is {moment.day} {moment:%B %Y}"
    return f"as in {texts[0]}"


def parses(text: str, form: str) -> bool:
    """Whether a text is a date under a strptime pattern, or under one of several."""
    for each in form.split(EITHER):
        with suppress(ValueError):
            _parsed(text, each)
            return True
    return False


def _parsed(text: str, form: str) -> datetime:
    if form.endswith("%z"):
        text, form = _ZONE_BEHIND.sub("", text), form.removesuffix("%z")
    return datetime.strptime(_BEYOND_MICROSECONDS.sub(r"\1", text), form)
