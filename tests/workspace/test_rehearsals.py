"""Before anything is stored, the counts are known: a rehearsal is the import itself, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Reason, Role
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import SCORE, answer, answers, contents, days, taken, written

MARCH = answers(days("2026-03"))
ODD = [answer(900, "", 10), answer(901, "2026-03-05", 11), answer(902, "2026-03-05", ""), answer(0, "2026-03-05", 10)]
APRIL = [line.replace("R", "S", 1) for line in answers(days("2026-04"))]


def test_a_rehearsal_counts_what_the_import_then_does_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, MARCH))
    before = contents(path)
    with Workspace(path) as workspace:
        text, proposal = workspace.examine(written(tmp_path, [*ODD, *MARCH[1:], *APRIL], "april.csv"))
        version = workspace.version
        rehearsed = workspace.rehearse(text, proposal.layout).upload
        assert workspace.version == version
        assert [upload.file_name for upload in workspace.history()] == ["answers.csv"]
    assert contents(path) == before
    with Workspace(path) as workspace:
        upload, _ = workspace.store(text, proposal.layout)
    assert rehearsed is not None
    assert rehearsed == replace(upload, id=rehearsed.id, uploaded_at=rehearsed.uploaded_at)
    assert (upload.used, upload.unchanged, upload.updated) == (len(APRIL) + 1, len(MARCH) - 1, 1)
    assert upload.set_aside == {"no_date": 1, "no_score": 1, "out_of_range": 1}


def test_the_first_records_are_shown_as_they_will_be_stored(workspace: Workspace, tmp_path: Path) -> None:
    text, proposal = workspace.examine(written(tmp_path, [*ODD, *MARCH]))
    rehearsal = workspace.rehearse(text, proposal.layout)
    assert rehearsal.columns == ("Response ID", "Date", SCORE, "Location")
    assert rehearsal.first[:4] == (
        ("R900", None, 10.0, "Leeds", "no_date"),
        ("R901", datetime(2026, 3, 5), 11.0, "Leeds", "out_of_range"),
        ("R902", datetime(2026, 3, 5), None, "Leeds", "no_score"),
        ("R0", datetime(2026, 3, 5), 10.0, "Leeds", None),
    )


def test_a_file_that_would_change_nothing_says_so_before_it_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    for lines in (MARCH, MARCH[::-1], MARCH[:20]):
        text, proposal = workspace.examine(written(tmp_path, lines, "again.csv"))
        assert workspace.rehearse(text, proposal.layout).upload is None


def test_known_records_in_another_order_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        first = taken(workspace, written(tmp_path, MARCH))
    before = contents(path)
    with Workspace(path) as workspace:
        version = workspace.version
        text, proposal = workspace.examine(written(tmp_path, MARCH[::-1], "turned round.csv"))
        assert workspace.store(text, proposal.layout) == (first, False)
        assert (workspace.version, len(workspace.history())) == (version, 1)
    assert contents(path) == before


@pytest.mark.parametrize(
    ("reason", "more"),
    [(Reason.NO_DATE, 1), (Reason.OUT_OF_RANGE, 0), (Reason.NO_SCORE, 0), (Reason.DUPLICATE_ID, 1)],
)
def test_each_reason_can_be_switched_off_and_its_records_count(
    workspace: Workspace, tmp_path: Path, reason: Reason, more: int
) -> None:
    """more: scores that then count; one outside its scale stays blank, because no figure could be made of it."""
    text, proposal = workspace.examine(written(tmp_path, [*MARCH, *ODD]))
    upload, _ = workspace.store(text, replace(proposal.layout, counted=(reason,)))
    assert reason not in upload.set_aside
    assert sum(upload.set_aside.values()) == 3
    assert upload.used == len(MARCH) + 1
    assert workspace.whole(["nps"])["nps"].n == len(MARCH) + more


def test_a_rehearsed_record_counts_as_soon_as_its_reason_is_switched_off(workspace: Workspace, tmp_path: Path) -> None:
    header = f"Response ID,Date,{SCORE},Status"
    lines = [f"R{i},{day},9,{'Survey Preview' if i < 4 else 'IP Address'}" for i, day in enumerate(days("2026-03"))]
    text, proposal = workspace.examine(written(tmp_path, lines, header=header))
    shown = workspace.rehearse(text, proposal.layout).upload
    kept = workspace.rehearse(text, replace(proposal.layout, counted=(Reason.PREVIEW_ROW,))).upload
    assert shown is not None
    assert kept is not None
    assert (shown.used, shown.set_aside) == (27, {"preview_row": 4})
    assert (kept.used, kept.set_aside) == (31, {})


def test_records_kept_despite_their_shared_id_are_told_apart_by_all_they_say(
    workspace: Workspace, tmp_path: Path
) -> None:
    lines = [*MARCH, answer(0, "2026-03-20", 3)]
    text, proposal = workspace.examine(written(tmp_path, lines))
    kept = replace(proposal.layout, counted=(Reason.DUPLICATE_ID,))
    workspace.store(text, kept)
    text, _ = workspace.examine(written(tmp_path, [*lines, *APRIL], "april.csv"))
    upload, _ = workspace.store(text, kept)
    assert (upload.unchanged, upload.updated, upload.used) == (len(lines), 0, len(APRIL))


def test_the_switches_are_remembered_for_the_next_file_of_the_same_shape(workspace: Workspace, tmp_path: Path) -> None:
    text, proposal = workspace.examine(written(tmp_path, [*MARCH, *ODD]))
    workspace.store(text, replace(proposal.layout, counted=(Reason.NO_DATE,)))
    _, proposal = workspace.examine(written(tmp_path, APRIL, "april.csv"))
    remembered = workspace.remembered(proposal)
    assert remembered is not None
    assert remembered.layout.counted == (Reason.NO_DATE,)


def test_a_column_of_another_type_than_before_is_refused_in_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    header = f"Response ID,Date,{SCORE},Location,Level"
    march = [f"{line},{i % 3}" for i, line in enumerate(MARCH)]
    text, proposal = workspace.examine(written(tmp_path, march, header=header))
    workspace.store(text, corrected(proposal, {"Level": Role.AMOUNT}, {}).layout)
    april = [f"{line},{['low', 'high'][i % 2]}" for i, line in enumerate(APRIL)]
    text, proposal = workspace.examine(written(tmp_path, april, "april.csv", header))
    with pytest.raises(BadInput, match='"Level" was stored with another meaning before'):
        workspace.store(text, corrected(proposal, {"Level": Role.SEGMENT}, {}).layout)
    assert len(workspace.history()) == 1
