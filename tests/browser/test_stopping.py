"""The server is told to stop: what is under way is taken back or done, and nothing is left lying about."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from cxmetrics.workspace.workspace import Workspace
from tests.browser.harness import PATIENCE, rerun, settled, started, unfold, visit
from tests.browser.surveys import survey

RECORDS = 400_000

_SAID = "words => document.querySelector('[data-testid=stMain]').innerText.includes(words)"


def much(path: Path) -> Path:
    """An export that takes seconds to bring."""
    with path.open("w") as lines:
        lines.write("Answer,Answered on,Would you recommend us (0-10)?,Place\n")
        lines.writelines(f"R{i},2026-03-{i % 28 + 1:02},{i % 11},Place {i % 40}\n" for i in range(RECORDS))
    return path


def children(process: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it ended meanwhile
            continue
        if int(parent) == process and state != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("moment", ["Reading much.csv.", "Storing much.csv.", "Storing much.csv. Counting"])
def test_told_to_stop_in_the_middle_of_an_import(
    page: Page, example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    home, copies = shutil.copytree(example_home, tmp_path / "home"), tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setenv("TMPDIR", str(copies))
    with started(home) as (url, process):
        visit(page, f"{url}/data")
        with rerun(page):
            page.locator("input[type=file]").set_input_files(survey())
        with rerun(page):
            page.get_by_role("button", name="Import", exact=True).click()
        page.locator("input[type=file]").set_input_files(much(tmp_path / "much.csv"))
        if moment.startswith("Storing"):
            brought = page.get_by_role("button", name="Import", exact=True)
            brought.wait_for()
            settled(page)
            unfold(brought, page.get_by_role("button", name="Stop", exact=True))
        page.wait_for_function(_SAID, arg=moment, polling=5)
        reading = children(process.pid)
        process.terminate()
        process.wait(PATIENCE)

    assert sorted(each.name for each in home.glob("*.duckdb")) == ["My company.duckdb", "example.duckdb"]
    assert list(home.glob("*.wal")) == []
    with Workspace(home / "My company.duckdb") as workspace:
        kept = {upload.file_name: upload.records for upload in workspace.history()}
        n = workspace.whole(list(workspace.outline().metrics))
    assert kept in ({"survey.csv": 472}, {"survey.csv": 472, "much.csv": RECORDS})
    assert {moments.n for moments in n.values()} <= {413, RECORDS}
    assert len(n) == len(kept)
    assert list(copies.iterdir()) == []
    assert [each for each in reading if Path(f"/proc/{each}").exists()] == []
