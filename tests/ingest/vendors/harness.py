"""Exports in the layout of each vendor, and the truth about each: a JSON file of the same name, written by hand.

A truth holds every key of `inspect --json`. Its warnings are parts of the sentences, each in one warning of its own;
its questions are the names of the columns that are asked about.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cxmetrics.cli import main

EXPORTS = Path(__file__).parent / "exports"
_FIGURES = 1e-6


def exports() -> tuple[Path, ...]:
    """Every export that has a truth, in alphabetical order."""
    files = (path for path in EXPORTS.iterdir() if path.suffix not in ("", ".json"))
    return tuple(sorted(files))


def truth(export: Path) -> dict[str, Any]:
    """What `inspect --json` has to say about an export."""
    stated: dict[str, Any] = json.loads((EXPORTS / f"{export.name.split('.')[0]}.json").read_text(encoding="utf-8"))
    return stated


def inspected(export: Path) -> dict[str, Any]:
    """What `inspect --json` says about a file."""
    result = CliRunner().invoke(main, ["inspect", str(export), "--json"])
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def agrees(found: dict[str, Any], stated: dict[str, Any]) -> None:
    """Fail where anything that is said about a file differs from its truth."""
    said, asked = list(found.pop("warnings")), [question["column"] for question in found.pop("questions")]
    fragments, columns = stated.pop("warnings"), stated.pop("questions")
    metrics = {key: pytest.approx(figures, rel=_FIGURES) for key, figures in stated["metrics"].items()}
    assert found == stated | {"metrics": metrics}
    assert asked == columns
    for fragment in fragments:
        fitting = [sentence for sentence in said if fragment in sentence]
        assert len(fitting) == 1, (fragment, said)
        said.remove(fitting[0])
    assert said == []
