"""Pages without a browser: the frame script, run over a private copy of the example."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmetrics.ui import opened
from cxmetrics.workspace import shelf

FRAME = Path(__file__).parents[2] / "cxmetrics" / "ui" / "frame.py"

Open = Callable[..., AppTest]


@pytest.fixture
def home(example_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of this test's own with the example in it; nothing cached outlives the test."""
    folder = tmp_path / "home"
    shutil.copytree(example_home, folder)
    monkeypatch.setenv("CXMETRICS_HOME", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened.close_all()
    yield folder
    opened.close_all()


@pytest.fixture
def open_page(home: Path) -> Open:
    """Open a page by name, with the fields of its link."""

    def opened(page: str = "scorecard", **fields: str) -> AppTest:
        test = AppTest.from_file(FRAME, default_timeout=30)
        if page != "scorecard":
            test.query_params["w"] = fields.get("w", shelf.EXAMPLE)
            test.run()
            test.switch_page(f"../../pages/{page}.py")
        for name, value in fields.items():
            test.query_params[name] = value
        return test.run()

    return opened


def words(test: AppTest) -> str:
    """Everything the page says in HTML cards, as plain text in one line."""
    bodies = [element.proto.body for element in test.html]
    text = " ".join(body for body in bodies if not body.startswith("<style"))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def heading(test: AppTest) -> str:
    """The sentence in the largest letters."""
    found = re.search(r'<h[12] class="cx-say">(.*?)</h[12]>', " ".join(e.proto.body for e in test.html), re.DOTALL)
    assert found, "the page has no headline sentence"
    return unescape(found[1]).strip()


def notices(test: AppTest) -> str:
    """What the page warns of or refuses, without the escapes of Markdown."""
    said = [element.value for element in (*test.warning, *test.error, *test.info, *test.success)]
    return re.sub(r"\\(.)", r"\1", " ".join(said))
