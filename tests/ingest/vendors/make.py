"""Writes the exports that the tests read: `python -m tests.ingest.vendors.make`."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from tests.ingest.vendors import makers
from tests.ingest.vendors.harness import EXPORTS


def files() -> dict[str, bytes]:
    """Every export by its file name."""
    found: dict[str, bytes] = {}
    for module in pkgutil.iter_modules(makers.__path__, f"{makers.__name__}."):
        found |= import_module(module.name).files()
    return found


if __name__ == "__main__":
    for name, content in files().items():
        (EXPORTS / name).write_bytes(content)
