"""A disk of a few megabytes that can be filled to the brim: a file system in memory, where the tests may mount one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SmallDisk:
    """A mounted file system, and the file that takes up its room."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filling = path / "filling"

    def fill(self, left: int = 0) -> None:
        """Take all the room but `left` bytes."""
        self.empty()
        with self._filling.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(self.path).free - left)))

    def empty(self) -> None:
        """Give the room back."""
        self._filling.unlink(missing_ok=True)


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[SmallDisk | None]:
    """A disk mounted at `path`; None where this process may not mount one."""
    path.mkdir()
    mount = shutil.which("mount")
    made = [mount, "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path)] if mount else ["false"]
    if subprocess.run(made, capture_output=True, check=False).returncode:
        yield None
        return
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", str(path)], check=True)
