"""Cases of what is concluded: verdicts, scorecards, many looks, and what moved a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.given import parse
from cxmetrics.judge.request import verdict_of
from cxmetrics.model import Direction, Guard, Reading, Word
from cxmetrics.stats import mix, nonresponse, sequence, tables
from cxmetrics.stats.arrays import Floats
from cxmetrics.stats.fdr import benjamini_hochberg
from cxmetrics.stats.holm import holm
from tests.judge.examples import verdict_with
from tests.oracles.cases import Case, close, points_of


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


def bh_adjusted(case: Case) -> None:
    close(case, benjamini_hochberg(case["input"]["p"]), case["expected"]["adjusted"])


def bh_rejections(case: Case) -> None:
    rejected = benjamini_hochberg(case["input"]["p"]) <= case["input"]["q"]
    assert np.count_nonzero(rejected) == case["expected"]["rejected"]


def holm_adjusted(case: Case) -> None:
    close(case, holm(case["input"]["p"]), case["expected"]["adjusted"])


def confidence_sequence(case: Case) -> None:
    pair = [case["input"][name] for name in ("period1", "period2")]
    n, total, squares = (np.array([period[name] for period in pair]) for name in ("n", "sum", "sum_squares"))
    variance = (squares - total**2 / n) / (n - 1)
    change = total[1] / n[1] - total[0] / n[0]
    level, tuning = 1 - case["input"]["alpha"], case["input"]["tuning"]
    found, expected = sequence.look(change, (variance / n).sum(), n.sum(), level, tuning), case["expected"]
    close(case, 100 * change, expected["diff_points"])
    close(case, [100 * float(end) for end in found.limits], expected["ci_points"])
    close(case, float(found.p_value), expected["always_valid_p"])


def mix_rate(case: Case) -> None:
    given, expected = case["input"], case["expected"]
    found = mix.decompose([given["n1"], given["n2"]], [given["nps1_points"], given["nps2_points"]], np.ones((2, 3)))
    assert found is not None
    close(case, (found.before, found.after), (expected["total1"], expected["total2"]))
    close(case, found.after - found.before, expected["delta"])
    close(case, (found.mix, found.rate), (expected["mix"], expected["rate"]))
    assert found.simpson == expected["simpson"]


def mix_rate_error(case: Case) -> None:
    found, expected = mix.decompose(*_segments(case)), case["expected"]
    assert found is not None
    close(case, (found.before, found.after), (expected["total1"], expected["total2"]))
    close(case, (found.mix, found.rate), (expected["mix"], expected["rate"]))
    close(case, found.rate_error, expected["rate_se"])


def reweighted(case: Case) -> None:
    found, expected = nonresponse.reweighted(*_segments(case)), case["expected"]
    assert found is not None
    close(case, found.change, expected["diff_points"])
    close(case, found.standard_error, expected["se_points"])
    assert found.covered == 1


def _segments(case: Case) -> tuple[Floats, Floats, Floats]:
    """Of each period and segment: answers, score in points, and its squared standard error."""
    answers = [[points_of(*counts) for counts in case["input"][name]] for name in ("period1", "period2")]
    n, score, squared = (
        np.array([[measure(points) for points in period] for period in answers])
        for measure in (np.size, np.mean, lambda points: points.var(ddof=1) / points.size)
    )
    return n.astype(float), score, squared


def nonresponse_tipping(case: Case) -> None:
    given = case["input"]
    found = nonresponse.tipping_change(given["observed_change_points"], given["response_rate"])
    close(case, float(found), case["expected"]["nonrespondent_change_that_cancels_points"])


def stratified_test(case: Case) -> None:
    """Column A stands for the later period, whose odds the ratio puts on top."""
    cells = np.array(case["input"]["tables_rows_success_failure_cols_A_B"])
    success, failure = cells[:, 0, ::-1].T, cells[:, 1, ::-1].T
    found, expected = tables.cochran_mantel_haenszel(success, success + failure), case["expected"]
    assert found is not None
    close(case, found.chi2, expected["chi2"])
    close(case, found.p_value, expected["p_two_sided"])
    close(case, found.odds_ratio, expected["common_odds_ratio_A_vs_B"])
    if "ci" in expected:
        close(case, [float(end) for end in found.odds_limits], expected["ci"])


CHECKS: Mapping[str, Callable[[Case], None]] = {
    "scorecard": scorecard_case,
    **{
        check.__name__: check
        for check in (
            verdict,
            bh_adjusted,
            bh_rejections,
            holm_adjusted,
            confidence_sequence,
            mix_rate,
            mix_rate_error,
            reweighted,
            nonresponse_tipping,
            stratified_test,
        )
    },
}
