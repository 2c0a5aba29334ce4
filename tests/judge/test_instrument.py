"""Every check of the instrument speaks where something is odd, and is silent where nothing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cxmetrics.judge.findings import Finding
from cxmetrics.judge.instrument import CHECKS, of_pair, of_source
from cxmetrics.judge.pair_checks import LastDay, PairFacts
from cxmetrics.judge.source_checks import (
    Brought,
    Durations,
    Responses,
    Scale,
    ScaleMonth,
    SourceFacts,
    Wording,
)
from cxmetrics.model import Kind
from cxmetrics.period import Period

FEBRUARY, MARCH = Period.parse("2026-02"), Period.parse("2026-03")
USUAL = {0: 30, 1: 12, 2: 14, 3: 20, 4: 25, 5: 40, 6: 30, 7: 60, 8: 90, 9: 120, 10: 150}
"""Answers from 0 to 10 as they come in a month."""


def nps(*months: tuple[dict[int, int], int], low: int = 0, high: int = 10) -> SourceFacts:
    """Months from January 2026 of (answers, blanks)."""
    rows = tuple(ScaleMonth(date(2026, i + 1, 1), counts, blanks) for i, (counts, blanks) in enumerate(months))
    return SourceFacts(scales=(Scale("Q1", "Would you recommend us?", low, high, rows),))


def without(*points: int) -> dict[int, int]:
    return {point: n for point, n in USUAL.items() if point not in points}


def pair(**changed: object) -> PairFacts:
    facts = PairFacts(Kind.NPS, FEBRUARY, MARCH, n_before=400, n_after=440)
    return replace(facts, **changed)  # type: ignore[arg-type]


def weekdays(last: int, usual: int) -> LastDay:
    return LastDay(date(2026, 3, 31), last, [usual] * 4)


ODD: dict[str, SourceFacts | PairFacts] = {
    "missing_scale_point": nps((USUAL, 0), (without(5), 0)),
    "scale_mismatch": nps((without(0) | {1: 40}, 0)),
    "zeros_as_blanks": nps((USUAL, 20), (without(0), 52)),
    "blanks_as_zeros": nps((USUAL, 40), (USUAL | {0: 70}, 0)),
    "wording": SourceFacts(wordings=(Wording("Q1", "Would you recommend us?", "Do you like us?", date(2026, 3, 1)),)),
    "response_rate": SourceFacts(
        responses=(Responses(date(2026, 2, 1), 400, 600), Responses(date(2026, 3, 1), 220, 780))
    ),
    "damaged_ids": SourceFacts(uploads=(Brought("a.csv", 990, 980),)),
    "round_number": SourceFacts(uploads=(Brought("a.csv", 10_000, 0),)),
    "mixed_units": SourceFacts(durations=(Durations("Talk", "Talk time (s)", 1, 40),)),
    "odd_dates": SourceFacts(future=3),
    "clock_change": SourceFacts(unreal=((date(2026, 3, 29), "Europe/London", 12),)),
    "volume": pair(n_after=900),
    "mix": pair(mix={"channel": {"phone": (300, 150), "chat": (100, 290)}}),
    "unit_jump": pair(kind=Kind.DURATION, typical=(312.0, 305_000.0)),
    "cut_last_day": pair(last_day=weekdays(4, 40)),
}
USUAL_FACTS: dict[str, tuple[SourceFacts | PairFacts, ...]] = {
    "missing_scale_point": (
        nps((USUAL, 0), (USUAL, 0)),
        nps(({0: 1, 8: 30, 9: 12, 10: 40}, 0)),  # too few beside it to expect any
        nps(({1: 2, 3: 9, 4: 60, 5: 80}, 3), low=1, high=5),
    ),
    "scale_mismatch": (nps((USUAL, 0)), nps((without(0) | {1: 3}, 0)), nps(({8: 20, 10: 30}, 0))),
    "zeros_as_blanks": (
        nps((USUAL, 20), (without(0), 20)),  # no zeros, but no more blanks either
        nps((USUAL, 20), (USUAL, 60)),
        nps((without(0), 20), (without(0), 60)),  # there never were any
    ),
    "blanks_as_zeros": (nps((USUAL, 40), (USUAL, 0)), nps((USUAL, 0), (USUAL | {0: 70}, 0))),
    "wording": (SourceFacts(),),
    "response_rate": (
        SourceFacts(responses=(Responses(date(2026, 2, 1), 400, 600), Responses(date(2026, 3, 1), 370, 630))),
        SourceFacts(responses=(Responses(date(2026, 2, 1), 20, 30), Responses(date(2026, 3, 1), 10, 40))),
    ),
    "damaged_ids": (SourceFacts(uploads=(Brought("a.csv", 1000, 10),)),),  # by chance
    "round_number": (SourceFacts(uploads=(Brought("a.csv", 10_001, 0),)),),
    "mixed_units": (SourceFacts(durations=(Durations("Talk", "Talk time (s)", 30, 12),)),),  # a long tail
    "odd_dates": (SourceFacts(),),
    "clock_change": (SourceFacts(),),
    "volume": (pair(), pair(n_before=40, n_after=80)),
    "mix": (
        pair(mix={"channel": {"phone": (300, 320), "chat": (100, 120)}}),
        pair(mix={"channel": {"phone": (8, 30), "chat": (30, 8)}}),  # too few to say
        pair(mix={"place": {f"P{i}": (30, 30 + (-1) ** i * 8) for i in range(20)}}),  # many small moves
    ),
    "unit_jump": (
        pair(kind=Kind.DURATION, typical=(312.0, 640.0)),
        pair(kind=Kind.MEAN, typical=(1.0, 1000.0)),
    ),
    "cut_last_day": (
        pair(last_day=weekdays(31, 40)),
        pair(last_day=weekdays(1, 4)),
        pair(after=Period.parse("2026-02"), before=Period.parse("2026-01"), last_day=weekdays(4, 40)),
    ),
}


def findings(facts: SourceFacts | PairFacts) -> list[Finding]:
    return list(of_source(facts) if isinstance(facts, SourceFacts) else of_pair(facts))


def test_every_check_is_tried_both_ways() -> None:
    keys = [check.key for check in CHECKS]
    assert sorted(keys) == sorted(ODD) == sorted(USUAL_FACTS)


@pytest.mark.parametrize("key", [check.key for check in CHECKS])
def test_what_is_odd_is_found_with_what_to_do(key: str) -> None:
    found = findings(ODD[key])
    assert [finding.check for finding in found] == [key]
    for finding in found:
        assert finding.sentence.endswith(".")
        assert finding.remedy.endswith(".")
        assert finding.caveat == f"{finding.sentence} {finding.remedy}"


@pytest.mark.parametrize("key", [check.key for check in CHECKS])
def test_what_is_usual_is_left_alone(key: str) -> None:
    for facts in USUAL_FACTS[key]:
        assert key not in [finding.check for finding in findings(facts)]


def test_the_top_of_a_scale_may_be_missing_too_and_the_bottom_may_be_rare() -> None:
    (found,) = findings(nps((without(10), 0)))
    assert found.sentence == "Nobody answered 10 to “Would you recommend us?” in January 2026, though 9 is common."
    assert findings(nps(({3: 20, 4: 60, 5: 80, 2: 9}, 0), low=1, high=5)) == []


def test_a_missing_point_names_the_months_it_touches() -> None:
    (found,) = findings(nps((USUAL, 0), (without(5), 0), (without(5), 0)))
    assert (found.since, found.until) == (date(2026, 2, 1), date(2026, 3, 31))
    assert "from February 2026 to March 2026" in found.sentence


def test_a_scale_whose_upper_half_is_empty_is_another_scale() -> None:
    (found,) = findings(nps(({1: 10, 2: 12, 3: 19, 4: 60, 5: 80}, 0)))
    assert found.check == "scale_mismatch"
    assert "no answer is above 5" in found.sentence


def test_dates_at_the_dawn_of_a_calendar_are_odd() -> None:
    (found,) = findings(SourceFacts(epoch=7))
    assert "7 records are dated 1970 or 1900" in found.sentence


@pytest.mark.parametrize(
    ("typical", "said"), [((300.0, 5.0), "60"), ((2.0, 7100.0), "3,600"), ((9.0, 9000.0), "1,000")]
)
def test_a_change_by_the_ratio_of_two_units_is_named(typical: tuple[float, float], said: str) -> None:
    (found,) = findings(pair(kind=Kind.DURATION, typical=typical))
    assert f"about {said} times" in found.sentence


class TestTouches:
    """Which verdicts a finding is a caveat on."""

    def test_only_of_metrics_that_read_its_column(self) -> None:
        finding = Finding("x", "s", "r", columns=("Q1",))
        assert finding.touches({"Q1"}, FEBRUARY, MARCH)
        assert not finding.touches({"Q2"}, FEBRUARY, MARCH)
        assert Finding("x", "s", "r").touches({"Q2"}, FEBRUARY, MARCH)

    def test_only_of_periods_that_it_reaches(self) -> None:
        finding = Finding("x", "s", "r", since=date(2026, 3, 10), until=date(2026, 3, 20))
        assert finding.touches((), FEBRUARY, MARCH)
        assert not finding.touches((), Period.parse("2026-01"), FEBRUARY)

    def test_a_shift_only_of_periods_on_either_side_of_it(self) -> None:
        finding = Finding("x", "s", "r", since=MARCH.start, shift=True)
        april = Period(MARCH.end + timedelta(1), MARCH.end + timedelta(30))
        assert finding.touches((), FEBRUARY, MARCH)
        assert not finding.touches((), MARCH, april)
        assert not finding.touches((), Period.parse("2026-01"), FEBRUARY)
