"""Comparisons of two periods through the public function."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import answers_needed, compare, estimate
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Kind, Moments, Policy, Published
from cxmetrics.stats.arrays import floats
from tests.judge.examples import WITH_MOMENTS, equal_keys, nps, share

BEFORE, AFTER = nps(288, 92, 20), nps(292, 88, 20)
FLAGSHIP = compare(Kind.NPS, BEFORE, AFTER)


def test_nps_67_to_68_has_the_interval_and_the_error_worked_out_by_hand() -> None:
    assert FLAGSHIP.before.value == 67
    assert FLAGSHIP.after.value == 68
    assert FLAGSHIP.change == 1
    assert FLAGSHIP.interval == pytest.approx((-6.9, 8.9), abs=0.05)
    assert FLAGSHIP.standard_error == pytest.approx(4.00, abs=0.005)
    assert FLAGSHIP.p_value == pytest.approx(0.80, abs=0.005)
    assert FLAGSHIP.detectable_change == pytest.approx(11.2, abs=0.05)
    assert FLAGSHIP.n_needed == 50_131


@pytest.mark.parametrize(("change", "answers"), [(2.0, 12_602), (3.0, 5_601), (5.0, 2_017), (10.0, 505), (-5.0, 2_017)])
def test_any_other_change_needs_the_answers_of_the_formula(change: float, answers: int) -> None:
    assert answers_needed(FLAGSHIP, change) == answers


def test_nothing_is_planned_from_an_earlier_period_whose_answers_are_all_alike() -> None:
    found = compare(Kind.PROPORTION, share(0, 2), share(1, 3))
    assert found.standard_error is not None
    assert found.answer_variance is None
    assert answers_needed(found, 0.03) is None


def test_answers_needed_grow_with_the_design_effect() -> None:
    assert FLAGSHIP.standard_error is not None
    doubled = equal_keys("agent", 40, 2 * FLAGSHIP.standard_error**2, shared=True)
    clustered = compare(Kind.NPS, BEFORE, AFTER, dependence=doubled)
    assert clustered.n_needed == pytest.approx(2 * 50_131, abs=1)
    assert answers_needed(clustered, 5.0) == pytest.approx(2 * 2_017, abs=2)


def test_nothing_needed_is_none_and_not_zero() -> None:
    same = compare(Kind.NPS, BEFORE, BEFORE)
    assert same.n_needed is None
    assert answers_needed(same, 0.0) is None


def test_all_promoters_have_an_interval_but_no_error_of_their_own() -> None:
    found = compare(Kind.NPS, nps(30, 0, 0), nps(30, 0, 0))
    assert found.interval is not None
    assert found.interval[0] < 0 < found.interval[1]
    assert (found.standard_error, found.detectable_change, found.n_needed, found.p_value) == (None, None, None, 1.0)


def test_an_empty_period_has_no_figures_instead_of_zeros() -> None:
    for kind in WITH_MOMENTS:
        found = compare(kind, Moments(), Moments())
        assert (found.change, found.interval, found.p_value, found.standard_error) == (None, None, None, None)
        assert found.before.value is None
        assert found.before.n == 0


def test_the_two_limits_of_the_90_percent_interval_lie_within_those_of_the_95() -> None:
    assert FLAGSHIP.interval is not None
    assert FLAGSHIP.interval_90 is not None
    assert FLAGSHIP.interval[0] < FLAGSHIP.interval_90[0] < FLAGSHIP.interval_90[1] < FLAGSHIP.interval[1]
    strict = compare(Kind.NPS, BEFORE, AFTER, Policy(level=0.99))
    assert strict.interval_90 == pytest.approx(FLAGSHIP.interval_90)
    assert strict.interval is not None
    assert strict.interval[0] < FLAGSHIP.interval[0]


def test_small_tables_of_every_shape_make_whole_comparisons() -> None:
    nps_tables = [nps(*counts) for counts in itertools.product(range(4), repeat=3) if 1 <= sum(counts) <= 4]
    share_tables = [share(x, n) for n in range(1, 9) for x in range(n + 1)]
    for kind, tables, farthest in ((Kind.NPS, nps_tables, 200), (Kind.PROPORTION, share_tables, 1)):
        for before, after in itertools.product(tables[::2], tables):
            found = compare(kind, before, after)
            assert found.interval is not None
            assert found.p_value is not None
            assert -farthest <= found.interval[0] < found.interval[1] <= farthest
            assert (found.p_value < 0.05) == (found.interval[0] > 0 or found.interval[1] < 0)
            assert found.standard_error is None or found.standard_error > 0


def test_false_alarms_of_nps_with_400_answers_come_one_time_in_twenty() -> None:
    rng = np.random.default_rng(42)
    pairs = rng.multinomial(400, [0.72, 0.23, 0.05], size=(1_200, 2)).tolist()
    p_values = [compare(Kind.NPS, nps(*before), nps(*after)).p_value for before, after in pairs]
    assert 0.03 < np.mean([p is not None and p < 0.05 for p in p_values]) < 0.07


def durations(factor: float, n: int, seed: int) -> Moments:
    seconds = factor * np.random.default_rng(seed).lognormal(5, 0.8, n)
    return moments_of(np.log(seconds), seconds)


def per_customer(rate: float, n: int, seed: int) -> Moments:
    rng = np.random.default_rng(seed)
    tickets = rng.poisson(3, n) + 1
    return moments_of(floats(rng.binomial(tickets, rate)), floats(tickets))


PAIRS = {
    Kind.NPS: (BEFORE, nps(240, 130, 30)),
    Kind.PROPORTION: (share(312, 400), share(340, 400)),
    Kind.MEAN: (moments_of(np.arange(40.0) % 5), moments_of(np.arange(60.0) % 6)),
    Kind.DURATION: (durations(1.0, 80, 1), durations(0.8, 50, 2)),
    Kind.AMOUNT: (durations(3.0, 60, 5), durations(4.0, 70, 6)),
    Kind.RATIO: (per_customer(0.3, 90, 3), per_customer(0.2, 60, 4)),
    Kind.RATE: (Moments(n=1, total=30, x_total=540.0), Moments(n=1, total=60, x_total=510.0)),
}


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_swapping_the_periods_negates_the_change(kind: Kind) -> None:
    before, after = PAIRS[kind]
    forth, back = compare(kind, before, after), compare(kind, after, before)
    assert forth.interval is not None
    assert back.interval is not None
    turn = (lambda change: math.expm1(-math.log1p(change))) if kind.relative else (lambda change: -change)
    assert forth.change == pytest.approx(turn(back.change))
    assert forth.interval == pytest.approx((turn(back.interval[1]), turn(back.interval[0])))
    assert forth.p_value == pytest.approx(back.p_value, rel=1e-6)
    assert forth.n_needed == pytest.approx(back.n_needed, abs=1)


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_an_estimate_is_the_error_bar_of_its_comparison(kind: Kind) -> None:
    before, after = PAIRS[kind]
    found = compare(kind, before, after)
    for figures, bar in ((before, found.before), (after, found.after)):
        one = estimate(kind, figures)
        assert one.value == bar.value
        assert one.interval == pytest.approx(bar.interval)
        assert one.n == bar.n


def test_longer_units_scale_the_mean_and_leave_the_ratio_of_durations() -> None:
    minutes = moments_of(60 * (np.arange(40.0) % 5)), moments_of(60 * (np.arange(60.0) % 6))
    small, large = compare(Kind.MEAN, *PAIRS[Kind.MEAN]), compare(Kind.MEAN, *minutes)
    assert small.interval is not None
    assert large.interval == pytest.approx((60 * small.interval[0], 60 * small.interval[1]))
    slower = compare(Kind.DURATION, durations(60.0, 80, 1), durations(48.0, 50, 2))
    assert slower.interval == pytest.approx(compare(Kind.DURATION, *PAIRS[Kind.DURATION]).interval)


def test_a_duration_is_a_geometric_mean_with_a_relative_change() -> None:
    before, after = np.array([10.0, 40.0, 20.0] * 10), np.array([5.0, 20.0, 10.0] * 10)
    found = compare(Kind.DURATION, moments_of(np.log(before)), moments_of(np.log(after)))
    assert found.before.value == pytest.approx(20)
    assert found.after.value == pytest.approx(10)
    assert found.change == pytest.approx(-0.5)


@given(st.floats(0.1, 30), st.integers(6, 300))
@settings(max_examples=40, deadline=None)
def test_without_a_shared_key_clusters_never_narrow(error: float, groups: int) -> None:
    found = compare(Kind.NPS, BEFORE, AFTER, dependence=equal_keys("agent", groups, error**2, shared=False))
    assert found.interval is not None
    assert FLAGSHIP.interval is not None
    assert found.interval[0] <= FLAGSHIP.interval[0]
    assert found.interval[1] >= FLAGSHIP.interval[1]
    assert found.p_value is not None
    assert (found.p_value < 0.05) == (found.interval[0] > 0 or found.interval[1] < 0)


def test_people_in_both_periods_may_narrow_the_interval() -> None:
    found = compare(Kind.NPS, BEFORE, AFTER, dependence=equal_keys("customer", 400, 1.0, shared=True))
    assert found.interval == pytest.approx((1 - 1.966, 1 + 1.966), abs=0.001)
    assert found.standard_error == 1


def test_answers_that_cancel_out_leave_the_independent_interval() -> None:
    found = compare(Kind.NPS, BEFORE, AFTER, dependence=equal_keys("customer", 400, 0.0, shared=True))
    assert found.interval == FLAGSHIP.interval


def test_rounding_in_the_clusters_of_equal_answers_is_not_taken_for_precision() -> None:
    cancelled = equal_keys("agent", 6, 1e-28, shared=True)
    found = compare(Kind.NPS, nps(0, 0, 30), nps(30, 0, 0), dependence=cancelled)
    assert found.interval == compare(Kind.NPS, nps(0, 0, 30), nps(30, 0, 0)).interval
    assert found.standard_error is None


def test_clusters_do_not_push_the_interval_off_the_scale() -> None:
    found = compare(Kind.NPS, nps(1, 0, 29), nps(29, 0, 1), dependence=equal_keys("agent", 6, 900.0, shared=True))
    assert found.interval is not None
    assert found.interval[1] == 200


def test_published_scores_have_a_range_of_errors_and_the_widest_interval() -> None:
    found = compare(Kind.NPS, Published(67, 400), Published(68, 400))
    assert found.range_of_se == pytest.approx((3.3, 5.2), abs=0.05)
    assert found.change == 1
    assert found.interval is not None
    assert FLAGSHIP.interval is not None
    assert found.interval[0] < FLAGSHIP.interval[0]
    assert found.interval[1] > FLAGSHIP.interval[1]


def test_a_published_score_may_be_compared_with_counts() -> None:
    found = compare(Kind.NPS, Published(67, 400), AFTER)
    both = compare(Kind.NPS, Published(67, 400), Published(68, 400))
    assert found.range_of_se is not None
    assert both.range_of_se is not None
    assert both.range_of_se[0] < found.range_of_se[0] < found.range_of_se[1] < both.range_of_se[1]


def test_only_a_net_promoter_score_may_come_published() -> None:
    with pytest.raises(BadInput, match="Net Promoter Score"):
        compare(Kind.MEAN, Published(67, 400), Published(68, 400))


def test_days_that_scatter_beyond_poisson_widen_a_rate() -> None:
    calm, wild = (
        [moments_of(np.tile(counts, 6), np.ones(12)) for counts in pair]
        for pair in (([10.0, 10.0], [12.0, 12.0]), ([2.0, 18.0], [4.0, 20.0]))
    )
    narrow, wide = (compare(Kind.RATE, before, after).standard_error for before, after in (calm, wild))
    assert narrow == pytest.approx(math.sqrt(10 / 12 + 12 / 12))
    assert wide is not None
    assert wide > 2 * math.sqrt(10 / 12)


def test_moments_alone_decide_so_merged_parts_compare_like_the_whole() -> None:
    halves = nps(100, 40, 5) + nps(188, 52, 15)
    assert replace(halves, total=0, m2=0) == BEFORE
    assert compare(Kind.NPS, halves, AFTER) == FLAGSHIP


def test_equal_answers_merged_from_many_days_show_no_noise_and_no_change() -> None:
    day = moments_of(np.log(np.full(3, 300.0)))
    months = [sum((day for _ in range(days)), Moments()) for days in (31, 28)]
    found = compare(Kind.DURATION, months[0], months[1])
    assert found.interval is None
    assert found.standard_error is None
