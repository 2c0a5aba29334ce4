"""Figures as people read them: one path from a number to its text, never finer than its interval allows."""

from __future__ import annotations

import math

from cxmetrics.judge.scale import typed_scale
from cxmetrics.model import Interval, Kind

THIN = "\u202f"
MINUS = "\u2212"


def decimals(kind: Kind, interval: Interval | None) -> int:
    """Decimals that still say something: down to the first digit of the interval's half-width and none beyond it."""
    if interval is None:
        return 1 if kind in (Kind.NPS, Kind.PROPORTION) or kind.relative else 2
    half = (interval[1] - interval[0]) / 2 * (1 if kind.relative else typed_scale(kind))
    if half <= 0 or not math.isfinite(half):
        return 0
    return min(max(0, math.ceil(-math.log10(half))), 3)


def value(kind: Kind, number: float | None, unit: str, digits: int) -> str:
    """A metric's value with its unit, "n/a" where it is undefined."""
    if number is None:
        return "n/a"
    match kind:
        case Kind.NPS:
            return _signed_minus(f"{number:.{digits}f}")
        case Kind.PROPORTION:
            return f"{number * 100:.{digits}f}{THIN}%"
        case Kind.DURATION:
            return duration(number)
        case _:
            amount = number if kind.relative else number * typed_scale(kind)
            return f"{_signed_minus(f'{amount:,.{digits}f}')} {unit}".strip()


def change(kind: Kind, number: float | None, unit: str, digits: int) -> str:
    """A difference with its sign and unit; shares in percentage points, what is relative in percent of the earlier."""
    if number is None:
        return "n/a"
    amount = number * typed_scale(kind)
    digits = max(digits - 2, 0) if kind.relative else digits
    text = _plus(f"{amount:+.{digits}f}")
    match kind:
        case Kind.NPS:
            return f"{text} {'point' if text.lstrip('+' + MINUS) == '1' else 'points'}"
        case Kind.PROPORTION:
            return f"{text} pp"
        case Kind.DURATION | Kind.AMOUNT:
            return f"{text}{THIN}%"
        case _:
            return f"{text} {_of_change(unit)}".strip()


def span(kind: Kind, interval: Interval | None, unit: str, digits: int) -> str:
    """An interval of a difference: "-7 to +9 points"."""
    if interval is None:
        return "n/a"
    low, high = (change(kind, end, unit, digits) for end in interval)
    if kind is Kind.NPS:  # a range is of points, also where it ends at one
        return f"{low.partition(' ')[0]} to {high.partition(' ')[0]} points"
    words = high.partition(" ")[2]  # the unit, said once
    return f"{low.partition(' ')[0] if words else low} to {high}"


def margin(kind: Kind, number: float, unit: str) -> str:
    """The smallest change that matters, as it was typed, without a sign."""
    return _sized(kind, f"{number * typed_scale(kind):g}", unit)


def size(kind: Kind, number: float | None, unit: str) -> str:
    """How large a change is that was reckoned and not seen, such as a detectable one: without a sign, "11.2 points"."""
    if number is None:
        return "n/a"
    amount = abs(number) * typed_scale(kind)
    return _sized(kind, f"{amount:.1f}" if amount >= 1 else f"{amount:.3g}", unit)


def count(number: int) -> str:
    """A whole number with thin spaces between thousands."""
    return f"{number:,}".replace(",", THIN)


def rough(number: int) -> str:
    """A count rounded to two leading digits, for "about N answers"."""
    digits = max(len(str(number)) - 2, 0)
    return count(int(round(number, -digits)))


def percent(share: float) -> str:
    """A probability in words' precision: "80 %", "under 1 %", "over 99 %"."""
    if 0 < share < 0.01:
        return f"under 1{THIN}%"
    if 0.99 < share < 1:
        return f"over 99{THIN}%"
    return f"{share * 100:.0f}{THIN}%"


def duration(seconds: float) -> str:
    """Seconds as "45 s", "4 min 05 s" or "3 h 20 min"."""
    if round(seconds) < 60:
        return f"{seconds:.{0 if seconds >= 10 else 1}f}{THIN}s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60}{THIN}min {whole % 60:02d}{THIN}s"
    minutes = round(seconds / 60)
    return f"{minutes // 60}{THIN}h {minutes % 60:02d}{THIN}min"


def _sized(kind: Kind, text: str, unit: str) -> str:
    match kind:
        case Kind.NPS:
            return f"{text} {'point' if text == '1' else 'points'}"
        case Kind.PROPORTION:
            return f"{text} pp"
        case Kind.DURATION | Kind.AMOUNT:
            return f"{text}{THIN}%"
        case _:
            return f"{text} {_of_change(unit)}".strip()


def _of_change(unit: str) -> str:
    """A value is "5.3 of 7", but a change is only "0.1"."""
    return "" if unit.startswith("of ") else unit


def _plus(text: str) -> str:
    if float(text) == 0:
        return text.lstrip("+-")
    return text.replace("-", MINUS)


def _signed_minus(text: str) -> str:
    return text.replace("-", MINUS if text.strip("-0.") else "")
