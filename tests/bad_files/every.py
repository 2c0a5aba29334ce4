"""All bad files."""

from __future__ import annotations

from random import Random

from tests.bad_files.archives import ARCHIVES
from tests.bad_files.badness import BadFile
from tests.bad_files.binaries import BINARIES
from tests.bad_files.encodings import ENCODINGS
from tests.bad_files.parquets import PARQUETS
from tests.bad_files.tables import TABLES
from tests.bad_files.workbooks import WORKBOOKS

SEED = 20260601
BAD_FILES = (*BINARIES, *ENCODINGS, *TABLES, *ARCHIVES, *WORKBOOKS, *PARQUETS)


def content(bad: BadFile, seed: int = SEED) -> bytes:
    """The bytes of a bad file, the same for the same seed."""
    return bad.make(Random(f"{seed} {bad.wrong}"))
