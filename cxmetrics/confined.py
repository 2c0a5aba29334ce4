"""Work on a file that nobody trusts, in a process of its own: a hostile file ends that process and not the program.

The child gets one JSON order on standard input and answers in lines of JSON on standard output: how far it is, then
its answer, or the sentence with which it refuses the file.
"""

from __future__ import annotations

import json
import math
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from cxmetrics.bounds import bounds
from cxmetrics.errors import NoRoom, UnreadableFile

_LOOK_S = 0.1
_TOO_MUCH = 3
"""The exit code of a child that ran out of memory; every other failure is a defect of the program."""
_IMPORTS = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
_KILLED = (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGXCPU) if os.name == "posix" else ()
_SPEAKING = threading.Lock()

Say = Callable[[float], None]


def confined(module: str, order: dict[str, Any], say: Say = lambda _: None) -> dict[str, Any]:
    """Run `python -m module` on an order; its answer. `say` hears the fraction done, and may raise to end the child.

    Raises UnreadableFile where the child refuses the file or breaks its limits, NoRoom where it finds the disk full.
    """
    child = subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_IMPORTS)},
    )
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    errors: list[str] = []
    assert child.stdout
    assert child.stderr
    listeners = (
        threading.Thread(target=_pass_on, args=(child.stdout, lines), daemon=True),
        threading.Thread(target=_collect, args=(child.stderr, errors), daemon=True),
    )
    with child:
        try:
            for listener in listeners:
                listener.start()
            _order(child, order)
            answer = _answer_in(lines, say)
            if answer is None:
                child.wait()
        finally:
            child.kill()
            for listener in listeners:
                listener.join()
    if answer is not None:
        if "full" in answer:
            raise NoRoom
        if "refused" in answer:
            raise UnreadableFile(answer["refused"])
        return answer
    if child.returncode in (_TOO_MUCH, *_KILLED):
        raise UnreadableFile(
            "Reading this file took more memory or time than any export should, and nothing was stored. "
            "Check the separator and the header, or export a shorter period."
        )
    raise RuntimeError(f"{module} failed with {child.returncode}:\n{''.join(errors)}")


def _order(child: subprocess.Popen[str], order: dict[str, Any]) -> None:
    assert child.stdin
    with suppress(BrokenPipeError):  # where it ended before it had read its order, its exit code says why
        child.stdin.write(json.dumps(order))
        child.stdin.close()


def _answer_in(lines: queue.SimpleQueue[str | None], say: Say) -> dict[str, Any] | None:
    """The answer among what a child says; None where it ends without one. Raises UnreadableFile past the deadline."""
    deadline, done = time.monotonic() + bounds().reading_time, 0.0
    while time.monotonic() < deadline:
        say(done)
        try:
            line = lines.get(timeout=_LOOK_S)
        except queue.Empty:
            continue
        if line is None:
            return None
        said: dict[str, Any] = json.loads(line)
        if "done" not in said:
            return said
        done = said["done"]
    raise UnreadableFile(
        "Reading this file took too long, and nothing was stored. Export a shorter period, then try again."
    )


def _pass_on(stream: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _collect(stream: IO[str], errors: list[str]) -> None:
    errors.append(stream.read())


def growing(target: Path, size: int, refusal: str, say: Say) -> Say:
    """`say`, but it raises UnreadableFile once what a child writes to `target` is larger than `size` bytes."""

    def watching(done: float) -> None:
        if target.exists() and target.stat().st_size > size:
            raise UnreadableFile(refusal)
        say(done)

    return watching


def serve(work: Callable[[dict[str, Any], Say], dict[str, Any]]) -> None:
    """The child's side: limit this process, do the work on the order, and answer."""
    _limit()
    order = json.load(sys.stdin)
    try:
        answer = work(order, lambda done: _answer({"done": done}))
    except UnreadableFile as refusal:
        answer = {"refused": str(refusal)}
    except NoRoom:
        answer = {"full": True}
    except MemoryError:
        sys.exit(_TOO_MUCH)
    _answer(answer)


def _answer(said: dict[str, Any]) -> None:
    with _SPEAKING:
        print(json.dumps(said), flush=True)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the deadline still holds
        return
    found = bounds()
    seconds = math.ceil(found.reading_time)
    resource.setrlimit(resource.RLIMIT_AS, (found.reading_memory, found.reading_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
