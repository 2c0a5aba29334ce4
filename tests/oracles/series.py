"""Cases of series over time: charts, drift, trend and season."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from cxmetrics.stats import drift, laney, season, trend
from cxmetrics.stats import xmr as individuals
from cxmetrics.stats.chart import Chart
from cxmetrics.stats.overdispersion import tau_squared
from tests.oracles.cases import Case, close


def xmr(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    found = individuals.chart(
        given["y"],
        screened=given["screen_outliers"],
        baseline=given.get("fix_after_n_points"),
        rebased_at=given.get("rebase_at_0based") or (),
    )
    points = np.ones(len(given["y"]))
    close(case, found.centre, points * expected["mean"])
    close(case, found.limits.lower, points * expected["lpl"])
    close(case, found.limits.upper, points * expected["upl"])
    assert found.signals.tolist() == expected["types"]


def laney_p(case: Case) -> None:
    """The plain p limits follow from the p' ones by sigma z, which is how far the two charts differ."""
    num, den = np.array(case["input"]["num"]), np.array(case["input"]["den"])
    found = laney.p_prime(num, den, screened=case["input"].get("screened", True))
    expected, centre = case["expected"], found.centre
    close(case, centre[0], expected["centre"])
    close(case, found.limits.upper, expected["ucl_p_prime"])
    close(case, found.limits.lower, expected["lcl_p_prime"])
    if "sigma_z" in expected:
        binomial = 3 * np.sqrt(centre * (1 - centre) / den)
        close(case, (found.limits.upper - centre) / binomial, np.full(den.size, expected["sigma_z"]))
        close(case, centre + binomial, expected["ucl_p"])


def laney_u(case: Case) -> None:
    _limits(case, laney.u_prime)


def i_prime(case: Case) -> None:
    _limits(case, laney.i_prime)


def _limits(case: Case, chart: Callable[..., Chart]) -> None:
    given, expected = case["input"], case["expected"]
    found = chart(given["num"], given["den"], screened=given.get("screened", True))
    close(case, found.centre[0], expected["centre"])
    close(case, found.limits.upper, expected["ucl"])
    close(case, found.limits.lower, expected["lcl"])


def cusum_arl(case: Case) -> None:
    k, shifts = case["input"]["k"], case["input"]["shift_sigma"]
    for shift, name in zip(shifts, ("arl0", "arl1"), strict=True):
        found = [drift.cusum_run_length(shift, k, h) for h in case["input"]["h"]]
        close(case, found, case["expected"][name])


def cusum_arl_table(case: Case) -> None:
    given = case["input"]
    found = [drift.cusum_run_length(shift, given["k"], given["h"]) for shift in given["shift_sigma"]]
    close(case, found, case["expected"]["arl"])


def ewma_arl(case: Case) -> None:
    given = case["input"]
    found = [drift.ewma_run_length(shift, given["lambda"], given["L"]) for shift in given["shift_sigma"]]
    close(case, found, case["expected"]["arl"])


def drift_path(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    sums = drift.cusum(given["y"], given["target"], given["sigma"], given["cusum_k"], given["cusum_h"])
    close(case, sums.up, expected["cusum_up"])
    if "cusum_down" in expected:
        close(case, sums.down, expected["cusum_down"])
    assert np.flatnonzero(sums.signals)[0] + 1 == expected["cusum_first_signal_1based"]
    smooth = drift.ewma(given["y"], given["target"], given["sigma"], given["ewma_lambda"], given["ewma_L"])
    close(case, smooth.average, expected["ewma"])
    assert np.flatnonzero(smooth.signals)[0] + 1 == expected["ewma_first_signal_1based"]


def weighted_trend(case: Case) -> None:
    values, expected = case["input"]["values"], case["expected"]
    found = trend.trend(np.arange(len(values)), values, case["input"]["variances"])
    assert found is not None
    close(case, found.tau2, expected["tau2"])
    close(case, (found.slope, found.standard_error), (expected["slope"], expected["se"]))
    close(case, [float(end) for end in found.limits], expected["ci"])
    close(case, found.p_value, expected["p"])


def overdispersion(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    points2 = 100**2 * given["item_variance"] / np.array(given["n"])
    found = tau_squared(given["nps_points"], points2)
    close(case, float(found.tau_squared), expected["tau2_points2"])
    close(case, float(found.tau_squared) ** 0.5, expected["tau_points"])
    close(
        case, (float(found.q), float(found.df), float(found.p_value)), [expected[name] for name in ("Q", "Q_df", "Q_p")]
    )


def extra_variation(case: Case) -> None:
    found = tau_squared(case["input"]["values"], case["input"]["variances"])
    close(case, float(found.tau_squared), case["expected"]["tau2"])
    close(case, float(found.q), case["expected"]["Q"])


def seasonal_effects(case: Case) -> None:
    close(case, season.deseasonalised(case["input"]["values"]).effects, case["expected"]["effects"])


def difference_in_seasons(case: Case) -> None:
    groups, expected = [np.array(group) for group in case["input"]["groups"]], case["expected"]
    means, squared, n = (
        np.reshape([measure(group) for group in groups], (2, 2))
        for measure in (np.mean, lambda group: group.var(ddof=1) / group.size, np.size)
    )
    found = season.difference_in_seasons(means, squared, n, [0.95])
    close(case, float(found.change), expected["change"])
    close(case, float(squared.sum()) ** 0.5, expected["se"])
    if "ci" in expected:
        close(case, [float(end[0]) for end in found.limits], expected["ci"])


CHECKS: Mapping[str, Callable[[Case], None]] = {
    "season": seasonal_effects,
    **{
        check.__name__: check
        for check in (
            xmr,
            laney_p,
            laney_u,
            i_prime,
            cusum_arl,
            cusum_arl_table,
            ewma_arl,
            drift_path,
            overdispersion,
            extra_variation,
            weighted_trend,
            difference_in_seasons,
        )
    },
}
