"""The engine against figures worked out elsewhere; every kind of case is either computed here or listed as not yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cxmetrics.judge.compare import compare, estimate
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.given import parse, verdict_of
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Comparison, Dependence, Direction, Guard, Kind, Moments, Reading, Word
from cxmetrics.stats import nps, power
from cxmetrics.stats.cluster import clustered
from cxmetrics.stats.quantiles import critical_value, two_sided_p
from tests.judge.examples import verdict_with

Case = dict[str, Any]

CASES: list[Case] = json.loads((Path(__file__).parent / "reference_cases.json").read_text())

NOT_YET = {
    "nps_diff_cluster_cr2",
    "nps_one_period_fpc",
    "prop_diff_test",
    "ni_prop",
    "ordinal_rank_test",
    "rate_ratio",
    "overdispersion",
    "laney_p",
    "i_prime",
    "xmr",
    "cusum_arl",
    "drift_path",
    "confidence_sequence",
    "mix_rate",
    "stratified_test",
    "nonresponse_tipping",
}
"""Kinds of case whose method the engine does not have."""


def close(case: Case, actual: Any, expected: Any) -> None:
    assert actual == pytest.approx(expected, rel=case["tol"].get("rel", 0), abs=case["tol"].get("abs", 0))


def nps_moments(counts: dict[str, int]) -> Moments:
    n = counts["promoters"] + counts["passives"] + counts["detractors"]
    return Moments(n=n, positive=counts["promoters"], negative=counts["detractors"])


def share(counts: dict[str, int]) -> Moments:
    return Moments(n=counts["n"], positive=counts["x"])


def histogram(counts: list[int]) -> Moments:
    return moments_of(np.repeat(np.arange(1.0, len(counts) + 1), counts))


def points_of(detractors: int, passives: int, promoters: int) -> np.ndarray:
    return np.repeat([-100.0, 0.0, 100.0], [detractors, passives, promoters])


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
    answers: dict[int, list[np.ndarray]] = {1: [], 2: []}
    agents: dict[int, list[int]] = {1: [], 2: []}
    for row in case["input"]["rows"]:
        points = points_of(row["det"], row["pas"], row["pro"])
        answers[row["period"]].append(points)
        agents[row["period"]] += [row["agent"]] * points.size
    before, after = np.concatenate(answers[1]), np.concatenate(answers[2])
    found, expected = clustered_comparison(before, after, np.array(agents[1] + agents[2])), case["expected"]
    close(case, found.change, expected["diff_points"])
    close(case, found.standard_error, expected["se_points"])
    assert found.dependence is not None
    assert found.dependence.groups == expected["n_clusters"]
    assert f"t with {expected['df']} degrees of freedom" in found.method
    naive = compare(Kind.NPS, moments_of(before), moments_of(after)).standard_error
    close(case, naive, expected["se_points_naive"])


def clustered_comparison(before: np.ndarray, after: np.ndarray, keys: np.ndarray, kind: Kind = Kind.NPS) -> Comparison:
    later = np.repeat([False, True], [before.size, after.size])
    found = clustered(np.concatenate([before, after]), later, keys)
    dependence = Dependence("key", found.groups, found.variance, found.shared)
    return compare(kind, moments_of(before), moments_of(after), dependence=dependence)


def prop_one_period_ci(case: Case) -> None:
    found = estimate(Kind.PROPORTION, share(case["input"]), case["input"]["level"])
    close(case, found.interval, tuple(case["expected"]["ci"]))


def prop_diff(case: Case) -> None:
    found = compare(Kind.PROPORTION, share(case["input"]["period1"]), share(case["input"]["period2"]))
    close(case, found.change, case["expected"]["diff"])
    close(case, found.interval, tuple(case["expected"]["ci"]))


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


def ordinal_mean_diff(case: Case) -> None:
    before, after = (histogram(case["input"][f"period{i}_hist_1to5"]) for i in (1, 2))
    found, expected = compare(Kind.MEAN, before, after), case["expected"]
    assert found.change is not None
    assert found.standard_error is not None
    close(case, (found.before.value, found.after.value), (expected["mean1"], expected["mean2"]))
    close(case, found.change / found.standard_error, expected["t"])
    close(case, found.p_value, expected["p_two_sided"])
    close(case, found.interval, tuple(expected["ci"]))


def mean_diff_paired(case: Case) -> None:
    """A paired test is the cluster formula with each person in both periods."""
    before, after = np.array(case["input"]["period1"]), np.array(case["input"]["period2"])
    found = clustered_comparison(before, after, np.tile(np.arange(before.size), 2), Kind.MEAN)
    assert found.change is not None
    assert found.standard_error is not None
    close(case, found.change / found.standard_error, case["expected"]["t"])
    close(case, found.p_value, case["expected"]["p_two_sided"])
    close(case, found.interval, tuple(case["expected"]["ci"]))


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


def numeric_stability(case: Case) -> None:
    whole = 1e9 + np.arange(100_000) % 7
    merged = sum((moments_of(part) for part in np.array_split(whole, 13)), Moments())
    close(case, merged.m2 / (merged.n - 1), case["expected"]["var_samp"])


def verdict(case: Case) -> None:
    before, after = case["input"]["period1"], case["input"]["period2"]
    request = {"kind": "nps", "before": before, "after": after, "margin": case["input"]["m_points"]}
    assert verdict_of(parse(request)).word == case["expected"]["verdict"]


def scorecard_case(case: Case) -> None:
    """The two guardrails of the case, rebuilt as verdicts with the states it gives them."""
    safe = verdict_with(change=0.0, half=0.01, margin=0.03)
    unproven = verdict_with(change=0.0, half=0.05, margin=0.03, good_direction=Direction.DOWN)
    headline = verdict_with(change=0.2, half=0.05, margin=0.03)
    assert headline.word is Word.IMPROVED
    keys = [guardrail["id"] for guardrail in case["input"]["guardrails"]]
    read = scorecard(headline, dict(zip(keys, (safe, unproven), strict=True)))
    assert [counter.guard for counter in read.counters] == [Guard.SAFE, Guard.NOT_PROVEN_SAFE]
    assert read.reading is Reading.UNPROVEN


CHECKS: dict[str, Callable[[Case], None]] = {
    "nps_one_period": nps_one_period,
    "nps_one_period_ci": nps_one_period_ci,
    "nps_one_period_ci_property": nps_one_period_ci_property,
    "nps_diff": nps_diff,
    "nps_power": nps_power,
    "nps_mdc": nps_mdc,
    "nps_diff_overlap": nps_diff_overlap,
    "nps_diff_cluster": nps_diff_cluster,
    "prop_one_period_ci": prop_one_period_ci,
    "prop_diff": prop_diff,
    "csat_topbox_diff": csat_topbox_diff,
    "prop_power": prop_power,
    "prop_ni_power": prop_ni_power,
    "ordinal_mean_diff": ordinal_mean_diff,
    "mean_diff_paired": mean_diff_paired,
    "mean_power": mean_power,
    "heavy_tail_gmr": heavy_tail_gmr,
    "ratio_diff_suffstats": ratio_diff_suffstats,
    "rate_ratio_overdispersed": rate_ratio_overdispersed,
    "numeric_stability": numeric_stability,
    "verdict": verdict,
    "scorecard": scorecard_case,
}


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] in CHECKS], ids=lambda case: str(case["id"]))
def test_case_agrees_with_its_source(case: Case) -> None:
    CHECKS[case["kind"]](case)


def test_every_kind_of_case_is_computed_or_known_to_be_missing() -> None:
    assert {case["kind"] for case in CASES} == CHECKS.keys() | NOT_YET
    assert not CHECKS.keys() & NOT_YET
