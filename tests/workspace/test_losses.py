"""Satisfied but left: the planted truth with its numbers, and what is said where a file is missing."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.losses import Lacking, Left, Reason
from cxmetrics.judge.spread import Standing
from cxmetrics.model import Estimate, Selection
from cxmetrics.period import Period
from cxmetrics.report import losses_words
from cxmetrics.workspace import shelf
from cxmetrics.workspace.losses import Question
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import taken, written

TRUTHS = json.loads((shelf.EXPORTS / "truth.json").read_text(encoding="utf-8"))["truths"]
TRUTH: dict[str, Any] = next(truth for truth in TRUTHS if truth["key"] == "satisfied_leavers")
PLANTED, NAMES = TRUTH["expected"], TRUTH["names"]
HALF_A_YEAR = NAMES["window_days"]


def left(workspace: Workspace, metric: str = "csat", window: int = 90, **more: Any) -> Left:
    return workspace.left(workspace.outline(), Question(metric, window, **more))


def counts(share: Estimate | None) -> dict[str, int]:
    assert share is not None
    assert share.value is not None
    return {"x": round(share.value * share.n), "n": share.n}


def planted(key: str) -> dict[str, int]:
    return {"x": PLANTED[key]["x"], "n": PLANTED[key]["n"]}


def test_most_who_left_had_sounded_satisfied(example: Workspace) -> None:
    found = left(example, "csat", HALF_A_YEAR).customers
    assert found.answered is not None
    assert counts(found.answered.positive) == planted("overall_4_or_5")
    assert losses_words.says_most_were_satisfied(found, USUAL)
    assert losses_words.headline(found, USUAL).startswith("Most left satisfied: 67")
    low, high = found.answered.positive.interval or (0.0, 0.0)
    assert 0.5 < low < 0.6708 < high


def test_promoters_among_them_and_how_many_could_be_joined(example: Workspace) -> None:
    found = left(example, "nps", HALF_A_YEAR).customers
    assert found.answered is not None
    assert counts(found.answered.positive) == planted("promoters")
    joined = planted("leavers_with_an_answer")
    assert (found.answered.positive.n, found.leavers) == (joined["x"], joined["n"])
    assert found.answered.matched == 1.0, "every customer of the survey is in the subscriptions"


def test_reasons_and_competitors_have_the_planted_shares(example: Workspace) -> None:
    found = left(example).customers
    assert counts(found.none) == planted("reason_not_given")
    assert counts(found.mentioned) == planted("reason_names_a_competitor")
    assert [one.words for one in found.mentions] == NAMES["competitors"]
    whole = counts(found.none)["x"] + found.other + sum(counts(reason.share)["x"] for reason in found.reasons)
    assert whole == found.leavers
    sizes = [reason.share.n for reason in found.reasons]
    assert sizes == [found.leavers] * len(sizes)


def test_leavers_had_been_less_satisfied_than_those_who_stayed(example: Workspace, example_file: Path) -> None:
    found = left(example, "csat").customers
    assert found.answered is not None
    compared = found.answered.compared
    assert compared is not None
    assert compared.standing is Standing.WORSE
    with duckdb.connect(str(example_file), read_only=True) as connection:
        rows = connection.execute(_SLOWLY).fetchall()
    leavers = [satisfied for _, gone, satisfied in rows if gone]
    assert counts(compared.figure) == {"x": sum(leavers), "n": len(leavers)}
    months = {month for month, gone, _ in rows if gone}
    expected = sum(
        len([1 for m, gone, _ in rows if gone and m == month])
        * _share([satisfied for m, gone, satisfied in rows if not gone and m == month])
        for month in months
    ) / len(leavers)
    assert compared.others.value == pytest.approx(expected, abs=1e-4)


_SLOWLY = """
WITH months AS (
    SELECT unnest(generate_series(DATE '2024-01-01', DATE '2026-04-01', INTERVAL 1 MONTH))::DATE AS month
),
there AS (
    SELECT month, "Customer ID" AS person, coalesce("Ended At (UTC)" < month + INTERVAL 1 MONTH, false) AS gone
    FROM records_4, months WHERE _cx_reason IS NULL AND _cx_replaced_by IS NULL
    AND "Start Date (UTC)" < month AND ("Ended At (UTC)" IS NULL OR "Ended At (UTC)" >= month)
)
SELECT month, gone, (
    SELECT Q2 >= 4 FROM records_1 WHERE ExternalReference = person AND _cx_reason IS NULL AND Q2 IS NOT NULL
    AND RecordedDate < month AND RecordedDate::DATE >= month - 90 ORDER BY RecordedDate DESC LIMIT 1
) AS satisfied FROM there WHERE satisfied IS NOT NULL
"""


def _share(values: list[bool]) -> float:
    return sum(values) / len(values)


def test_ticket_ratings_did_not_tell_who_would_leave(example: Workspace) -> None:
    answered = left(example, "ticket_csat").customers.answered
    assert answered is not None
    assert answered.compared is not None
    assert answered.compared.standing is Standing.ALIKE


def test_a_metric_that_is_no_answer_gives_way_to_satisfaction(example: Workspace) -> None:
    answered = left(example, "churn").customers.answered
    assert answered is not None
    assert answered.metric == "csat"


def test_only_those_who_left_in_a_period(example: Workspace) -> None:
    march = Period.parse("2026-03")
    found = left(example, "csat", within=march).customers
    outline = example.outline()
    churned = example.verdict(outline, Selection("churn", Period.parse("2026-02"), march), USUAL).comparison.after
    assert abs(found.leavers - round((churned.value or 0) * churned.n)) <= 3, "but for who joined within the month"
    assert found.answered is not None
    assert found.answered.compared is not None
    assert found.answered.compared.figure.n <= found.leavers


def test_employees_left_by_the_roster_and_no_survey_of_them_is_claimed(example: Workspace) -> None:
    found = left(example).employees
    assert found is not None
    assert found.lacking is Lacking.ANSWERS
    assert {one.words for one in found.reasons} == {"Voluntary", "Involuntary", "Retirement"}
    assert sum(counts(one.share)["x"] for one in found.reasons) == found.leavers


ROSTER = "Employee ID,Name,Department,Hire Date,Termination Date,Termination Type"
SURVEY = "Response ID,Date,Customer ID,How likely are you to recommend us? (0-10)"
SPELLS = "Customer ID,Start Date,End Date,Cancellation Reason"


def spells(
    ended: int = 60, reasons: tuple[str, ...] = ("Switched to Quickwire", "Found another provider", "", "Price")
) -> list[str]:
    """Two hundred customers who joined a year ago, some of whom left in the spring."""
    day = date(2025, 3, 1)
    rows = []
    for i in range(200):
        end = day + timedelta(40 + i % 100) if i < ended else None
        rows.append(f"C-{i},2024-06-{i % 28 + 1:02},{end or ''},{reasons[i % len(reasons)] if end else ''}")
    return rows


def said(first: int = 0, score: int = 9) -> list[str]:
    return [f"R{i},2025-03-{i % 28 + 1:02},C-{i},{score if i % 3 else 3}" for i in range(first, 200)]


def test_where_nobody_is_known_to_have_left_it_is_said(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, said(), header=SURVEY))
    found = left(workspace, "nps").customers
    assert (found.leavers, found.answered, found.lacking) == (0, None, Lacking.LEAVERS)


def test_where_there_are_no_answers_it_is_said_and_the_reasons_are_there(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, spells(), "left.csv", SPELLS))
    found = left(workspace, "churn").customers
    assert (found.leavers, found.lacking) == (60, Lacking.ANSWERS)
    assert {reason.words: counts(reason.share)["x"] for reason in found.reasons} == {
        "Switched to Quickwire": 15, "Found another provider": 15, "Price": 15,
    }  # fmt: skip
    assert counts(found.none) == {"x": 15, "n": 60}


def test_where_answers_have_no_key_it_is_said(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, spells(), "left.csv", SPELLS))
    nobodys = [",".join(line.split(",")[:2] + line.split(",")[3:]) for line in said()]
    taken(workspace, written(tmp_path, nobodys, header=SURVEY.replace("Customer ID,", "")))
    assert left(workspace, "nps").customers.lacking is Lacking.KEY_OF_ANSWERS


def test_where_leavers_have_no_key_it_is_said(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, said(), header=SURVEY))
    nobodys = [line.partition(",")[2] for line in spells()]
    taken(workspace, written(tmp_path, nobodys, "left.csv", SPELLS.replace("Customer ID,", "")))
    assert left(workspace, "nps").customers.lacking is Lacking.KEY_OF_LEAVERS


def test_competitors_are_found_by_words_and_by_the_names_that_are_added(workspace: Workspace, tmp_path: Path) -> None:
    texts = (
        "Switched to Quickwire",
        "they went with  Hillside Fibre.",
        "another provider",
        "moved to Leeds",
        "acme!",
        "",
    )
    taken(workspace, written(tmp_path, spells(60, texts), "left.csv", SPELLS))
    found = left(workspace, "churn").customers
    assert {one.words for one in found.mentions} == {"Quickwire", "Hillside Fibre.", "another provider"}
    added = left(workspace, "churn", rivals=("ACME", "O'Neill")).customers
    assert {one.words: counts(one.share)["x"] for one in added.mentions} == {
        "ACME": 10, "Quickwire": 10, "Hillside Fibre.": 10, "another provider": 10,
    }  # fmt: skip


def test_the_last_answer_within_the_window_counts(workspace: Workspace, tmp_path: Path) -> None:
    taken(
        workspace,
        written(
            tmp_path,
            [f"C-{i},2024-01-05,2025-06-30,x" if i < 30 else f"C-{i},2024-01-05,," for i in range(60)],
            "left.csv",
            SPELLS,
        ),
    )
    answers = []
    for i in range(60):
        answers += [
            f"A{i},2025-02-01,C-{i},10",
            f"B{i},2025-06-01,C-{i},{10 if i % 2 else 2}",
            f"D{i},2025-07-02,C-{i},0",
        ]
    taken(workspace, written(tmp_path, answers, header=SURVEY))
    within = left(workspace, "nps", 60).customers.answered
    assert within is not None
    assert counts(within.positive) == {"x": 15, "n": 30}, "neither the older answer nor the one after leaving"
    assert left(workspace, "nps", 10).customers.answered is not None
    assert counts(left(workspace, "nps", 400).customers.answered.positive) == {"x": 15, "n": 30}  # type: ignore[union-attr]
    few = left(workspace, "nps", 10).customers
    assert losses_words.headline(few, USUAL).startswith("Too few of those who left had answered")


def test_a_survey_of_employees_is_joined_by_the_ids_of_the_roster(workspace: Workspace, tmp_path: Path) -> None:
    people = [
        f"E-{i},N{i},Care,2024-01-05,{'2025-06-20' if i < 25 else ''},{'Voluntary' if i < 25 else ''}"
        for i in range(80)
    ]
    taken(workspace, written(tmp_path, people, "roster.csv", ROSTER))
    asked = [f"R{i},2025-05-12,E-{i},{9 if i % 5 else 4}" for i in range(80)]
    header = "Response ID,Date,Customer ID,How likely are you to recommend us? (0-10)"
    taken(workspace, written(tmp_path, asked, header=header))
    found = left(workspace, "nps").employees
    assert found is not None
    assert found.answered is not None
    assert counts(found.answered.positive) == {"x": 20, "n": 25}
    assert found.reasons == (Reason("Voluntary", found.reasons[0].share),)
