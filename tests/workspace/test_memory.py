"""A file whose columns are not quite those of the last one asks, instead of silently becoming a new source."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.layout import Role
from cxmetrics.workspace.memory import Likeness, continued
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import HEADER, SCORE, answers, days, taken, written

MARCH = answers(days("2026-03"))
APRIL = [line.replace("R", "S", 1) for line in answers(days("2026-04"))]
RENAMED = HEADER.replace(SCORE, "How likely would you recommend our service (0-10)?")


def likeness(workspace: Workspace, path: Path) -> Likeness | None:
    _, proposal = workspace.examine(path)
    return workspace.likeness(proposal)


def test_a_renamed_column_is_asked_about_with_the_nearest_names(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    more = [f"{line},x{i % 3}" for i, line in enumerate(APRIL)]
    found = likeness(workspace, written(tmp_path, more, "april.csv", f"{RENAMED},Team"))
    assert found is not None
    assert (found.file_name, found.name) == ("answers.csv", "answers")
    (missing,) = found.missing
    assert missing.was == SCORE
    assert missing.nearest[0] == "How likely would you recommend our service (0-10)?"


def test_the_answer_continues_the_source_and_is_remembered(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    text, proposal = workspace.examine(written(tmp_path, APRIL, "april.csv", RENAMED))
    found = workspace.likeness(proposal)
    assert found is not None
    (missing,) = found.missing
    layout = continued(proposal, found, {missing.name: missing.nearest[0]}).layout
    upload, _ = workspace.store(text, layout, found.source)
    assert len(workspace.sources()) == 1
    assert workspace.whole(["nps"])["nps"].n == len(MARCH) + len(APRIL)

    may = [line.replace("R", "T", 1) for line in answers(days("2026-05"))]
    text, proposal = workspace.examine(written(tmp_path, may, "may.csv", RENAMED))
    assert workspace.likeness(proposal) is None
    remembered = workspace.remembered(proposal)
    assert remembered is not None
    later, _ = workspace.store(text, remembered.layout)
    assert workspace.whole(["nps"])["nps"].n == len(MARCH) + len(APRIL) + len(may)

    # the old name still is the same source, and undoing forgets the new one again
    _, proposal = workspace.examine(written(tmp_path, MARCH, "march.csv"))
    assert workspace.remembered(proposal) is not None
    workspace.undo(later.id)
    workspace.undo(upload.id)
    assert likeness(workspace, written(tmp_path, may, "may.csv", RENAMED)) is not None


def test_a_column_that_is_gone_is_blank_and_the_rest_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    text, proposal = workspace.examine(
        written(tmp_path, [line.rpartition(",")[0] for line in APRIL], "a.csv", HEADER.rpartition(",")[0])
    )
    found = workspace.likeness(proposal)
    assert found is not None
    assert [missing.was for missing in found.missing] == ["Location"]
    workspace.store(text, continued(proposal, found, {"Location": None}).layout, found.source)
    assert workspace.whole(["nps"])["nps"].n == len(MARCH) + len(APRIL)
    assert len(workspace.sources()) == 1


def test_a_new_column_or_another_case_is_no_question(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    more = [f"{line},{i}" for i, line in enumerate(APRIL)]
    text, proposal = workspace.examine(written(tmp_path, more, "april.csv", f"{HEADER.replace('Date', 'DATE')},Note"))
    found = workspace.likeness(proposal)
    assert found is not None
    assert (found.missing, found.added) == ((), ("Note",))
    workspace.store(text, continued(proposal, found, {}).layout, found.source)
    assert set(workspace.outline().metrics) == {"nps"}
    assert workspace.whole(["nps"])["nps"].n == len(MARCH) + len(APRIL)


def test_another_kind_of_file_is_like_none(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    calls = [f"C{i},{day} 10:00,A{i % 3},{100 + i}" for i, day in enumerate(days("2026-03"))]
    assert (
        likeness(workspace, written(tmp_path, calls, "c.csv", "Call ID,Start Time,Agent,Handle Time (seconds)")) is None
    )


def test_one_column_cannot_be_two(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    _, proposal = workspace.examine(written(tmp_path, APRIL, "a.csv", RENAMED.replace("Location", "Site")))
    found = workspace.likeness(proposal)
    assert found is not None
    assert len(found.missing) == 2
    with pytest.raises(BadInput, match="cannot stand for two"):
        continued(proposal, found, {missing.name: "Site" for missing in found.missing})


def test_a_column_that_cannot_be_the_missing_one_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, MARCH))
    lines = [f"{line},good" for line in APRIL]
    _, proposal = workspace.examine(written(tmp_path, lines, "a.csv", f"{RENAMED},Mood"))
    found = workspace.likeness(proposal)
    assert found is not None
    (missing,) = found.missing
    with pytest.raises(BadInput, match=f"cannot be used as {Role.SCORE_NPS}"):
        continued(proposal, found, {missing.name: "Mood"})
