"""The module as a program: its answers, its exit codes and its version."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from cxmetrics import __version__
from tests.cli.asking import question, run

ROOT = Path(__file__).parents[2]


def test_the_module_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "cxmetrics"]
    given = question("nps", {"nps": 67, "n": 400}, {"nps": 68, "n": 400})
    done = subprocess.run(
        [*command, "compare", "--json"], cwd=ROOT, input=given, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert json.loads(done.stdout)["word"] in ("within noise", "not enough data")
    broken = subprocess.run([*command, "compare"], cwd=ROOT, input="{", capture_output=True, text=True, check=False)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert broken.stderr == "Standard input is not one JSON object.\n"


def test_the_version_is_the_packages() -> None:
    assert __version__ in run("--version").stdout
