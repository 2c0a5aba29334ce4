"""Dates as exports write them: the strptime pattern of a text, and which of two numbers is the day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Literal

Order = Literal["day first", "month first"]
ORDERS: tuple[Order, Order] = ("day first", "month first")
ISO = "%Y-%m-%d"
_OPEN = "%1{0}%2{0}"
_TYPOS = 0.01
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTH = "|".join(_MONTHS.split())
_LONG_MONTH = "January|February|March|April|June|July|August|September|October|November|December"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"""
    (?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?P<after_weekday>,?\ ))?
    (?:
        \d{{4}}(?P<year_first>[-/.])(?:0?[1-9]|1[0-2])(?P=year_first){_DAY}
      | {_DAY}(?P<two_numbers>[-/.]){_DAY}(?P=two_numbers)(?P<year>\d{{4}}|\d{{2}})
      | {_DAY}(?P<day_first>[-\ ])(?:(?P<a_long>{_LONG_MONTH})|(?:{_MONTH}))(?P=day_first)(?P<a_year>\d{{4}}|\d{{2}})
      | (?:(?P<b_long>{_LONG_MONTH})|(?:{_MONTH}))(?P<month_first>\ ){_DAY},\ \d{{4}}
      | (?P<only_month>\d{{4}}-(?:0[1-9]|1[0-2])|(?:(?P<c_long>{_LONG_MONTH})|{_MONTH})[-\ ](?P<c_year>\d{{4}}|\d{{2}}))
    )
    (?:
        (?P<before_time>T|,?\ )\d{{1,2}}:\d{{2}}(?P<seconds>:\d{{2}})?(?P<fraction>\.\d{{1,6}})?
        (?P<half>\ ?[AaPp][Mm])?
        (?P<zone>Z|\ ?(?:UTC|GMT)(?:[+-]\d{{1,2}})?|\ ?[+-]\d{{2}}:?\d{{2}})?
    )?
    """,
    re.VERBOSE,
)
_TWO_NUMBERS = re.compile(r"(?:[A-Z][a-z]{2},? )?(\d{1,2})[-/.](\d{1,2})[-/.]\d")


def pattern(text: str) -> str | None:
    """The strptime pattern of one text, None where it is no date; %1 and %2 are day and month in either order."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    part = found.groupdict()
    weekday = f"%a{part['after_weekday']}" if part["weekday"] else ""
    return weekday + _date(part, text) + _clock(part)


def _date(part: Mapping[str, str | None], text: str) -> str:
    if mark := part["year_first"]:
        return f"%Y{mark}%m{mark}%d"
    if mark := part["two_numbers"]:
        year = _year(part["year"])
        # nobody writes the month first between full stops
        return f"%d.%m.{year}" if mark == "." else _OPEN.format(mark) + year
    if mark := part["day_first"]:
        return f"%d{mark}{'%B' if part['a_long'] else '%b'}{mark}{_year(part['a_year'])}"
    if part["month_first"]:
        return f"{'%B' if part['b_long'] else '%b'} %d, %Y"
    if part["c_year"]:
        mark = "-" if "-" in text else " "
        return f"{'%B' if part['c_long'] else '%b'}{mark}{_year(part['c_year'])}"
    return "%Y-%m"


def _clock(part: Mapping[str, str | None]) -> str:
    before = part["before_time"]
    if before is None:
        return ""
    seconds = ":%S" if part["seconds"] else ""
    fraction = ".%f" if part["fraction"] else ""
    half = part["half"]
    clock = f"{before}{'%I' if half else '%H'}:%M{seconds}{fraction}"
    if half:
        clock += " %p" if half.startswith(" ") else "%p"
    zone = part["zone"] or ""
    if zone[-1:].isdigit() and "T" not in zone:
        zone = " %z" if zone.startswith(" ") else "%z"
    return clock + zone


def _year(digits: str | None) -> str:
    return "%Y" if digits and len(digits) == 4 else "%y"


def patterns(counts: Mapping[str, int]) -> Counter[str]:
    """Patterns of the texts that are dates -> records."""
    found: Counter[str] = Counter()
    may: Counter[str] = Counter()
    for text, number in counts.items():
        if shape := pattern(text):
            (may if "May" in text else found)[shape] += number
    # May is as long as its abbreviation, so it goes with the other months
    for shape, number in may.items():
        long = shape.replace("%b", "%B")
        found[long if long in found else shape] += number
    return found


def is_open(shape: str) -> bool:
    """Whether a pattern leaves it open which number is the day."""
    return "%1" in shape


def order(counts: Iterable[tuple[str, int]]) -> Order | None:
    """Which number is the day, by those above 12: None where there are none, or too many on both sides for a typo."""
    first = second = 0
    for text, number in counts:
        if found := _TWO_NUMBERS.match(text):
            first += number if int(found[1]) > 12 else 0
            second += number if int(found[2]) > 12 else 0
    if first == second or min(first, second) > _TYPOS * max(first, second):
        return None
    return "day first" if first > second else "month first"


def settle(shape: str, order_: Order) -> str:
    """The pattern with day and month put in."""
    day_first = order_ == "day first"
    return shape.replace("%1", "%d" if day_first else "%m").replace("%2", "%m" if day_first else "%d")


def choices(shape: str, texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Both patterns, each with what an example would mean: ("%d/%m/%Y", "day first: 02/06/2026 is 2 June 2026")."""
    written = [text for text in texts if pattern(text) == shape]
    settled = [(each, settle(shape, each)) for each in ORDERS]
    return tuple((form, f"{each}: {_meaning(written, form)}") for each, form in settled)


def _meaning(texts: list[str], settled: str) -> str:
    for text in sorted(texts, key=lambda text: text[:2] == text[3:5]):
        with suppress(ValueError):
            moment = datetime.strptime(text, settled)
            return f"{text} is {moment.day} {moment:%B %Y}"
    return f"as in {texts[0]}"


def parses(text: str, pattern_: str) -> bool:
    """Whether a text is a date under a strptime pattern."""
    try:
        datetime.strptime(text, pattern_)
    except ValueError:
        return False
    return True
