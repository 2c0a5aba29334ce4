"""The numbers in truth.json are those of the exports: hygiene counts, planted figures, and quiet metrics."""

import gzip
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.sample_data.company_exports import (
    AFTER,
    BEFORE,
    DRIP_MONTHS,
    EXPORTS,
    MONTHS,
    TRUTH,
    TRUTHS,
    Company,
    Count,
    attrition,
    groups,
    last_answers_of_leavers,
    logs,
    mean_change,
    nps,
    share_change,
    share_of,
)


def expected(key: str) -> dict[str, Any]:
    figures: dict[str, Any] = TRUTHS[key]["expected"]
    return figures


def count(figure: dict[str, Any]) -> Count:
    return figure["x"], figure["n"]


def reopened(company: Company, month: str) -> Count:
    solved = company.tickets[(company.tickets["month"] == month) & company.tickets["Solved at"].notna()]
    return share_of(solved["Reopens"] > 0)


def abandoned(company: Company, month: str) -> Count:
    return share_of(company.calls.loc[company.calls["month"] == month, "Disposition"] == "Abandoned")


QUIET_SHARES: dict[str, Callable[[Company, str], Count]] = {
    "csat": lambda company, month: company.box("Q2", month),
    "csat_hold": lambda company, month: company.box("Q5", month),
    "ticket_csat": lambda company, month: company.rated("month", month),
    "reopen_rate": reopened,
    "abandon_rate": abandoned,
    "employee_turnover": lambda company, month: attrition(company.roster, month),
}


@pytest.fixture(scope="module")
def company() -> Company:
    return Company(EXPORTS)


def test_survey_hygiene_counts(company: Company) -> None:
    for period, stated in {"": TRUTH["hygiene"]["qualtrics_survey.csv"], **stated_by_period()}.items():
        rows = company.survey_rows[company.survey_rows["month"].str.startswith(period)]
        once = rows.drop_duplicates()
        complete = once[(once["Status"] == "IP Address") & once["Finished"]]
        counted = {
            "records": len(rows),
            "used": int(complete["Q1"].notna().sum()),
            "preview_row": int((once["Status"] == "Survey Preview").sum()),
            "spam_row": int((once["Status"] == "Spam").sum()),
            "incomplete_response": int((~once["Finished"] & (once["Progress"] < 100)).sum()),
            "no_score": int(complete["Q1"].isna().sum()),
            "duplicate_id": len(rows) - rows["ResponseId"].nunique(),
        }
        assert counted == {reason: stated[reason] for reason in counted}
        assert sum(counted.values()) == 2 * len(rows)


def stated_by_period() -> dict[str, dict[str, int]]:
    stated: dict[str, dict[str, int]] = TRUTH["hygiene"]["qualtrics_survey.csv"]["by_period"]
    return stated


def test_other_hygiene_counts(company: Company) -> None:
    hygiene = TRUTH["hygiene"]
    assert len(company.subscriptions) == hygiene["subscriptions.csv"]["used"]
    roster = pd.read_csv(company.folder / "hr_roster.csv")
    stated = hygiene["hr_roster.csv"]
    assert len(roster) == stated["records"]
    assert len(roster) - len(company.roster) == stated["impossible_dates"] == 1
    assert (company.roster["end"] > TRUTH["data_to"]).sum() == stated["future_leavers"] == 1
    assert roster["Employee ID"].duplicated().sum() == stated["rehires"] == 1
    assert int(company.tickets["rating"].notna().sum()) == hygiene["zendesk_tickets.csv.gz"]["rated"]
    assert (
        int(company.tickets["First reply time in minutes"].isna().sum())
        == (hygiene["zendesk_tickets.csv.gz"]["not_answered"])
    )


def test_survey_has_the_layout_of_its_vendor(company: Company) -> None:
    names, texts, imports = (company.folder / "qualtrics_survey.csv").read_text(encoding="utf-8").split("\n")[:3]
    assert names.startswith("StartDate,EndDate,Status,IPAddress,Progress,Duration (in seconds),Finished,RecordedDate")
    assert '"On a scale from 0 to 10, how likely' in texts
    assert imports.startswith('"{""ImportId"":""startDate"",""timeZone"":""Europe/London""}"')
    comments = company.survey["Q6"].dropna()
    assert comments.str.contains("\n").any()
    assert comments.str.startswith("=").any()


def test_everyone_in_the_survey_is_fictional(company: Company) -> None:
    rows = company.survey_rows
    assert rows["RecipientEmail"].dropna().str.endswith("@example.com").all()
    assert rows["IPAddress"].str.rsplit(".", n=1).str[0].isin(["192.0.2", "198.51.100", "203.0.113"]).all()


def test_packed_files_carry_no_time_of_writing(company: Company) -> None:
    for path in company.folder.glob("*.gz"):
        with gzip.open(path) as packed:
            packed.read(1)
            assert packed.mtime == 0


def test_nps_bump_figures(company: Company) -> None:
    survey, names = company.survey, TRUTHS["nps_bump"]["names"]
    before, after = survey[survey["month"] == BEFORE], survey[survey["month"] == AFTER]
    assert groups(before["Q1"]) == (288, 92, 20)
    assert groups(after["Q1"]) == (292, 88, 20)
    assert (nps(before["Q1"]), nps(after["Q1"])) == (67.0, 68.0)
    hers = survey["employee_id"] == names["employee_id"]
    cell = survey[hers & survey["StartDate"].between(names["week_from"], "2026-03-14")]
    assert groups(cell["Q1"]) == (20, 0, 0)
    assert set(cell["location"]) == {names["location"]}
    assert groups(after["Q1"].drop(cell.index)) == (272, 88, 20)
    ordinary = survey[hers].drop(cell.index)
    assert ordinary["StartDate"].dt.to_period("W").value_counts().max() < 10
    assert nps(ordinary["Q1"]) == pytest.approx(67, abs=8)
    history = [nps(survey.loc[survey["month"] == month, "Q1"]) for month in MONTHS]
    assert np.mean(history) == pytest.approx(67, abs=1.5)
    assert stats.linregress(range(len(history)), history).pvalue > 0.05
    # Standard errors by hand: 4.0 points for the difference, so one point is far within noise.
    errors = [np.sign(month["Q1"] - 7.5).where(~month["Q1"].between(7, 8), 0).var() / 400 for month in (before, after)]
    assert 100 * np.sqrt(sum(errors)) == pytest.approx(4.0, abs=0.02)


def test_handle_time_gaming_figures(company: Company) -> None:
    stated, gamer = expected("handle_time_gaming"), TRUTHS["handle_time_gaming"]["names"]["employee_id"]
    for month in (BEFORE, AFTER):
        calls = company.answered(month)
        mean = np.exp(logs(calls["Handle Time (seconds)"]).mean())
        assert mean == pytest.approx(stated["handle_time"][month]["geometric_mean"], abs=0.01)
        assert share_of(calls["short"]) == count(stated["short_calls"][month])
        assert share_of(calls["again"]) == count(stated["repeat_contact"][month])
    cut_off = (calls["Agent ID"] == gamer) & calls["short"]
    assert share_of(calls.loc[cut_off, "again"]) == count(stated["repeat_contact_after_short_calls_of_employee"])
    assert share_of(calls.loc[~cut_off, "again"]) == count(stated["repeat_contact_after_all_other_calls"])


def test_churn_figures(company: Company) -> None:
    stated = expected("churn_rise")
    for month, figure in {**stated["every_month_before"], AFTER: stated[AFTER]}.items():
        assert attrition(company.subscriptions, month) == count(figure)


def test_invoice_figures(company: Company) -> None:
    stated = expected("invoice_drip")
    assert list(stated) == DRIP_MONTHS
    assert [company.box("Q3", month) for month in DRIP_MONTHS] == [count(figure) for figure in stated.values()]
    percents = [figure["percent"] for figure in stated.values()]
    assert percents == sorted(percents, reverse=True)
    assert percents[0] - percents[-1] == pytest.approx(5.5, abs=0.3)


def test_mix_shift_figures(company: Company) -> None:
    for quarter, figures in expected("mix_shift").items():
        for name, figure in figures.items():
            channel = None if name == "total" else name
            assert company.rated("quarter", quarter.replace("-", ""), channel) == count(figure)


def test_leaver_figures(company: Company) -> None:
    stated = expected("satisfied_leavers")
    last, leavers = last_answers_of_leavers(company)
    overall = last["Q2"].dropna() >= 4
    assert (len(last), leavers) == count(stated["leavers_with_an_answer"])
    assert share_of(last["Q1"] >= 9) == count(stated["promoters"])
    assert share_of(overall) == count(stated["overall_4_or_5"])
    assert share_of((last["Q1"] >= 9) | (last["Q2"] >= 4)) == count(stated["either"])
    reasons = company.subscriptions.loc[company.subscriptions["end"].notna(), "Cancellation Reason"]
    assert share_of(reasons == "") == count(stated["reason_not_given"])
    competitors = "|".join(TRUTHS["satisfied_leavers"]["names"]["competitors"])
    assert share_of(reasons.str.contains(competitors)) == count(stated["reason_names_a_competitor"])


@pytest.mark.parametrize(("where", "changed"), [("changed_locations", True), ("elsewhere", False)])
def test_callback_figures(company: Company, where: str, changed: bool) -> None:
    for month, figure in expected("callback_rollout")[where].items():
        replies = company.log_replies([month], changed)
        assert len(replies) == figure["n"]
        assert np.exp(replies.mean()) == pytest.approx(figure["geometric_mean"], abs=0.01)


def test_silent_channel_figures(company: Company) -> None:
    tickets = company.tickets[company.tickets["month"] == AFTER]
    silent = tickets["First reply time in minutes"].isna()
    social = tickets["Channel [list]"] == "Social"
    assert share_of(silent[social]) == count(expected("silent_channel")["unanswered_social"])
    assert share_of(silent[~social]) == count(expected("silent_channel")["unanswered_elsewhere"])


def test_quiet_metrics_are_quiet(company: Company) -> None:
    nulls = {null["metric"]: null["expected"] for null in TRUTH["nulls"]}
    assert set(nulls) == {*QUIET_SHARES, "ces"}
    for metric, measure in QUIET_SHARES.items():
        before, after = measure(company, BEFORE), measure(company, AFTER)
        assert (before, after) == (count(nulls[metric][BEFORE]), count(nulls[metric][AFTER])), metric
        assert share_change(before, after) == 0, metric
    ease = [company.survey.loc[company.survey["month"] == month, "Q4"].dropna() for month in (BEFORE, AFTER)]
    assert [len(scores) for scores in ease] == [nulls["ces"][month]["n"] for month in (BEFORE, AFTER)]
    low, high = mean_change(*(scores.to_numpy(dtype=float) for scores in ease))
    assert low < 0 < high
