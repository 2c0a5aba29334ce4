"""Beside the mean of a scale stands the share of its top box, from the cube, as the records have it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

from cxmetrics.judge.compare import compare
from cxmetrics.model import Kind, Moments, Verdict, Word
from cxmetrics.stats.cluster import clustered
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import days, judged, taken, written

EFFORT = "How easy was it to get help? (1-7)"
HEADER = f"Response ID,Date,{EFFORT}"
MONTHS = ("2026-02", "2026-03")


def lines(answers: tuple[list[int], list[int]], customers: tuple[list[int], list[int]] | None = None) -> list[str]:
    """Answers of two months, spread over their days."""
    made: list[str] = []
    for i, month in enumerate(MONTHS):
        dates = days(month)
        for j, answer in enumerate(answers[i]):
            who = f",C-{customers[i][j]}" if customers else ""
            made.append(f"R{len(made)},{dates[j % len(dates)]},{answer}{who}")
    return made


def effort(workspace: Workspace) -> Verdict:
    return judged(workspace, "ces", *MONTHS).headline


def test_the_top_box_is_the_share_of_6_and_7_and_a_caveat_tells_where_it_disagrees(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Fewer are delighted and fewer are angry: the mean hides both."""
    before, after = [7, 7, 6, 6, 4, 4, 1, 1] * 50, [6, 5, 5, 5, 5, 5, 3, 2] * 50
    taken(workspace, written(tmp_path, lines((before, after)), header=HEADER))
    verdict = effort(workspace)
    share = verdict.beside["top box"].comparison
    expected = compare(Kind.PROPORTION, Moments(n=400, positive=200), Moments(n=400, positive=50))
    assert (share.before, share.after, share.interval) == (expected.before, expected.after, expected.interval)
    assert verdict.word is not Word.DECLINED
    assert "The top box says something else: declined. Read both." in verdict.caveats


def test_customers_who_answer_again_widen_the_share_as_they_widen_the_mean(
    workspace: Workspace, tmp_path: Path
) -> None:
    """Against the clustered error of the share itself: a cut in two is a little less alike within a customer."""
    rng = np.random.default_rng(3)
    taste = rng.integers(1, 8, 80)
    who = rng.integers(0, 40, 400).tolist(), rng.integers(40, 80, 400).tolist()
    answers = [[int(np.clip(taste[w] + rng.integers(-1, 2), 1, 7)) for w in month] for month in who]
    made = lines((answers[0], answers[1]), who)
    taken(workspace, written(tmp_path, made, header=f"{HEADER},Customer ID"))
    share = effort(workspace).beside["top box"].comparison
    boxes = np.array(answers) >= 6
    exact = clustered(boxes.ravel(), np.repeat([False, True], 400), np.array(who).ravel())
    first, last = (Moments(n=400, positive=int(month.sum())) for month in boxes)
    alone = compare(Kind.PROPORTION, first, last).standard_error
    assert share.standard_error is not None
    assert alone is not None
    assert 2 * alone < exact.variance**0.5 <= share.standard_error < 1.25 * exact.variance**0.5


def test_a_file_of_the_time_before_top_boxes_gets_them_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, lines(([7, 6, 5, 4] * 50, [7, 5, 5, 4] * 50)), header=HEADER))
        expected = effort(workspace)
    with duckdb.connect(str(path)) as connection:
        connection.execute('UPDATE metric SET body = json_merge_patch(body, \'{"measure": {"top_box": null}}\')')
        connection.execute("UPDATE cube SET positive = n")
        connection.execute("ALTER TABLE meta DROP COLUMN hmac")
        connection.execute("UPDATE meta SET format = 5")
    with Workspace(path) as renewed:
        assert effort(renewed) == expected
