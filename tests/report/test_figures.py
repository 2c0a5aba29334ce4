"""Numbers as text: never finer than their interval, with real minus signs, thin spaces and the right unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.model import Kind
from cxmetrics.report import figures
from cxmetrics.report.figures import MINUS, THIN

KINDS = st.sampled_from(Kind)


def around(middle: float, half: float) -> tuple[float, float]:
    return middle - half, middle + half


@given(KINDS, st.floats(0.002, 1e6))
def test_no_digit_is_printed_beyond_the_first_one_of_the_half_width(kind: Kind, half: float) -> None:
    digits = figures.decimals(kind, around(0.0, half))
    shown = half * {Kind.PROPORTION: 100, Kind.RATE: 1000}.get(kind, 1)
    assert digits == 0 or 10.0**-digits > shown * 0.0999
    assert 0 <= digits <= 3


@pytest.mark.parametrize(
    ("kind", "half", "digits"),
    [
        (Kind.NPS, 8.0, 0),
        (Kind.NPS, 1.0, 0),
        (Kind.NPS, 0.4, 1),
        (Kind.PROPORTION, 0.02, 0),
        (Kind.PROPORTION, 0.004, 1),
        (Kind.MEAN, 0.13, 1),
        (Kind.MEAN, 0.013, 2),
        (Kind.MEAN, 0.0, 0),
    ],
)
def test_decimals_follow_the_interval(kind: Kind, half: float, digits: int) -> None:
    assert figures.decimals(kind, around(3.0, half)) == digits


@pytest.mark.parametrize(
    ("kind", "number", "unit", "digits", "text"),
    [
        (Kind.NPS, 67.0, "points", 0, "67"),
        (Kind.NPS, -12.4, "points", 0, f"{MINUS}12"),
        (Kind.NPS, -0.3, "points", 0, "0"),
        (Kind.PROPORTION, 0.2654, "%", 1, f"26.5{THIN}%"),
        (Kind.PROPORTION, 1.0, "%", 0, f"100{THIN}%"),
        (Kind.MEAN, 5.359, "of 7", 2, "5.36 of 7"),
        (Kind.MEAN, -1234.5, "a day", 1, f"{MINUS}1,234.5 a day"),
        (Kind.RATIO, 0.25, "", 2, "0.25"),
        (Kind.RATE, 0.0071, f"per 1{THIN}000", 1, f"7.1 per 1{THIN}000"),
        (Kind.NPS, None, "points", 0, "n/a"),
    ],
)
def test_a_value_has_its_sign_and_its_unit(kind: Kind, number: float | None, unit: str, digits: int, text: str) -> None:
    assert figures.value(kind, number, unit, digits) == text


@pytest.mark.parametrize(
    ("kind", "number", "unit", "digits", "text"),
    [
        (Kind.NPS, 1.0, "points", 0, "+1 point"),
        (Kind.NPS, -1.0, "points", 0, f"{MINUS}1 point"),
        (Kind.NPS, 7.0, "points", 0, "+7 points"),
        (Kind.NPS, 0.2, "points", 0, "0 points"),
        (Kind.NPS, -0.2, "points", 0, "0 points"),
        (Kind.PROPORTION, 0.0159, "%", 1, "+1.6 pp"),
        (Kind.PROPORTION, -0.0369, "%", 0, f"{MINUS}4 pp"),
        (Kind.DURATION, -0.1856, "s", 2, f"{MINUS}19{THIN}%"),
        (Kind.MEAN, 0.13, "of 7", 1, "+0.1"),
        (Kind.MEAN, -12.0, "a day", 0, f"{MINUS}12 a day"),
        (Kind.RATE, None, "", 2, "n/a"),
    ],
)
def test_a_change_always_has_its_sign_unless_it_is_nothing(
    kind: Kind, number: float | None, unit: str, digits: int, text: str
) -> None:
    assert figures.change(kind, number, unit, digits) == text


@pytest.mark.parametrize(
    ("kind", "interval", "unit", "digits", "text"),
    [
        (Kind.NPS, (-7.1, 9.4), "points", 0, f"{MINUS}7 to +9 points"),
        (Kind.NPS, (-31.2, -0.9), "points", 0, f"{MINUS}31 to {MINUS}1 points"),
        (Kind.PROPORTION, (-0.061, 0.104), "%", 0, f"{MINUS}6 to +10 pp"),
        (Kind.RATE, (-0.001, 0.003), f"per 1{THIN}000", 0, f"{MINUS}1 to +3 per 1{THIN}000"),
        (Kind.DURATION, (-0.212, -0.158), "s", 2, f"{MINUS}21{THIN}% to {MINUS}16{THIN}%"),
        (Kind.MEAN, (-0.04, 0.3), "of 7", 1, "0.0 to +0.3"),
        (Kind.MEAN, None, "of 7", 1, "n/a"),
    ],
)
def test_an_interval_names_its_unit_once(
    kind: Kind, interval: tuple[float, float] | None, unit: str, digits: int, text: str
) -> None:
    assert figures.span(kind, interval, unit, digits) == text


@pytest.mark.parametrize(
    ("kind", "number", "unit", "text"),
    [
        (Kind.NPS, 5.0, "points", "5 points"),
        (Kind.NPS, 1.0, "points", "1 point"),
        (Kind.PROPORTION, 0.03, "%", "3 pp"),
        (Kind.PROPORTION, 0.07, "%", "7 pp"),
        (Kind.DURATION, 0.05, "s", f"5{THIN}%"),
        (Kind.MEAN, 0.2, "of 7", "0.2"),
        (Kind.MEAN, 2.0, "a day", "2 a day"),
    ],
)
def test_the_smallest_change_that_matters_has_no_sign(kind: Kind, number: float, unit: str, text: str) -> None:
    assert figures.margin(kind, number, unit) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (4.24, f"4.2{THIN}s"),
        (45.4, f"45{THIN}s"),
        (59.7, f"1{THIN}min 00{THIN}s"),
        (245.0, f"4{THIN}min 05{THIN}s"),
        (3599.7, f"1{THIN}h 00{THIN}min"),
        (12000.0, f"3{THIN}h 20{THIN}min"),
    ],
)
def test_a_duration_is_said_in_the_units_people_use(seconds: float, text: str) -> None:
    assert figures.duration(seconds) == text
    assert figures.value(Kind.DURATION, seconds, "s", 0) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0"), (0.004, "under 1"), (0.05, "5"), (0.8, "80"), (0.99, "99"), (0.997, "over 99"), (1.0, "100")],
)
def test_a_chance_is_never_rounded_to_never_or_always(share: float, text: str) -> None:
    assert figures.percent(share) == f"{text}{THIN}%"


@pytest.mark.parametrize(
    ("number", "text"), [(7, "7"), (417, "417"), (7043, f"7{THIN}043"), (1234567, f"1{THIN}234{THIN}567")]
)
def test_a_count_has_thin_spaces_between_thousands(number: int, text: str) -> None:
    assert figures.count(number) == text


@pytest.mark.parametrize(("number", "text"), [(7, "7"), (86, "86"), (1917, f"1{THIN}900"), (48321, f"48{THIN}000")])
def test_a_rough_count_keeps_two_digits(number: int, text: str) -> None:
    assert figures.rough(number) == text


@pytest.mark.parametrize(
    ("kind", "number", "text"),
    [
        (Kind.NPS, 11.195, "11.2 points"),
        (Kind.NPS, -2.2, "2.2 points"),
        (Kind.PROPORTION, 0.00978, "0.978 pp"),
        (Kind.MEAN, 0.2025, "0.203"),  # a floor just above 0.2 is not 0.2
        (Kind.DURATION, 0.0497, f"5.0{THIN}%"),
        (Kind.NPS, None, "n/a"),
    ],
)
def test_a_size_that_was_reckoned_has_no_sign_and_three_digits_at_most(
    kind: Kind, number: float | None, text: str
) -> None:
    assert figures.size(kind, number, "of 7") == text
