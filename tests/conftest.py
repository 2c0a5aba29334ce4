"""The example workspace, built once for every test that needs a whole one."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cxmetrics.workspace import shelf
from cxmetrics.workspace.workspace import Workspace

# the same examples in every run: a failure belongs to the change that brought it
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that holds the example, shared by all test processes: copy it, never open it in place."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    home = shared / "example_home"
    home.mkdir(exist_ok=True)
    workspace = home / f"{shelf.EXAMPLE}.duckdb"
    with (shared / "example.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not workspace.exists():
            shelf.build_example(workspace)
    return home


@pytest.fixture(scope="session")
def example_file(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's file, copied for this process; only to be read."""
    return Path(shutil.copy(example_home / f"{shelf.EXAMPLE}.duckdb", tmp_path_factory.mktemp("example")))


@pytest.fixture(scope="module")
def example(example_file: Path) -> Iterator[Workspace]:
    """The example, open for reading."""
    with Workspace(example_file, read_only=True) as workspace:
        yield workspace


@pytest.fixture
def example_copy(example_home: Path, tmp_path: Path) -> Path:
    """A copy of the example's file of the test's own, which may be written to or opened a second time."""
    return Path(shutil.copy(example_home / f"{shelf.EXAMPLE}.duckdb", tmp_path))
