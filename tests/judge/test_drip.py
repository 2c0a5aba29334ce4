"""The drip: a year's line through months of which none alarms, corrected for looking at many, and calm without one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.regression.linear_model import WLS

from cxmetrics.judge.drip import Followed, Year, years
from cxmetrics.measure import NpsOf, ShareOf
from cxmetrics.model import Direction, Kind, Metric, Moments, Word
from cxmetrics.period import Period
from tests.judge.examples import WITH_MOMENTS, nps, share
from tests.judge.test_explain import period

SATISFIED = Metric("satisfied", "Satisfied", Kind.PROPORTION, "%", Direction.UP, ShareOf("q", 4), (), 0.03, "")
N = 400


def months(count: int) -> list[Period]:
    return [Period.months(2024 + i // 12, 1 + i % 12) for i in range(count)]


def followed(figures: list[Moments], metric: Metric = SATISFIED) -> Followed:
    return Followed(metric, months(len(figures)), figures)


def shares(values: list[float], n: int = N) -> list[Moments]:
    return [share(round(value * n), n) for value in values]


def wobbling(level: float, count: int = 12, n: int = N) -> list[float]:
    """Months a little above and below a level in turn, by as much as answers explain."""
    return [level + (0.015 if i % 2 else -0.015) for i in range(count)]


def only(*series: Followed) -> Year:
    (found,) = years(series)
    return found


def test_half_a_point_a_month_is_a_year_that_declined() -> None:
    drip = shares([0.80 - 0.005 * i for i in range(12)], 4_000)
    found = only(followed(drip))
    assert (str(found.first), str(found.last)) == ("2024-01", "2024-12")
    assert found.start == pytest.approx(0.80, abs=1e-4)
    assert found.end == pytest.approx(0.745, abs=1e-4)
    assert found.change == pytest.approx(-0.055, abs=1e-4)
    assert (found.word, found.worse, found.drip) == (Word.DECLINED, True, True)
    assert not replace(found, alarms=(found.last,)).drip


def test_the_line_of_calm_months_is_that_of_weighted_least_squares() -> None:
    sizes = [200, 500, 300, 800, 250, 400, 350, 600, 300, 450, 500, 380]
    events = [round(n * value) for n, value in zip(sizes, wobbling(0.7), strict=True)]
    found = only(followed([share(x, n) for x, n in zip(events, sizes, strict=True)]))
    of_one = sum(x * (1 - x / n) for x, n in zip(events, sizes, strict=True)) / sum(sizes)
    weights = np.array(sizes) / of_one
    design = np.column_stack([np.ones(12), np.arange(12)])
    fit = WLS(np.array(events) / sizes, design, weights).fit(cov_type="fixed scale")
    assert found.start == pytest.approx(fit.params[0])
    assert found.change == pytest.approx(11 * fit.params[1])
    assert found.p_value == pytest.approx(fit.pvalues[1])
    assert found.interval == pytest.approx(tuple(11 * fit.conf_int()[1]))


def test_only_the_last_year_counts_and_a_shorter_series_has_none() -> None:
    before = shares([0.9 - 0.02 * i for i in range(12)])
    assert only(followed(before + shares(wobbling(0.7)))).word is not Word.DECLINED
    assert years([followed(before[:11])]) == ()
    assert years([followed([])]) == ()


def test_the_time_before_tells_the_level_so_that_a_small_drip_survives_many_looks() -> None:
    rng = np.random.default_rng(8)
    calm = [
        followed([share(int(rng.binomial(N, 0.8)), N) for _ in range(27)], replace(SATISFIED, key=f"calm_{i}"))
        for i in range(29)
    ]
    level, drip = wobbling(0.8, 15), [0.795 - 0.005 * i for i in range(12)]
    known, alone = (followed(shares(series), replace(SATISFIED, key="drip")) for series in (level + drip, drip))
    assert [year.metric for year in years([*calm, known]) if year.real] == ["drip"]
    assert not any(year.real for year in years([*calm, alone]))
    both = [next(year for year in years([*calm, each]) if year.metric == "drip") for each in (known, alone)]
    assert both[0].change == pytest.approx(both[1].change)
    assert both[0].interval == pytest.approx(both[1].interval, abs=0.002)


def test_a_year_at_another_level_than_before_did_not_move() -> None:
    stepped = followed(shares(wobbling(0.7) + wobbling(0.8), 2_000))
    found = only(stepped)
    assert not found.real
    assert found.p_value is not None
    assert found.p_value > 0.05


def test_a_year_that_falls_back_from_a_jump_has_to_be_sure_by_itself() -> None:
    fall = [0.84 - 0.01 * i + (0.01 if i % 2 else -0.01) for i in range(12)]
    found, alone = (only(followed(shares(series, 4_000))) for series in (wobbling(0.7, 8) + fall, fall))
    assert found.change == pytest.approx(alone.change)
    assert found.p_value is not None
    assert alone.p_value is not None
    assert found.p_value >= 0.99 * alone.p_value


def test_what_surely_got_worse_comes_first_then_what_improved_then_by_evidence() -> None:
    falls = followed(shares([0.80 - 0.01 * i for i in range(12)]), replace(SATISFIED, key="falls"))
    rises = followed(shares([0.60 + 0.02 * i for i in range(12)]), replace(SATISFIED, key="rises"))
    calm = followed(shares(wobbling(0.7)), replace(SATISFIED, key="calm"))
    thin = followed(shares([0.5] * 12, 10), replace(SATISFIED, key="thin"))
    found = years([thin, calm, rises, falls])
    assert [year.metric for year in found] == ["falls", "rises", "calm", "thin"]
    assert [year.word for year in found][:2] == [Word.DECLINED, Word.IMPROVED]
    assert found[-1].word is Word.NOT_ENOUGH_DATA
    assert found[-1].adjusted_p_value is None


def test_a_fall_that_is_smaller_than_what_matters_is_no_drip() -> None:
    found = only(followed(shares([0.80 - 0.0015 * i for i in range(12)], 40_000)))
    assert found.real or found.word is Word.NO_MEANINGFUL_CHANGE
    assert not found.drip


def test_a_rise_is_worse_where_less_is_better() -> None:
    lost = replace(SATISFIED, good_direction=Direction.DOWN)
    assert only(followed(shares([0.02 + 0.01 * i for i in range(12)]), lost)).word is Word.DECLINED


def test_months_that_swing_by_themselves_widen_the_interval() -> None:
    rng = np.random.default_rng(3)
    calm, wild = (
        only(followed(shares([float(v) for v in 0.6 - 0.004 * np.arange(12) + rng.normal(0, swing, 12)], 2_000)))
        for swing in (0.001, 0.05)
    )
    assert calm.interval is not None
    assert wild.interval is not None
    assert wild.interval[1] - wild.interval[0] > 2 * (calm.interval[1] - calm.interval[0])
    assert calm.word is Word.DECLINED
    assert wild.word is not Word.DECLINED


def test_half_a_year_of_rising_season_is_no_drip() -> None:
    luck = np.random.default_rng(5).normal(0, 0.014, 30)
    season = [0.7 + 0.1 * float(np.sin((i - 3) * np.pi / 6)) + float(luck[i]) for i in range(30)]
    found = only(followed(shares(season, 1_000)))
    assert found.seasonal
    assert not found.real
    assert found.change is not None
    a_year_lower = [value - 0.06 * (i >= 18) for i, value in enumerate(season)]
    shifted = only(followed(shares(a_year_lower, 1_000)))
    assert shifted.seasonal
    assert shifted.change == pytest.approx(found.change - 0.06, abs=0.001)
    assert shifted.word is Word.DECLINED


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_every_kind_has_a_year_in_its_own_units(kind: Kind) -> None:
    metric = replace(SATISFIED, kind=kind)
    found = only(followed([period(kind, seed) for seed in range(12)], metric))
    assert found.change is not None
    assert found.start is not None
    assert found.end is not None
    expected = found.end / found.start - 1 if kind.relative else found.end - found.start
    assert found.change == pytest.approx(expected)


def test_stable_companies_seldom_have_a_year_that_moved() -> None:
    rng = np.random.default_rng(11)
    scored = Metric("nps", "NPS", Kind.NPS, "points", Direction.UP, NpsOf("s"), (), 5, "")
    named = 0
    for _ in range(300):
        company = [
            followed(
                [nps(*map(int, rng.multinomial(n, [0.6, 0.3, 0.1]))) for n in rng.integers(100, 500, 27)],
                replace(scored, key=f"nps_{i}"),
            )
            for i in range(10)
        ]
        named += any(year.real for year in years(company))
    assert named / 300 <= 0.06
