"""Writing an export down and asking how it would be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxmetrics.ingest.opening import open_text
from cxmetrics.ingest.proposal import propose
from cxmetrics.layout import Proposal, Role

Examine = Callable[..., Proposal]


def examine_file(path: Path, folder: Path) -> Proposal:
    """The proposal for a file as it would be uploaded."""
    return propose(open_text(path, folder))


def roles(proposal: Proposal) -> dict[str, Role | None]:
    """Role by column name."""
    return {column.name: column.role for column in proposal.layout.columns}


def formats(proposal: Proposal) -> dict[str, str | None]:
    """Format by column name."""
    return {column.name: column.format for column in proposal.layout.columns}


@pytest.fixture
def examine(tmp_path: Path) -> Examine:
    """Propose how to read the given text."""

    def written(text: str, name: str = "export.csv", encoding: str = "utf-8") -> Proposal:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return examine_file(path, tmp_path)

    return written
