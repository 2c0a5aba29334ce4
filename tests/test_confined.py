"""A child under limits: it answers, refuses, breaks a limit or is stopped, and never takes its parent with it."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from cxmetrics.confined import confined as run
from cxmetrics.errors import Cancelled, UnreadableFile
from cxmetrics.watch import Watch

CHILD = """
import sys, time
from cxmetrics.confined import serve
from cxmetrics.errors import UnreadableFile

def work(order, say):
    say(0.25)
    match order["do"]:
        case "answer": return {"twice": order["number"] * 2}
        case "refuse": raise UnreadableFile("Not this one.")
        case "eat": return {"size": len(bytearray(8 * 2**30))}
        case "burn":
            while True: pass
        case "crash": import os; os.abort()
        case "sleep": time.sleep(60)
    raise ValueError("a defect")

if __name__ == "__main__":
    serve(work)
"""


@pytest.fixture(autouse=True)
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module beside the package, which a fresh interpreter can run."""
    (tmp_path / "child_of_a_test.py").write_text(CHILD)
    command = subprocess.Popen

    def beside(*arguments: object, env: dict[str, str], **more: object) -> subprocess.Popen[str]:
        env["PYTHONPATH"] = os.pathsep.join((env["PYTHONPATH"], str(tmp_path)))
        return command(*arguments, env=env, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", beside)


def test_a_child_answers_and_says_how_far_it_is() -> None:
    heard: list[float] = []
    assert run("child_of_a_test", {"do": "answer", "number": 21}, heard.append) == {"twice": 42}
    assert heard[0] == 0
    assert set(heard) <= {0.0, 0.25}


def test_a_child_refuses_with_its_own_sentence() -> None:
    with pytest.raises(UnreadableFile, match=r"^Not this one\.$"):
        run("child_of_a_test", {"do": "refuse"})


@pytest.mark.parametrize("do", ["eat", "crash"])
def test_a_child_that_breaks_its_limits_is_a_refusal(do: str) -> None:
    with pytest.raises(UnreadableFile, match="more memory or time than any export should"):
        run("child_of_a_test", {"do": do})


def test_a_child_past_its_deadline_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXMETRICS_READING_SECONDS", "0.5")
    start = time.monotonic()
    with pytest.raises(UnreadableFile, match="took too long"):
        run("child_of_a_test", {"do": "burn"})
    assert time.monotonic() - start < 30


def test_a_defect_of_the_child_is_a_defect_of_the_program() -> None:
    with pytest.raises(RuntimeError, match="ValueError: a defect"):
        run("child_of_a_test", {"do": "nothing"})


def test_stopping_ends_the_child_at_once() -> None:
    watch = Watch(lambda fraction, _: watch.stop() if fraction > 0.2 else None)
    start = time.monotonic()
    with pytest.raises(Cancelled, match="You stopped this import"):
        run("child_of_a_test", {"do": "sleep"}, watch.phase("Reading", 0, 1))
    assert time.monotonic() - start < 30


def test_a_watch_never_goes_back_and_keeps_within_the_whole() -> None:
    heard: list[tuple[float, str]] = []
    watch = Watch(lambda *said: heard.append(said))
    first, second = watch.phase("Opening", 0, 0.5), watch.phase("Reading", 0.5, 1)
    for fraction in (0.5, 0.1, 2):
        first(fraction)
    second(0.5)
    assert heard == [(0.25, "Opening"), (0.25, "Opening"), (0.5, "Opening"), (0.75, "Reading")]
