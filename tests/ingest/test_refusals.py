"""What no importer should swallow: refused whole with the cause and the next step, or counted row by row."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.opening import Limits
from cxmetrics.watch import Watch
from cxmetrics.workspace import imports
from cxmetrics.workspace.workspace import Workspace

HEADER = "Response ID,Date,How likely are you to recommend us? (0-10),Comment\n"


def answer(number: int, comment: str = "fine") -> str:
    return f'R{number},2026-01-{1 + number % 28:02},{number % 11},"{comment}"\n'


PLAIN = "R1,2026-01-02,9,fine\n"
HOSTILE = {
    "a line of ten million commas": ("," * 10_000_000, "A line of this file is longer than 2 MB"),
    "a cell of 20 MB on one line": (HEADER + answer(1, "x" * 20_000_000), "A line of this file is longer than 2 MB"),
    "a cell of 20 MB on many lines": (HEADER + answer(1, "word\n" * 4_000_000), "opens a quotation mark"),
    "5,000 columns": (",".join(f"c{n}" for n in range(5000)) + "\n" + "1," * 4999 + "1\n", "has 5,000 columns"),
    "an empty header": (",,,,,,,,\n", "one line and no records"),
    "a quotation mark that is never closed": (HEADER + PLAIN + 'R2,2026-01-02,9,"oh\n' + PLAIN, "Row 3 of"),
    "a header alone": (HEADER, "no records below it"),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_whole(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(content)
    with Workspace(None) as workspace, pytest.raises(UnreadableFile, match=sentence):
        workspace.examine(path)


def test_a_quotation_mark_left_open_far_down_the_file_names_its_row(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(HEADER + PLAIN * 20_000 + 'R20000,2026-01-02,9,"oh\n' + PLAIN * 10_000)
    with Workspace(None) as workspace:
        file, proposal = workspace.examine(path)
        with pytest.raises(UnreadableFile, match="Row 20002 opens a quotation mark that is never closed"):
            workspace.store(file, proposal.layout)
        assert workspace.history() == ()


def test_a_quotation_mark_that_the_next_row_closes_costs_both_rows_and_keeps_their_text(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [answer(n) for n in range(30_000)]
    rows[20_000] = 'R20000,2026-01-02,9,"oh\n'
    path.write_text(HEADER + "".join(rows))
    with Workspace(None) as workspace:
        file, proposal = workspace.examine(path)
        upload, _ = workspace.store(file, proposal.layout)
        assert (upload.records, upload.used, upload.set_aside) == (29_999, 29_998, {"malformed_row": 1})
        (kept,) = workspace.set_aside(upload.id)
    assert (kept.record, kept.raw) == (20_002, rows[20_000] + rows[20_001].rstrip())


def test_the_size_that_is_read_can_be_limited(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(HEADER + answer(1))
    with pytest.raises(UnreadableFile, match="larger than 0 MB, the most that is read at once"):
        imports.examine(path, path.name, tmp_path, Watch(), limits=Limits(size=10))
    told = subprocess.run(
        [sys.executable, "-c", "from cxmetrics.ingest.opening import USUAL; print(USUAL.size)"],
        env={**os.environ, "CXMETRICS_LARGEST_FILE_MB": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(told.stdout) == 7 * 2**20


def test_every_row_is_stored_or_set_aside_with_its_text(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = [answer(n) for n in range(12_000)]
    ragged = {5: "R5,2026-01-02\n", 6000: "R6000,2026-01-02,9,a,b,c\n", 11_000: "just words\n"}
    for number, text in ragged.items():
        rows[number] = text
    path.write_text("Exported on 1 March\n\n" + HEADER + "".join(rows))
    with Workspace(None) as workspace:
        file, proposal = workspace.examine(path)
        upload, _ = workspace.store(file, proposal.layout)
        assert (upload.records, upload.used, upload.set_aside) == (12_000, 11_997, {"malformed_row": 3})
        kept = [(record.record, record.raw) for record in workspace.set_aside(upload.id)]
    # two lines above the header and the header itself come before the first record
    assert kept == [(number + 4, text.rstrip()) for number, text in ragged.items()]


def test_rows_that_add_others_up_are_set_aside_wherever_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    rows = "".join(f"2026-01-{day:02},{day}\n" + ("Subtotal,28\n" if day % 7 == 0 else "") for day in range(1, 29))
    path.write_text("Date,Number of calls\n" + rows + "Grand Total,406\n")
    with Workspace(None) as workspace:
        file, proposal = workspace.examine(path)
        assert proposal.layout.footer_rows == 2
        upload, _ = workspace.store(file, proposal.layout)
        assert (upload.records, upload.used, upload.set_aside) == (31, 28, {"total_row": 3})


def test_an_id_that_repeats_is_said(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Ticket ID,Date,Note\n" + "".join(f"{n // 2},2026-01-01,x\n" for n in range(60)))
    with Workspace(None) as workspace:
        _, proposal = workspace.examine(path)
    (said,) = [text for text in proposal.warnings if text.startswith('"Ticket ID"')]
    assert "50% of the records repeat one" in said


def test_a_zone_above_the_table_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Report,Answers\nTime zone:,Europe/London\n" + HEADER + answer(1) + answer(2))
    with Workspace(None) as workspace:
        assert workspace.examine(path)[1].layout.timezone == "Europe/London"
