"""Beyond sampling noise: customers who answer twice, and figures that swing from month to month anyway."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cxmetrics.model import Policy, Segment, Selection, Verdict, Word
from cxmetrics.period import Period
from cxmetrics.stats.cluster import clustered
from cxmetrics.workspace.comparisons import earlier_alike
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import SCORE, answers, days, judged, taken, written

WITH_CUSTOMERS = f"Response ID,Date,{SCORE},Location,Customer ID"


def survey(months: list[str], customers: int, a_day: int = 6, seed: int = 1, swing: float = 0.0) -> list[str]:
    """Answers of customers who each have a taste of their own; in some months everybody scores higher."""
    rng = np.random.default_rng(seed)
    taste = rng.integers(0, 11, customers)
    lines: list[str] = []
    for month in months:
        lift = rng.normal(0, swing)
        for day in days(month):
            for who in rng.integers(0, customers, a_day):
                score = int(np.clip(round(0.8 * taste[who] + rng.normal(2, 1) + lift), 0, 10))
                lines.append(f"R{len(lines)},{day},{score},{('Leeds', 'York')[who % 2]},C-{who:04d}")
    return lines


def headline(workspace: Workspace, before: str, after: str, segment: Segment | None = None) -> Verdict:
    return judged(workspace, "nps", before, after, *([segment] if segment else [])).headline


def test_customers_who_answer_again_widen_the_interval(workspace: Workspace, tmp_path: Path) -> None:
    lines = survey(["2026-02", "2026-03"], customers=60)
    taken(workspace, written(tmp_path, lines, header=WITH_CUSTOMERS))
    with_customers = headline(workspace, "2026-02", "2026-03").comparison
    assert with_customers.dependence is not None
    assert (with_customers.dependence.key, with_customers.dependence.shared) == ("customer", True)
    assert with_customers.dependence.groups <= 60
    assert "clustered by customer, t with" in with_customers.method


def test_a_file_without_customers_says_that_its_answers_count_as_independent(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, written(tmp_path, answers([*days("2026-02"), *days("2026-03")])))
    verdict = headline(workspace, "2026-02", "2026-03")
    assert verdict.comparison.dependence is None
    assert any("does not say which customers" in caveat for caveat in verdict.caveats)


def test_customers_who_all_answer_once_change_nothing(workspace: Workspace, tmp_path: Path) -> None:
    plain = answers([*days("2026-02"), *days("2026-03")])
    taken(workspace, written(tmp_path, [f"{line},C-{i}" for i, line in enumerate(plain)], header=WITH_CUSTOMERS))
    verdict = headline(workspace, "2026-02", "2026-03")
    assert verdict.comparison.dependence is None
    assert "No customer is counted more than once." in verdict.caveats
    assert verdict.comparison.method == "MOVER of Tango score intervals"


@pytest.mark.parametrize(
    ("before", "after", "segment", "known"),
    [
        ("2026-02-02..2026-02-15", "2026-03-02..2026-03-15", None, "whole months only"),
        ("2026-02", "2026-03", Segment("location", "Leeds"), "everybody only"),
    ],
)
def test_where_customers_cannot_be_told_apart_a_caveat_says_so(
    workspace: Workspace, tmp_path: Path, before: str, after: str, segment: Segment | None, known: str
) -> None:
    taken(workspace, written(tmp_path, survey(["2026-02", "2026-03"], 60), header=WITH_CUSTOMERS))
    verdict = headline(workspace, before, after, segment)
    assert verdict.comparison.dependence is None
    assert any(known in caveat for caveat in verdict.caveats)


MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + ["2026-01", "2026-02"]


def test_months_that_swing_are_learned_from_the_ones_before(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, survey(MONTHS, 3_000, a_day=40, swing=1.2), header=WITH_CUSTOMERS))
    verdict = headline(workspace, "2026-01", "2026-02")
    assert verdict.comparison.tau is not None
    assert verdict.comparison.tau > 2
    assert "the swing between 12 earlier periods added" in verdict.comparison.method
    assert not any("Sampling noise only" in caveat for caveat in verdict.caveats)
    assert any("more answers will not help" in caveat for caveat in verdict.caveats)


def test_fewer_than_eight_months_before_leave_sampling_noise_only(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, survey(MONTHS, 3_000, swing=1.2), header=WITH_CUSTOMERS))
    for before, after in (("2025-08", "2025-09"), ("2025-Q3", "2025-Q4")):
        verdict = headline(workspace, before, after)
        assert verdict.comparison.tau is None
        assert any("Sampling noise only" in caveat for caveat in verdict.caveats)


EXTENT = Period(date(2024, 1, 1), date(2026, 4, 8))


@pytest.mark.parametrize(
    ("before", "after", "count", "first", "last"),
    [
        ("2026-02", "2026-03", 24, "2026-01", "2024-02"),
        ("2025-03", "2026-03", 14, "2025-02", "2024-01"),
        ("2025-Q4", "2026-Q1", 7, "2025-Q3", "2024-Q1"),
        ("2026-03-02..2026-03-08", "2026-03-09..2026-03-15", 105, "2026-02-23..2026-03-01", "2024-02-26..2024-03-03"),
    ],
)
def test_the_periods_to_learn_from_are_as_long_and_lie_before(
    before: str, after: str, count: int, first: str, last: str
) -> None:
    found = earlier_alike(Period.parse(before), Period.parse(after), EXTENT)
    assert (len(found), str(found[0]), str(found[-1])) == (count, first, last)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-02", "2026-Q1"),
        ("2026-03-02..2026-03-06", "2026-03-09..2026-03-13"),
        ("2026-02-01..2026-02-07", "2026-03"),
    ],
)
def test_periods_that_are_not_alike_have_nothing_to_learn_from(before: str, after: str) -> None:
    assert earlier_alike(Period.parse(before), Period.parse(after), EXTENT) == []


def test_every_segment_is_judged_with_a_correction_for_all_of_them(workspace: Workspace, tmp_path: Path) -> None:
    places = [f"Place {i}" for i in range(20)]
    lines: list[str] = []
    for day in (*days("2026-02"), *days("2026-03")):
        for i, place in enumerate(places):
            for j in range(3):
                worse = place == "Place 7" and day.month == 3 and j < 2
                lines.append(f"R{len(lines)},{day},{3 if worse else (9, 7, 10)[(i + j + day.day) % 3]},{place}")
    taken(workspace, written(tmp_path, lines))
    selection = Selection("nps", Period.parse("2026-02"), Period.parse("2026-03"))
    found = {segment.segment.value: segment for segment in workspace.segments(workspace.outline(), selection)}
    assert list(found) == sorted(places)
    assert {name for name, segment in found.items() if segment.word is Word.DECLINED} == {"Place 7"}
    seven = found["Place 7"]
    alone = headline(workspace, "2026-02", "2026-03", Segment("location", "Place 7")).comparison
    assert seven.interval == pytest.approx(alone.interval)
    assert seven.before == pytest.approx(alone.before.value)
    assert seven.change == pytest.approx(alone.change)
    assert seven.adjusted_p_value is not None
    assert alone.p_value is not None
    assert seven.adjusted_p_value >= alone.p_value


def test_a_dimension_stands_for_keys_only_where_that_is_asked_for(workspace: Workspace, tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    taste, records = rng.normal(8, 1.5, 12), []
    for day in (*days("2026-02"), *days("2026-03")):
        records += [
            (day, place, int(np.clip(round(taste[place] + rng.normal()), 0, 10))) for place in rng.integers(0, 12, 15)
        ]
    lines = [f"R{i},{day},{score},Place {place}" for i, (day, place, score) in enumerate(records)]
    taken(workspace, written(tmp_path, lines))
    outline = workspace.outline()
    selection = Selection("nps", Period.parse("2026-02"), Period.parse("2026-03"))
    assert workspace.scorecard(outline, selection, Policy()).headline.comparison.dependence is None
    found = workspace.scorecard(outline, selection, Policy(clustered_by="location")).headline
    expected = clustered(
        [(score >= 9) - (score < 7) for *_, score in records],
        [day >= date(2026, 3, 1) for day, *_ in records],
        np.array([place for _, place, _ in records]),
    )
    dependence = found.comparison.dependence
    assert dependence is not None
    assert (dependence.key, dependence.groups, dependence.shared) == ("location", 12, True)
    assert dependence.variance == pytest.approx(10_000 * expected.variance)
    assert not any("taken as independent" in caveat for caveat in found.caveats)
