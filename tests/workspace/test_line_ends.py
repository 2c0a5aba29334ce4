"""Whatever ends its lines, inside quotation marks or outside, a file is read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.workspace.workspace import Workspace

HEADER = '"How likely are you{inside}to recommend us? (0-10)",Comment,Date'


def written(folder: Path, ends: tuple[str, ...], inside: str) -> Path:
    lines = [HEADER.format(inside=inside), *(f'{n % 11},"said{inside}{n}",2026-01-{n % 28 + 1:02}' for n in range(60))]
    path = folder / "answers.csv"
    path.write_bytes("".join(line + ends[n % len(ends)] for n, line in enumerate(lines)).encode())
    return path


@pytest.mark.parametrize("inside", ["\n", "\r\n", "\r", " "])
@pytest.mark.parametrize("ends", [("\n",), ("\r\n",), ("\r",), ("\n", "\r\n"), ("\r\n", "\n", "\n")])
def test_every_record_is_read(workspace: Workspace, tmp_path: Path, ends: tuple[str, ...], inside: str) -> None:
    text, proposal = workspace.examine(written(tmp_path, ends, inside))
    upload, _ = workspace.store(text, proposal.layout)
    assert (upload.records, upload.used, upload.set_aside) == (60, 60, {})
