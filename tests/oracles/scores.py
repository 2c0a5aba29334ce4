"""Cases of Net Promoter Scores, one period and two, with answers that depend on each other or on none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from cxmetrics.judge.compare import compare, dependence_of, estimate
from cxmetrics.judge.given import parse
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Comparison, Kind, Moments
from cxmetrics.stats import nps, population, power
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.cluster import clustered, sums
from cxmetrics.stats.cr2 import corrected
from cxmetrics.stats.quantiles import critical_value, two_sided_p
from tests.oracles.cases import Case, close, nps_moments, points_of


def nps_one_period(case: Case) -> None:
    request = {"kind": "nps", "before": {"scores": case["input"]["scores_0_10"]}, "after": {"scores": []}}
    figures = parse(request).before
    assert isinstance(figures, Moments)
    counts, expected = case["expected"]["counts"], case["expected"]
    assert figures.positive == counts["promoters"]
    assert figures.negative == counts["detractors"]
    close(case, estimate(Kind.NPS, figures).value, expected["nps_points"])
    variance = nps.variance(figures.positive, figures.negative, figures.n)
    close(case, 100 * float(np.sqrt(variance / figures.n)), expected["se_points"])


def nps_one_period_ci(case: Case) -> None:
    figures, expected = nps_moments(case["input"]), case["expected"]
    found = estimate(Kind.NPS, figures, case["input"]["level"])
    if case["input"]["method"] == "tango_score":
        close(case, found.interval, tuple(expected["ci_points"]))
        return
    error = 100 * float(np.sqrt(nps.variance(figures.positive, figures.negative, figures.n) / figures.n))
    half = float(critical_value(case["input"]["level"])) * error
    close(case, found.value, expected["nps_points"])
    close(case, error, expected["se_points_div_n"])
    assert found.value is not None
    close(case, (found.value - half, found.value + half), tuple(expected["ci_points"]))


def nps_one_period_ci_property(case: Case) -> None:
    interval = estimate(Kind.NPS, nps_moments(case["input"]), case["input"]["level"]).interval
    assert interval is not None
    assert interval[0] < case["expected"]["lower_points_max"]
    assert interval[1] <= case["expected"]["upper_points_max"]


def nps_one_period_fpc(case: Case) -> None:
    figures, expected = nps_moments(case["input"]), case["expected"]
    found = estimate(Kind.NPS, figures)
    close(case, found.value, expected["nps_points"])
    squared = float(nps.variance(figures.positive, figures.negative, figures.n)) / (figures.n - 1)
    finite = float(population.correction(figures.n, case["input"]["population_N"]))
    close(case, 100 * (squared * finite) ** 0.5, expected["se_points"])


def nps_diff(case: Case) -> None:
    """The reference is Wald's: its change and standard error are ours, its interval and p-value follow from those."""
    found, expected = two_nps_periods(case), case["expected"]
    assert found.change is not None
    assert found.standard_error is not None
    half = float(critical_value(case["input"]["level"])) * found.standard_error
    close(case, found.change, expected["diff_points"])
    close(case, found.standard_error, expected["se_points"])
    close(case, (found.change - half, found.change + half), tuple(expected["ci_points"]))
    close(case, float(two_sided_p(found.change / found.standard_error)), expected["p_two_sided"])


def nps_diff_mover(case: Case) -> None:
    found, expected = two_nps_periods(case), case["expected"]
    close(case, found.change, expected["diff_points"])
    close(case, found.interval, tuple(expected["ci_points"]))


def two_nps_periods(case: Case) -> Comparison:
    return compare(Kind.NPS, nps_moments(case["input"]["period1"]), nps_moments(case["input"]["period2"]))


def nps_power(case: Case) -> None:
    """Exact shares, so counts of any whole multiple give the same n."""
    before, after = (
        Moments(n=100, positive=round(100 * shares[2]), negative=round(100 * shares[0]))
        for shares in (case["input"]["p1"], case["input"]["p2"])
    )
    close(case, compare(Kind.NPS, before, after).n_needed, case["expected"]["n_per_period"])


def nps_mdc(case: Case) -> None:
    detractors, _passives, promoters = (round(100 * share) for share in case["input"]["det_pas_pro"])
    for n, expected in zip(case["input"]["n_per_period"], case["expected"]["mdc_points"], strict=True):
        period = Moments(n=n, positive=promoters * n // 100, negative=detractors * n // 100)
        found = compare(Kind.NPS, period, period).detectable_change
        if n * detractors % 100 == 0:
            close(case, found, expected)
        variance = nps.variance(promoters, detractors, 100)
        close(case, 100 * float(power.detectable_change(np.sqrt(2 * variance / n))), expected)


def nps_diff_overlap(case: Case) -> None:
    only1, only2 = (
        points_of(case["input"][name]["detractors"], case["input"][name]["passives"], case["input"][name]["promoters"])
        for name in ("only_period1", "only_period2")
    )
    both = np.array(case["input"]["both_counts_rows_p1_cols_p2_det_pas_pro"])
    first, second = np.repeat([-100.0, 0.0, 100.0], both.sum(axis=1)), np.concatenate([points_of(*row) for row in both])
    people = np.concatenate(
        [np.arange(first.size), 1000 + np.arange(only1.size), np.arange(second.size), 2000 + np.arange(only2.size)]
    )
    before, after = np.concatenate([first, only1]), np.concatenate([second, only2])
    found = clustered_comparison(before, after, people)
    close(case, found.change, case["expected"]["diff_points"])
    close(case, found.standard_error, case["expected"]["se_points_cluster"])
    independent = compare(Kind.NPS, moments_of(before), moments_of(after))
    close(case, independent.standard_error, case["expected"]["se_points_if_independent"])


def nps_diff_cluster(case: Case) -> None:
    answers, later, agents = _answers_by_agent(case)
    found, expected = clustered(answers, later, agents), case["expected"]
    close(case, answers[later].mean() - answers[~later].mean(), expected["diff_points"])
    close(case, found.variance**0.5, expected["se_points"])
    assert found.groups == expected["n_clusters"]
    judged = clustered_comparison(answers[~later], answers[later], np.concatenate([agents[~later], agents[later]]))
    assert judged.dependence is not None
    assert judged.dependence.df <= expected["df"]
    if judged.dependence.shared:
        close(case, judged.standard_error, expected["se_points"])
    naive = compare(Kind.NPS, moments_of(answers[~later]), moments_of(answers[later])).standard_error
    close(case, naive, expected["se_points_naive"])


def nps_diff_cluster_cr2(case: Case) -> None:
    found = corrected(*sums(*_answers_by_agent(case)))
    close(case, float(found.variance) ** 0.5, case["expected"]["se_points"])
    close(case, float(found.df_apart), case["expected"]["df"])


def _answers_by_agent(case: Case) -> tuple[Floats, np.ndarray, np.ndarray]:
    """Every answer, whether it is of the later period, and whose it is."""
    rows = case["input"]["rows"]
    answers = [points_of(row["det"], row["pas"], row["pro"]) for row in rows]
    sizes = [points.size for points in answers]
    later, agents = ([row[name] for row in rows] for name in ("period", "agent"))
    return np.concatenate(answers), np.repeat(later, sizes) == 2, np.repeat(agents, sizes)


def clustered_comparison(before: Floats, after: Floats, keys: np.ndarray, kind: Kind = Kind.NPS) -> Comparison:
    later = np.repeat([False, True], [before.size, after.size])
    y = np.concatenate([before, after]) / (100 if kind is Kind.NPS else 1)
    dependence = dependence_of(kind, "key", clustered(y, later, keys))
    return compare(kind, moments_of(before), moments_of(after), dependence=dependence)


CHECKS: Mapping[str, Callable[[Case], None]] = {
    check.__name__: check
    for check in (
        nps_one_period,
        nps_one_period_ci,
        nps_one_period_ci_property,
        nps_one_period_fpc,
        nps_diff,
        nps_diff_mover,
        nps_power,
        nps_mdc,
        nps_diff_overlap,
        nps_diff_cluster,
        nps_diff_cluster_cr2,
    )
}
