"""Whatever a file calls its columns, its values and itself comes through as a name or a value, and as nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.model import Segment
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import HEADER, SCORE, answers, days, judged, taken, written

MARCH = answers(days("2026-03"))
NAMES = [
    "'; DROP TABLE cube; --",
    'Robert"); DROP TABLE upload; --',
    "{{ 7 * 7 }}",
    "<script>alert(1)</script> x",
    "Zufriedenheit 😀",
    "c0",
    "C0",
    "select",
    "_cx_reason",
    "_CX_Upload",
    "__cx_day",
    "_cx_c1",
    "_cx_unread",
    "rowid",
    "file_row_number",
    "day",
    "which",
    "y0",
    "d0",
    "n0",
    "source",
    "metric",
    "value",
]


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@pytest.mark.parametrize("name", NAMES)
def test_a_segment_may_have_any_name(workspace: Workspace, tmp_path: Path, name: str) -> None:
    header = HEADER.replace("Location", quoted(name))
    upload = taken(workspace, written(tmp_path, [*MARCH, MARCH[0]], header=header))
    assert (upload.used, upload.set_aside) == (62, {"duplicate_id": 1})
    ((dimension, values),) = workspace.outline().segments["nps"].items()
    assert values == ("Leeds", "York")
    leeds = judged(workspace, "nps", "2026-02", "2026-03", Segment(dimension, "Leeds")).headline.comparison.after
    assert leeds.n == 31
    (layout,) = workspace.sources().values()
    # tags are taken out of a label, nothing else of it is lost
    assert layout.columns[3].label in (name, "alert(1) x")


def test_every_hostile_name_in_one_file_gets_a_column_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    header = ",".join([HEADER, *map(quoted, NAMES)])
    lines = [f"{line}{(f',{i % 3}' * len(NAMES))}" for i, line in enumerate(MARCH)]
    assert taken(workspace, written(tmp_path, lines, header=header)).used == 62
    later = taken(workspace, written(tmp_path, [*lines[1:], lines[0].replace("Leeds", "York")], "b.csv", header))
    assert (later.unchanged, later.updated) == (61, 1)
    workspace.undo(later.id)
    (layout,) = workspace.sources().values()
    names = [column.name.lower() for column in layout.columns]
    assert len(set(names)) == len(names) == 4 + len(NAMES)
    assert workspace.whole(["nps"])["nps"].n == 62


def test_the_score_and_the_date_may_have_hostile_names_too(workspace: Workspace, tmp_path: Path) -> None:
    score, when = f"_cx_day' OR 1=1; {SCORE}", '_cx_reason" date'
    header = f"Response ID,{quoted(when)},{quoted(score)},Location"
    assert taken(workspace, written(tmp_path, MARCH, header=header)).used == 62
    found = workspace.whole(["nps"])["nps"]
    assert (found.n, found.positive, found.negative) == (62, 26, 12)
    assert workspace.outline().covers("nps", workspace.outline().extents["nps"])


@pytest.mark.parametrize(
    "value",
    ["'; DROP TABLE cube; --", 'quoted "twice" here', "=HYPERLINK(0)", "Ünï 😀", "NULL", "_cx_reason", "back\\slash"],
)
def test_a_value_stays_a_value(workspace: Workspace, tmp_path: Path, value: str) -> None:
    lines = [line.replace("York", quoted(value)) for line in MARCH]
    assert taken(workspace, written(tmp_path, lines)).used == 62
    assert set(workspace.outline().segments["nps"]["location"]) == {"Leeds", value}
    segment = Segment("location", value)
    assert judged(workspace, "nps", "2026-02", "2026-03", segment).headline.comparison.after.n == 31


@pytest.mark.parametrize("name", ["'; DROP TABLE upload; --.csv", 'a "quoted" name.csv', "😀.csv", "a.csv'.gz.csv"])
def test_a_file_may_have_any_name(workspace: Workspace, tmp_path: Path, name: str) -> None:
    upload = taken(workspace, written(tmp_path, MARCH, name))
    assert (upload.file_name, upload.used) == (name, 62)
    assert [known.file_name for known in workspace.history()] == [name]
