"""Definitions: every edit is logged, shows in the next verdict, and a metric can be made from any column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from cxmetrics.errors import BadInput, NotFound
from cxmetrics.measure import MeanOf, NpsOf, ShareOf
from cxmetrics.model import Direction, Guard, Kind, Metric, Verdict, Word
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import SCORE, answers, days, judged, taken, written

BOTH = answers([*days("2026-02"), *days("2026-03")], a_day=20)

HAPPY = Metric(
    key="happy",
    label="Happy customers",
    kind=Kind.PROPORTION,
    unit="%",
    good_direction=Direction.UP,
    measure=ShareOf(SCORE, at_least=8),
    counter_metrics=("nps",),
    smallest_change_that_matters=0.05,
    definition="Share of scores from 8 up.",
)


def test_a_new_margin_is_logged_and_decides_the_next_verdict(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    before = judged(workspace, "nps", "2026-02", "2026-03").headline
    assert (before.margin, before.word) == (5, Word.WITHIN_NOISE)
    version, metric = workspace.version, workspace.outline().metrics["nps"]
    assert workspace.edit(replace(metric, smallest_change_that_matters=40)) == ("smallest_change_that_matters",)
    (change,) = workspace.changes("nps")
    assert (change.key, change.field, float(change.before), float(change.after)) == (
        "nps", "smallest_change_that_matters", 5, 40,
    )  # fmt: skip
    assert workspace.version > version
    after = judged(workspace, "nps", "2026-02", "2026-03").headline
    assert (after.margin, after.word) == (40, Word.NO_MEANINGFUL_CHANGE)
    assert after.comparison == before.comparison


def test_a_margin_that_was_changed_after_the_period_had_begun_is_said_with_its_date(tmp_path: Path) -> None:
    path = tmp_path / "margins.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, BOTH))
        assert not _late(judged(workspace, "nps", "2026-02", "2026-03").headline)
        metric = workspace.outline().metrics["nps"]
        workspace.edit(replace(metric, label="Recommendation"))
        assert not _late(judged(workspace, "nps", "2026-02", "2026-03").headline), "only the margin decides a verdict"
        workspace.edit(replace(metric, smallest_change_that_matters=3))
    for day, said in (("2026-02-28", ""), ("2026-03-01", "on 1 March 2026"), ("2026-04-09", "on 9 April 2026")):
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE metric_change SET changed_at = ?", [f"{day} 12:00:00"])
        with Workspace(path) as workspace:
            late = _late(judged(workspace, "nps", "2026-02", "2026-03").headline)
            assert [said in sentence for sentence in late] == ([True] if said else [])


def _late(verdict: Verdict) -> list[str]:
    return [caveat for caveat in verdict.caveats if "chosen after looking" in caveat]


def test_an_edit_that_changes_nothing_is_not_logged(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    assert workspace.edit(workspace.outline().metrics["nps"]) == ()
    assert workspace.changes("nps") == ()


def test_every_changed_field_is_logged_by_itself(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    metric = workspace.outline().metrics["nps"]
    workspace.edit(replace(metric, label="Recommendation", counter_metrics=("churn", "csat")))
    logged = {change.field: (change.before, change.after) for change in workspace.changes("nps")}
    assert logged == {
        "label": ("Net Promoter Score", "Recommendation"),
        "counter_metrics": (", ".join(metric.counter_metrics), "churn, csat"),
    }
    assert workspace.outline().metrics["nps"].label == "Recommendation"


def test_another_measure_is_reckoned_at_once(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    metric = workspace.outline().metrics["nps"]
    workspace.edit(replace(metric, kind=Kind.MEAN, measure=MeanOf(SCORE)))
    found = workspace.whole(["nps"])["nps"]
    scores = [int(line.split(",")[2]) for line in BOTH]
    assert (found.n, found.total) == (len(scores), sum(scores))


def test_a_metric_made_from_a_column_is_judged_like_any_other(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    (source,) = workspace.sources()
    workspace.add(source, HAPPY)
    card = judged(workspace, "happy", "2026-02", "2026-03")
    estimate = card.headline.comparison.after
    # of 10, 9, 8, 7, 3 in turn, three in five are 8 or more
    assert estimate.n == 620
    assert estimate.value == pytest.approx(0.6)
    assert [(counter.key, counter.guard is Guard.MISSING) for counter in card.counters] == [("nps", False)]
    assert workspace.outline().segments["happy"] == {"location": ("Leeds", "York")}


def test_a_metric_made_by_hand_outlives_the_next_upload(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    (source,) = workspace.sources()
    workspace.add(source, HAPPY)
    april = [line.replace("R", "S", 1) for line in answers(days("2026-04"))]
    later = taken(workspace, written(tmp_path, april, "april.csv"))
    assert workspace.whole(["happy"])["happy"].n == len(BOTH) + len(april)
    workspace.undo(later.id)
    assert workspace.whole(["happy"])["happy"].n == len(BOTH)


def test_a_key_is_not_taken_twice_and_an_unknown_one_is_not_edited(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, BOTH))
    (source,) = workspace.sources()
    with pytest.raises(BadInput, match="There already is a metric 'nps'"):
        workspace.add(source, replace(HAPPY, key="nps", measure=NpsOf(SCORE)))
    with pytest.raises(NotFound, match="no metric 'happy'"):
        workspace.edit(HAPPY)
