"""The committed exports hold every planted truth, by arithmetic independent of the product; null worlds hold none."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.sample_data.company_exports import (
    AFTER,
    BEFORE,
    EXPORTS,
    MONTHS,
    ROOT,
    TRUTHS,
    Company,
    attrition,
    last_answers_of_leavers,
    logs,
    mean_change,
    newcombe,
    nps,
    share_change,
    share_of,
)

STAR, GAMER = (TRUTHS[key]["names"]["employee_id"] for key in ("nps_bump", "handle_time_gaming"))
NULL_SEEDS = (101, 102)


def has_nps_bump(company: Company) -> bool:
    """The rise rests on one very full week of promoters."""
    survey = company.survey
    cell = (survey["employee_id"] == STAR) & survey["StartDate"].between("2026-03-09", "2026-03-14")
    before, after = survey["month"] == BEFORE, survey["month"] == AFTER
    rise = nps(survey.loc[after, "Q1"]) - nps(survey.loc[before, "Q1"])
    without = nps(survey.loc[after & ~cell, "Q1"]) - nps(survey.loc[before, "Q1"])
    return bool(cell.sum() >= 15 and rise > 0 > without)


def has_handle_time_gaming(company: Company) -> bool:
    """Handle time falls by more than 5 %, and short calls and repeat contacts rise, at one employee only."""
    before, after = company.answered(BEFORE), company.answered(AFTER)
    rises = [share_change(share_of(before[flag]), share_of(after[flag])) == 1 for flag in ("short", "again")]
    total, others = (
        mean_change(
            *(logs(calls.loc[calls["Agent ID"] != without, "Handle Time (seconds)"]) for calls in (before, after))
        )
        for without in ("", GAMER)
    )
    return total[1] < np.log(0.95) and all(rises) and others[0] < 0 < others[1]


def has_churn_rise(company: Company) -> bool:
    """A real rise of more than a point in the last month, after months that differ by chance only."""
    churn = [attrition(company.subscriptions, month) for month in MONTHS]
    stable = stats.chi2_contingency([[x, n - x] for x, n in churn[:-1]]).pvalue > 0.05
    return bool(stable and newcombe(churn[-2], churn[-1])[0] > 0.008)


def has_invoice_drip(company: Company) -> bool:
    """A falling year in which no month stands out, after a flat one."""
    counts = [company.box("Q3", month) for month in MONTHS]
    shares = [x / n for x, n in counts]
    slope, flat = (stats.linregress(range(len(part)), part) for part in (shares[-12:], shares[:-12]))
    steps = zip(counts[-13:], counts[-12:], strict=False)
    quiet = all(share_change(before, after) == 0 for before, after in steps)
    return bool(quiet and slope.slope < -0.004 and slope.pvalue < 0.001 and flat.pvalue > 0.05)


def has_mix_shift(company: Company) -> bool:
    """Every channel better, the total worse."""
    old, new = "2025Q1", "2026Q1"
    channels = [
        share_change(company.rated("quarter", old, channel), company.rated("quarter", new, channel)) == 1
        for channel in ("Phone", "E-mail", "Chat")
    ]
    return all(channels) and share_change(company.rated("quarter", old), company.rated("quarter", new)) == -1


def has_satisfied_leavers(company: Company) -> bool:
    """Most leavers with a recent answer were promoters, or satisfied overall."""
    last, _ = last_answers_of_leavers(company)
    interval = stats.binomtest(int((last["Q1"] >= 9).sum()), len(last)).proportion_ci(method="wilson")
    return bool(interval.low > 0.5)


def has_callback_rollout(company: Company) -> bool:
    """First replies about 30 % faster in the changed locations, half a year against half a year, and only there."""
    change, elsewhere = (
        mean_change(company.log_replies(MONTHS[15:21], where), company.log_replies(MONTHS[21:], where))
        for where in (True, False)
    )
    return bool(change[0] < np.log(0.70) < change[1] < np.log(0.80) and elsewhere[0] < 0 < elsewhere[1])


EVIDENCE: dict[str, Callable[[Company], bool]] = {
    "nps_bump": has_nps_bump,
    "handle_time_gaming": has_handle_time_gaming,
    "churn_rise": has_churn_rise,
    "invoice_drip": has_invoice_drip,
    "mix_shift": has_mix_shift,
    "satisfied_leavers": has_satisfied_leavers,
    "callback_rollout": has_callback_rollout,
}


def generate(folder: Path, *options: str) -> None:
    subprocess.run([sys.executable, "-m", "sample_data", str(folder), *options], cwd=ROOT, check=True)


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(EXPORTS)


@pytest.fixture(scope="module", params=NULL_SEEDS)
def null_company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    folder = tmp_path_factory.mktemp("null")
    generate(folder, "--null", "--seed", str(request.param))
    return Company(folder)


@pytest.mark.parametrize("key", EVIDENCE)
def test_planted_truth_is_in_the_exports(company: Company, key: str) -> None:
    assert EVIDENCE[key](company)


def test_null_world_holds_no_truth(null_company: Company) -> None:
    truth = json.loads((null_company.folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["null_world"]
    assert truth["truths"] == []
    assert [key for key, found in EVIDENCE.items() if found(null_company)] == []


def test_generating_again_gives_the_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(path.name for path in EXPORTS.iterdir() if not path.name.startswith("."))
    for name in names:
        # Compressed bytes depend on the zlib build, so packed files are compared by their content.
        contents = [(folder / name).read_bytes() for folder in (tmp_path, EXPORTS)]
        fresh, committed = map(gzip.decompress, contents) if name.endswith(".gz") else contents
        assert fresh == committed, name
