"""Write all bad files into a folder: python -m tests.bad_files FOLDER [SEED]."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.bad_files.every import BAD_FILES, SEED, content


def main() -> None:
    """One file each, called after what is wrong with it."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    folder.mkdir(parents=True, exist_ok=True)
    for bad in BAD_FILES:
        ending = re.sub(r"[^a-z]", "", Path(bad.name).suffix.casefold())[:8] or "csv"
        (folder / f"{re.sub(r'[^A-Za-z0-9]+', '_', bad.wrong)}.{ending}").write_bytes(content(bad, seed))
    print(f"{len(BAD_FILES)} files in {folder}")


if __name__ == "__main__":
    main()
