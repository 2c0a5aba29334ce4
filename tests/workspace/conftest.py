"""An empty workspace of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxmetrics.workspace.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A new workspace file, open."""
    with Workspace(tmp_path / "w.duckdb") as opened:
        yield opened
