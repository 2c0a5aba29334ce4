"""Hostile files, by the thousand: each ends in a proposal that can be read, or in a plain refusal.

    python -m benchmarks.fuzz [SECONDS] [SEED]

Seeds are the exports in the repository and small ones of every kind; each is mutated by cutting, doubling, swapping and
sprinkling bytes. Every file goes the whole way, in the child with its limits on: opening, proposing, reading. What
neither is read nor refused is a defect: it is printed with its seed, and the exit code is 1.
"""

from __future__ import annotations

import gzip
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.proposal import corrected
from cxmetrics.workspace.workspace import Workspace

ROOT = Path(__file__).parents[1]
SCRAPS = (
    b'"', b'""', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"-99",
    b"99/99/9999", b"1e999", b"=1+1", b"<html>", b"PAR1", b"PK\x03\x04", b"Total", b"\xe2\x80\xa8", b"," * 5000,
    b'"' * 501, b"\n" * 300, b"x" * 140_000, b"sep=;", b'{"ImportId":"x"}', b"%1", b"'); DROP TABLE records_1; --",
)  # fmt: skip
READ = "read"


def seeds(folder: Path) -> list[bytes]:
    """The beginning of every export in the repository, and small files of every kind."""
    found = []
    for path in sorted((*folder.rglob("*.csv"), *folder.rglob("*.tsv"), *folder.rglob("*.gz"))):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found.append(content[:20_000])
    text = "id;date;How likely are you to recommend us?;comment\n" + "".join(
        f'{n};{1 + n % 28:02}/06/2026;{n % 11};"a ""b""\n{n}"\n' for n in range(60)
    )
    return [*found, text.encode(), text.encode("utf-16"), text.encode("cp1252"), gzip.compress(text.encode())]


def mutated(rng: random.Random, content: bytes) -> bytes:
    """The content with a few things done to it that happen to files, or that somebody does to them."""
    text = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        at, to = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        to = min(to, at + rng.choice((1, 10, 300, 5000)))
        match rng.randrange(6):
            case 0:
                del text[at:to]
            case 1:
                text[at:at] = text[at:to] * rng.randint(1, 3)
            case 2:
                text[at:at] = rng.choice(SCRAPS)
            case 3:
                text[at:to] = rng.choice(SCRAPS)
            case 4:
                text[at : at + 20] = rng.randbytes(20)
            case 5:
                text = bytearray(text[: rng.randrange(len(text) + 1)])
    return bytes(text)


def outcome(content: bytes, name: str = "export.csv") -> str:
    """What became of a file: "read", or the refusal with every number as 9. Raises whatever is neither."""
    with tempfile.TemporaryDirectory() as folder, Workspace(None) as workspace:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            text, proposal = workspace.examine(path)
            layout = corrected(proposal, {asked.column: None for asked in proposal.questions}, {}).layout
            upload = workspace.rehearse(text, layout).upload
        except UnreadableFile as refusal:
            return re.sub(r"\d+", "9", str(refusal))
        assert upload
        assert upload.records == upload.used + upload.unchanged + sum(upload.set_aside.values()), upload
        return READ


def hunt(rng: random.Random, among: Sequence[bytes], until: float) -> tuple[Counter[str], int]:
    """Outcomes until a moment of the monotonic clock, and how many files were neither read nor refused."""
    outcomes: Counter[str] = Counter()
    defects = 0
    while time.monotonic() < until:
        seed = rng.getrandbits(64)
        own = random.Random(seed)
        content = own.randbytes(own.randrange(3000)) if own.random() < 0.1 else mutated(own, own.choice(among))
        try:
            outcomes[outcome(content)] += 1
        except Exception as defect:
            defects += 1
            kept = Path(tempfile.gettempdir()) / f"fuzz_{seed}.csv"
            kept.write_bytes(content)
            print(f"{kept}: {type(defect).__name__}: {str(defect).partition('nanobind')[0][-400:]}")
    return outcomes, defects


def main() -> None:
    """Hunt for a while and print what was found."""
    seconds, seed = (int(text) for text in (sys.argv[1:] + ["60", "1"][len(sys.argv) - 1 :])[:2])
    among = [content for folder in ("tests", "sample_data") for content in seeds(ROOT / folder)]
    outcomes, defects = hunt(random.Random(seed), among, time.monotonic() + seconds)
    for words, number in outcomes.most_common():
        print(f"{number:7,}  {words}")
    print(f"{outcomes.total():7,}  files, {defects} of them neither read nor refused")
    sys.exit(1 if defects else 0)


if __name__ == "__main__":
    main()
