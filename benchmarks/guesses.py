"""Guessed links against links that ended: whether their answers can be told apart by the time they take.

    python -m benchmarks.guesses

10,000 requests of five kinds in random order, in this process and without a network, which would only add noise: fresh
guesses, one guess over and over, and over and over the tokens of links that expired, were revoked, or were deleted. For
each kind, the chance that one of its answers takes longer than one to the repeated guess: one half where nothing can be
told, with its standard error. A deleted link leaves no trace, so what differs there is noise.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import secrets
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from httpx2 import ASGITransport, AsyncClient
from scipy.stats import rankdata
from starlette.responses import PlainTextResponse

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.ui.reader import Readers
from cxmetrics.workspace import shelf
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.saved import SavedView
from cxmetrics.workspace.shares import Shares, Terms
from cxmetrics.workspace.workspace import Workspace

REQUESTS = 10_000
FRESH, REPEATED, EXPIRED, REVOKED, DELETED = KINDS = ("fresh", "repeated", "expired", "revoked", "deleted")


def ended(home: Path) -> dict[str, str]:
    """How it ended -> the token of a link that did."""
    register, tokens = Register(home / "register.sqlite"), {}
    with Workspace(home / f"{shelf.EXAMPLE}.duckdb") as workspace:
        links = Shares(register, shelf.EXAMPLE, workspace)
        view = SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL)
        for how in (EXPIRED, REVOKED, DELETED):
            link, tokens[how] = links.share(view, Terms(how, "Benchmark"))
            if how == EXPIRED:
                with sqlite3.connect(home / "register.sqlite") as connection:
                    connection.execute("UPDATE link SET expires_at = created_at WHERE id = ?", [link.id])
            elif how == REVOKED:
                links.revoke(link.id)
            else:
                links.delete(link.id)
    return tokens


async def answered(asked: list[tuple[str, str]]) -> tuple[dict[str, list[float]], set[bytes]]:
    """Kind -> seconds of each of its answers; and the different answers there were."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    bodies = set()
    async with AsyncClient(
        transport=ASGITransport(Readers(PlainTextResponse())), base_url="http://localhost"
    ) as client:
        for _ in range(200):
            await client.get(f"/s/{secrets.token_urlsafe(32)}")
        for kind, token in asked:
            start = time.perf_counter()
            answer = await client.get(f"/s/{token}")
            times[kind].append(time.perf_counter() - start)
            assert answer.status_code == 404, "a guess was let in"
            bodies.add(answer.content)
    return times, bodies


def main() -> None:
    """Ask, and print a line for each kind."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CXMETRICS_HOME"] = folder
        shelf.build_example(shelf.path_of(shelf.EXAMPLE))
        tokens = ended(Path(folder)) | {REPEATED: secrets.token_urlsafe(32)}
        asked = [(kind, tokens.get(kind) or secrets.token_urlsafe(32)) for kind in KINDS * (REQUESTS // len(KINDS))]
        random.shuffle(asked)
        times, bodies = asyncio.run(answered(asked))
    print(f"{len(asked):,} requests, none let in, {len(bodies)} different answer")
    for kind, taken in times.items():
        ranks = rankdata(taken + times[REPEATED])[: len(taken)]
        n, m = len(taken), len(times[REPEATED])
        longer = (ranks.sum() - n * (n + 1) / 2) / (n * m)
        noise = math.sqrt((n + m + 1) / (12 * n * m))
        middle = statistics.median(taken) * 1000
        print(f"{kind:8} median {middle:.3f} ms, longer than the repeated guess {longer:.3f} ± {noise:.3f}")


if __name__ == "__main__":
    main()
