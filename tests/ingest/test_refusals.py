"""What no importer should swallow: refused whole with the cause and the next step, or counted row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.errors import UnreadableFile
from cxmetrics.workspace.workspace import Workspace

HEADER = "Response ID,Date,How likely are you to recommend us? (0-10),Comment\n"


def answer(number: int, comment: str = "fine") -> str:
    return f'R{number},2026-01-{1 + number % 28:02},{number % 11},"{comment}"\n'


PLAIN = "R1,2026-01-02,9,fine\n"


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
