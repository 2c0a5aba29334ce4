"""The command line asked from within: what a command prints, and the sentence of one that is refused."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result

from cxmetrics.cli import main
from tests.workspace.exports import answers, days

FIGURES = {
    "word", "before", "after", "change", "interval", "interval_90", "standard_error", "p_value", "detectable_change",
    "n_needed", "margin", "method", "caveats", "sentence",
}  # fmt: skip

BOTH_MONTHS = answers([*days("2026-02"), *days("2026-03")], a_day=20)


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def answer(*arguments: str, given: str | bytes | None = None) -> dict[str, Any]:
    """The object that a command prints with --json."""
    result = run(*arguments, "--json", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(result: Result) -> str:
    """The one sentence on standard error of a command that was refused."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


def question(kind: str, before: dict[str, Any], after: dict[str, Any], **more: Any) -> str:
    return json.dumps({"kind": kind, "before": before, "after": after} | more)
