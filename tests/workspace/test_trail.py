"""The trail: one line for everything that is done, by whoever did it, and nothing that was removed lives on in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxmetrics.judge.marks import MarkKind
from cxmetrics.report.reports import FORMATS, Report
from cxmetrics.trail import Deed
from cxmetrics.workspace import deeds
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import EVERYTHING, RIGHTS, Actor, Role
from cxmetrics.workspace.saved import NOTHING_MORE
from cxmetrics.workspace.shares import Shares, Terms
from cxmetrics.workspace.trails import Trail
from cxmetrics.workspace.views import gather
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written
from tests.workspace.sharing import VIEW
from tests.workspace.test_renewal import old_workspace

ANNA = "anna@shop.example"


@pytest.fixture
def hers(workspace: Workspace) -> Workspace:
    return workspace.entrusted(Actor(ANNA, EVERYTHING))


def lines(register: Register, workspace: Workspace) -> list[tuple[str, Deed, str]]:
    """The trail, oldest first, without its times."""
    return [(entry.by, entry.deed, entry.subject) for entry in Trail(register, "w", workspace).entries()][::-1]


def test_everything_that_is_done_is_one_line(hers: Workspace, register: Register, tmp_path: Path) -> None:
    began = datetime.now(UTC) - timedelta(seconds=1)
    february, march = answers(days("2026-02")), answers(days("2026-03"))
    taken(hers, written(tmp_path, [*february, *(line.replace("R", "S", 1) for line in march)]))
    upload = taken(hers, written(tmp_path, [line.replace("R", "T", 1) for line in march], "more.csv"))
    hers.undo(upload.id)
    metric = hers.outline().metrics["nps"]
    hers.edit(replace(metric, definition="Another one.", smallest_change_that_matters=3.0))
    hers.add(1, replace(metric, key="nps_again"))
    mark = hers.mark(date(2026, 3, 9), MarkKind.EVENT, "New script")
    hers.unmark(mark)
    shares = Shares(register, "w", hers)
    kept, _ = shares.share(VIEW, Terms("For the board", "ignored"))
    gone, _ = shares.share(VIEW, Terms("A secret plan", "ignored"))
    shares.revoke(kept.id)
    shares.delete(gone.id)
    members = Members(register, "w", hers)
    members.invite("ben@shop.example", Role.EDITOR)
    members.remove("ben@shop.example")
    expected = [
        (Deed.IMPORTED, "answers.csv"),
        (Deed.IMPORTED, "more.csv"),
        (Deed.UNDONE, "more.csv"),
        (Deed.DEFINED, "nps: smallest_change_that_matters, definition"),
        (Deed.ADDED, "nps_again"),
        (Deed.MARKED, "event of 2026-03-09"),
        (Deed.UNMARKED, "2026-03-09"),
        (Deed.SHARED, "For the board"),
        (Deed.SHARED, gone.id),
        (Deed.REVOKED, "For the board"),
        (Deed.UNLISTED, gone.id),
        (Deed.INVITED, "editor"),
        (Deed.REMOVED, ""),
    ]
    found = lines(register, hers)
    assert sorted(found) == sorted((ANNA, deed, subject) for deed, subject in expected)
    entries = Trail(register, "w", hers).entries()
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    assert all(began <= entry.at <= datetime.now(UTC) for entry in entries)


def test_what_changes_nothing_is_no_line(hers: Workspace, register: Register, tmp_path: Path) -> None:
    path = written(tmp_path, answers(days("2026-03")))
    taken(hers, path)
    text, proposal = hers.examine(path)
    assert not hers.store(text, proposal.layout)[1]
    hers.rehearse(text, proposal.layout)
    hers.edit(hers.outline().metrics["nps"])
    assert lines(register, hers) == [(ANNA, Deed.IMPORTED, "answers.csv")]


def test_looking_and_making_reports_is_no_deed(
    workspace: Workspace, hers: Workspace, register: Register, tmp_path: Path
) -> None:
    taken(hers, written(tmp_path, answers([*days("2026-02"), *days("2026-03")], a_day=20)))
    told, version = lines(register, hers), workspace.version
    viewer = workspace.entrusted(Actor("ben@shop.example", RIGHTS[Role.VIEWER]))
    figures = gather(viewer, VIEW, NOTHING_MORE)
    for form in FORMATS.values():
        assert form.make(Report("For the board", figures, date(2026, 4, 1)))
    assert (lines(register, hers), workspace.version) == (told, version)


def test_workspaces_of_one_register_have_trails_of_their_own(hers: Workspace, register: Register) -> None:
    Members(register, "another", hers).invite("ben@shop.example", Role.VIEWER)
    assert lines(register, hers) == []


def test_the_trail_is_bounded_and_keeps_the_latest(
    hers: Workspace, register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeds, "KEPT", 3)
    taken(hers, written(tmp_path, answers(days("2026-03"))))
    for number in range(5):
        hers.mark(date(2026, 3, 1 + number), MarkKind.EVENT, "x" * 200)
        Members(register, "w", hers).invite(f"{number}@shop.example", list(Role)[number % 3])
    assert [subject for _, deed, subject in lines(register, hers) if deed is Deed.MARKED] == [
        "event of 2026-03-03",
        "event of 2026-03-04",
        "event of 2026-03-05",
    ]
    assert sum(deed is Deed.INVITED for _, deed, _ in lines(register, hers)) == 3


def test_a_renewed_file_says_so(tmp_path: Path) -> None:
    with Workspace(old_workspace(tmp_path, 3)) as renewed:
        (entry,) = renewed.deeds()
    assert (entry.deed, entry.subject.split(" to ")[0]) == (Deed.RENEWED, "format 3")
