"""Cases of shares, means, durations, rates, ratios and amounts, in one period and in two."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from cxmetrics.judge.compare import compare, estimate
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Kind, Moments
from cxmetrics.stats import amount, paired, power, quantile, ranks, rate, rate_ratio, tables
from cxmetrics.stats.quantiles import critical_value, two_sided_p
from tests.oracles.cases import Case, close, histogram, share
from tests.oracles.scores import clustered_comparison


def prop_one_period_ci(case: Case) -> None:
    found = estimate(Kind.PROPORTION, share(case["input"]), case["input"]["level"])
    close(case, found.interval, tuple(case["expected"]["ci"]))


def prop_diff(case: Case) -> None:
    found = compare(Kind.PROPORTION, share(case["input"]["period1"]), share(case["input"]["period2"]))
    close(case, found.change, case["expected"]["diff"])
    close(case, found.interval, tuple(case["expected"]["ci"]))


def prop_diff_test(case: Case) -> None:
    pair = [case["input"][name] for name in ("period1", "period2")]
    found = tables.pooled([counts["x"] for counts in pair], [counts["n"] for counts in pair])
    close(case, float(found.chi2), case["expected"]["chi2"])
    close(case, float(found.p_value), case["expected"]["p_two_sided"])


def csat_topbox_diff(case: Case) -> None:
    before, after = (
        Moments(n=sum(counts), positive=sum(counts[box - 1] for box in case["input"]["top_boxes"]))
        for counts in (case["input"]["period1_hist_1to5"], case["input"]["period2_hist_1to5"])
    )
    found, expected = compare(Kind.PROPORTION, before, after), case["expected"]
    close(case, (found.before.value, found.after.value), (expected["share1"], expected["share2"]))
    close(case, found.change, expected["diff"])
    close(case, found.interval, tuple(expected["ci"]))
    close(case, found.interval_90, tuple(expected["ci90"]))


def prop_power(case: Case) -> None:
    before, after = (Moments(n=1000, positive=round(1000 * p)) for p in (case["input"]["p1"], case["input"]["p2"]))
    close(case, compare(Kind.PROPORTION, before, after).n_needed, case["expected"]["n_per_period"])


def prop_ni_power(case: Case) -> None:
    p, one_sided = case["input"]["p"], 1 - 2 * case["input"]["alpha_one_sided"]
    needed = power.answers_per_period(2 * p * (1 - p), case["input"]["margin"], one_sided)
    close(case, float(needed), case["expected"]["n_per_period"])


def ni_prop(case: Case) -> None:
    """The reference is Wald's: our change and standard error, and the verdict of our own one-sided bound."""
    before, after = (share(case["input"][name]) for name in ("period1", "period2"))
    found, expected = compare(Kind.PROPORTION, before, after), case["expected"]
    assert found.change is not None
    assert found.standard_error is not None
    assert found.interval_90 is not None
    margin, one_sided = case["input"]["margin_abs"], 1 - 2 * case["input"]["alpha_one_sided"]
    close(case, found.change, expected["diff"])
    close(case, found.change - float(critical_value(one_sided)) * found.standard_error, expected["lower_bound"])
    close(case, float(two_sided_p((found.change + margin) / found.standard_error)) / 2, expected["p_one_sided"])
    assert (found.interval_90[0] > -margin) == expected["non_inferior"]


def ordinal_mean_diff(case: Case) -> None:
    before, after = (histogram(case["input"][f"period{i}_hist_1to5"]) for i in (1, 2))
    found, expected = compare(Kind.MEAN, before, after), case["expected"]
    assert found.change is not None
    assert found.standard_error is not None
    close(case, (found.before.value, found.after.value), (expected["mean1"], expected["mean2"]))
    close(case, found.change / found.standard_error, expected["t"])
    close(case, found.p_value, expected["p_two_sided"])
    close(case, found.interval, tuple(expected["ci"]))


def ordinal_rank_test(case: Case) -> None:
    found = ranks.compare([case["input"][f"period{i}_hist_1to7"] for i in (1, 2)])
    close(case, float(found.u), case["expected"]["W_period2"])
    close(case, float(found.p_value_alike), case["expected"]["p_two_sided"])


def mean_diff_paired(case: Case) -> None:
    """The paired test itself, and the cluster formula with each person in both periods."""
    before, after = np.array(case["input"]["period1"]), np.array(case["input"]["period2"])
    found, expected = paired.difference(before, after, case["input"]["level"]), case["expected"]
    assert found is not None
    assert found.pairs - 1 == expected["df"]
    close(case, found.p_value, expected["p_two_sided"])
    close(case, found.limits, tuple(expected["ci"]))
    clustered = clustered_comparison(before, after, np.tile(np.arange(before.size), 2), Kind.MEAN)
    assert clustered.change is not None
    assert clustered.standard_error is not None
    close(case, clustered.change / clustered.standard_error, expected["t"])
    close(case, clustered.p_value, expected["p_two_sided"])
    close(case, clustered.interval, tuple(expected["ci"]))


def mcnemar(case: Case) -> None:
    gained, lost = case["input"]["gained"], case["input"]["lost"]
    close(case, float(paired.mcnemar(gained, lost, mid=False)), case["expected"]["exact_p"])
    close(case, float(paired.mcnemar(gained, lost)), case["expected"]["mid_p"])


def mean_power(case: Case) -> None:
    needed = power.answers_per_period(2 * case["input"]["sd"] ** 2, case["input"]["delta"])
    close(case, float(needed), case["expected"]["n_per_period"])


def heavy_tail_gmr(case: Case) -> None:
    before, after = (moments_of(np.log(case["input"][f"period{i}_seconds"])) for i in (1, 2))
    found, expected = compare(Kind.DURATION, before, after), case["expected"]
    assert found.change is not None
    assert found.interval is not None
    close(case, 1 + found.change, expected["ratio"])
    close(case, (1 + found.interval[0], 1 + found.interval[1]), tuple(expected["ci"]))
    close(case, found.p_value, expected["p_two_sided"])


def median_interval(case: Case) -> None:
    close(case, float(np.median(case["input"]["values"])), case["expected"]["median"])
    close(case, quantile.interval(case["input"]["values"], case["input"]["level"]), tuple(case["expected"]["ci"]))


def amount_diff(case: Case) -> None:
    values = [np.array(case["input"][name]) for name in ("period1", "period2")]
    logs = [np.log(period[period > 0]) for period in values]
    found, expected = (
        amount.difference(
            [period.size for period in logs],
            [period.size for period in values],
            [period.mean() for period in logs],
            [period.var(ddof=1) for period in logs],
            [case["input"]["level"]],
        ),
        case["expected"],
    )
    close(case, float(found.share.change), expected["share_diff"])
    close(case, [float(end[0]) for end in found.share.limits], expected["share_ci"])
    close(case, float(found.ratio), expected["ratio"])
    close(case, [float(end[0]) for end in found.ratio_limits], expected["ratio_ci"])
    close(case, float(found.amount.p_value), expected["amount_p"])


def certified_moments(case: Case) -> None:
    whole = np.array(case["input"]["values"])
    merged = sum((moments_of(part) for part in np.array_split(whole, 3)), Moments())
    close(case, merged.total / merged.n, case["expected"]["mean"])
    close(case, (merged.m2 / (merged.n - 1)) ** 0.5, case["expected"]["sd"])


def numeric_stability(case: Case) -> None:
    whole = 1e9 + np.arange(100_000) % 7
    merged = sum((moments_of(part) for part in np.array_split(whole, 13)), Moments())
    close(case, merged.m2 / (merged.n - 1), case["expected"]["var_samp"])


def rate_diff(case: Case) -> None:
    counts, exposures = _counts_and_exposures(case)
    found = rate.difference(counts, exposures, [case["input"]["level"]])
    close(case, float(found.change), case["expected"]["diff"])
    close(case, [float(end[0]) for end in found.limits], case["expected"]["ci"])


def exact_rate_ratio(case: Case) -> None:
    (before, after), (earlier, later) = _counts_and_exposures(case)
    found, expected = rate_ratio.compare((before, after), (earlier, later), case["input"]["level"]), case["expected"]
    assert found is not None
    close(case, found.p_value, expected["p_two_sided"])
    if "ratio" in expected:
        close(case, found.ratio, expected["ratio"])
    if "ci" in expected:
        close(case, found.limits, tuple(expected["ci"]))


def _counts_and_exposures(case: Case) -> tuple[list[int], list[float]]:
    pair = [case["input"][name] for name in ("period1", "period2")]
    return [period["count"] for period in pair], [period["exposure"] for period in pair]


def rate_ratio_overdispersed(case: Case) -> None:
    """Less scatter than Poisson's is luck: the error stays Poisson's."""
    before, after = (
        moments_of(np.array(case["input"][name]["counts"], dtype=float), np.array(case["input"][name]["exposures"]))
        for name in ("period1", "period2")
    )
    found = compare(Kind.RATE, before, after)
    assert found.before.value
    assert found.after.value
    close(case, float(np.log(found.after.value / found.before.value)), case["expected"]["log_ratio"])
    poisson = np.hypot(np.sqrt(before.total) / before.x_total, np.sqrt(after.total) / after.x_total)
    close(case, found.standard_error, float(poisson))


def rate_diff_overdispersed(case: Case) -> None:
    """All exposures are alike, where Pearson's statistic at a period's mean exposure is that of each record."""
    counts = [np.array(case["input"][name], dtype=float) for name in ("period1", "period2")]
    before, after = (moments_of(period, np.ones_like(period)) for period in counts)
    found, expected = compare(Kind.RATE, before, after), case["expected"]
    residual = [((period - period.mean()) ** 2).sum() for period in counts]
    sizes = [period.size for period in counts]
    excess, df = rate.dispersion(residual, [period.mean() for period in counts], sizes, sizes)
    close(case, float(excess), expected["dispersion"])
    assert float(df) == sum(sizes) - 2
    close(case, found.change, expected["diff"])
    close(case, found.standard_error, expected["se"])


def ratio_diff_suffstats(case: Case) -> None:
    def moments(sums: dict[str, int]) -> Moments:
        n, y, x = sums["customers"], sums["num_sum"], sums["den_sum"]
        m2, x_m2 = sums["num_sumsq"] - y * y / n, sums["den_sumsq"] - x * x / n
        return Moments(n=n, total=y, m2=m2, x_total=x, x_m2=x_m2, cross=sums["cross_sum"] - x * y / n)

    found = compare(Kind.RATIO, moments(case["input"]["period1"]), moments(case["input"]["period2"]))
    close(case, found.change, case["expected"]["diff"])
    close(case, found.standard_error, case["expected"]["se"])
    close(case, found.interval, tuple(case["expected"]["ci"]))
    close(case, found.p_value, case["expected"]["p_two_sided"])


CHECKS: Mapping[str, Callable[[Case], None]] = {
    "rate_ratio": exact_rate_ratio,
    **{
        check.__name__: check
        for check in (
            prop_one_period_ci,
            prop_diff,
            prop_diff_test,
            csat_topbox_diff,
            prop_power,
            prop_ni_power,
            ni_prop,
            ordinal_mean_diff,
            ordinal_rank_test,
            mean_diff_paired,
            mcnemar,
            mean_power,
            heavy_tail_gmr,
            median_interval,
            amount_diff,
            certified_moments,
            numeric_stability,
            rate_diff,
            rate_ratio_overdispersed,
            rate_diff_overdispersed,
            ratio_diff_suffstats,
        )
    },
}
