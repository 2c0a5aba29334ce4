"""Reads the sample exports with pandas alone, and does the arithmetic the tests compare with."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "sample_data" / "exports"
TRUTH: dict[str, Any] = json.loads((EXPORTS / "truth.json").read_text(encoding="utf-8"))
TRUTHS: dict[str, dict[str, Any]] = {truth["key"]: truth for truth in TRUTH["truths"]}
BEFORE, AFTER = "2026-02", "2026-03"
MONTHS = [str(month) for month in pd.period_range("2024-01", AFTER, freq="M")]
DRIP_MONTHS = MONTHS[-12:]

Count = tuple[int, int]
Floats = npt.NDArray[np.float64]


class Company:
    """The exports of one folder, read with pandas only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def survey_rows(self) -> pd.DataFrame:
        rows = pd.read_csv(self.folder / "qualtrics_survey.csv", skiprows=[1, 2], parse_dates=["StartDate"])
        return rows.assign(month=rows["StartDate"].dt.strftime("%Y-%m"))

    @cached_property
    def survey(self) -> pd.DataFrame:
        rows = self.survey_rows
        valid = (rows["Status"] == "IP Address") & rows["Finished"] & rows["Q1"].notna()
        return rows[valid].drop_duplicates("ResponseId")

    @cached_property
    def tickets(self) -> pd.DataFrame:
        rows = pd.read_csv(self.folder / "zendesk_tickets.csv.gz", parse_dates=["Created at"])
        rating = rows["Satisfaction Score"].str.split().str[0]
        return rows.assign(
            month=rows["Created at"].dt.strftime("%Y-%m"),
            quarter=rows["Created at"].dt.to_period("Q").astype(str),
            rating=rating.where(rating.isin(["Good", "Bad"])),
        )

    @cached_property
    def calls(self) -> pd.DataFrame:
        rows = pd.read_csv(self.folder / "call_log.csv.gz", parse_dates=["Start Time"])
        rows = rows.sort_values(["Customer ID", "Start Time"])
        wait = rows.groupby("Customer ID")["Start Time"].shift(-1) - rows["Start Time"]
        return rows.assign(
            month=rows["Start Time"].dt.strftime("%Y-%m"),
            again=wait <= pd.Timedelta(days=7),
            short=rows["Handle Time (seconds)"] < 15,
        )

    @cached_property
    def subscriptions(self) -> pd.DataFrame:
        rows = pd.read_csv(
            self.folder / "subscriptions.csv",
            parse_dates=["Start Date (UTC)", "Ended At (UTC)"],
            keep_default_na=False,
            na_values={"Ended At (UTC)": [""]},
        )
        rows = rows.rename(columns={"Start Date (UTC)": "start", "Ended At (UTC)": "end"})
        return rows[~rows["Status"].isin(["trialing", "incomplete_expired"])]

    @cached_property
    def roster(self) -> pd.DataFrame:
        rows = pd.read_csv(self.folder / "hr_roster.csv", parse_dates=["Hire Date", "Termination Date"])
        rows = rows.rename(columns={"Hire Date": "start", "Termination Date": "end"})
        return rows[~(rows["end"] < rows["start"])]

    def answered(self, month: str) -> pd.DataFrame:
        return self.calls[(self.calls["month"] == month) & (self.calls["Disposition"] == "Answered")]

    def box(self, question: str, month: str) -> Count:
        scores = self.survey.loc[self.survey["month"] == month, question].dropna()
        return int((scores >= 4).sum()), len(scores)

    def rated(self, column: str, period: str, channel: str | None = None) -> Count:
        rows = self.tickets[(self.tickets[column] == period) & self.tickets["rating"].notna()]
        if channel:
            rows = rows[rows["Channel [list]"] == channel]
        return int((rows["rating"] == "Good").sum()), len(rows)

    def log_replies(self, months: list[str], changed_locations: bool) -> Floats:
        changed = self.tickets["Location [list]"].isin(["Bristol", "Cardiff"])
        rows = self.tickets[self.tickets["month"].isin(months) & (changed == changed_locations)]
        return logs(rows["First reply time in minutes"].dropna())


def attrition(stays: pd.DataFrame, month: str) -> Count:
    """Ended in the month, among those there at its start."""
    start = pd.Timestamp(month)
    there = stays[(stays["start"] < start) & ~(stays["end"] < start)]
    return int((there["end"] < start + pd.DateOffset(months=1)).sum()), len(there)


def logs(values: "pd.Series[Any]") -> Floats:
    logarithms: Floats = np.log(values.to_numpy(dtype=float))
    return logarithms


def groups(scores: "pd.Series[Any]") -> tuple[int, int, int]:
    promoters, detractors = int((scores >= 9).sum()), int((scores <= 6).sum())
    return promoters, len(scores) - promoters - detractors, detractors


def nps(scores: "pd.Series[Any]") -> float:
    promoters, passives, detractors = groups(scores)
    return 100 * (promoters - detractors) / (promoters + passives + detractors)


def share_of(flags: "pd.Series[bool]") -> Count:
    return int(flags.sum()), len(flags)


def newcombe(before: Count, after: Count) -> tuple[float, float]:
    """95 % interval of the change of a share, from the two Wilson intervals."""
    (t1, l1, u1), (t2, l2, u2) = (
        (x / n, *stats.binomtest(x, n).proportion_ci(method="wilson")) for x, n in (before, after)
    )
    return t2 - t1 - np.hypot(t2 - l2, u1 - t1), t2 - t1 + np.hypot(u2 - t2, t1 - l1)


def share_change(before: Count, after: Count) -> int:
    """-1, 0 or 1: the direction of a change beyond its interval."""
    low, high = newcombe(before, after)
    return int(low > 0) - int(high < 0)


def mean_change(before: Floats, after: Floats) -> tuple[float, float]:
    """95 % Welch interval of the change of a mean."""
    interval = stats.ttest_ind(after, before, equal_var=False).confidence_interval()
    return float(interval.low), float(interval.high)


def last_answers_of_leavers(company: Company) -> tuple[pd.DataFrame, int]:
    """The last answer within 180 days of each leaver who gave one, and the number of leavers."""
    leavers = company.subscriptions[company.subscriptions["end"].notna()]
    pairs = leavers.merge(company.survey, left_on="Customer ID", right_on="customer_id")
    days = (pairs["end"].dt.normalize() - pairs["StartDate"].dt.normalize()).dt.days
    recent = pairs[days <= 180].sort_values("StartDate")
    return recent.drop_duplicates("Customer ID", keep="last"), len(leavers)
