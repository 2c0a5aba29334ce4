"""Line ends are those outside quotation marks, wherever the file is cut into pieces to look for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.warehouse import line_ends

_ENDS = ("\r\n", "\r", "\n")


def ends_by_hand(text: str) -> list[str]:
    """Each line end outside quotation marks, in the order in which they are first met, letter by letter."""
    found: list[str] = []
    quoted, at = False, 0
    while at < len(text):
        end = next((end for end in _ENDS if text.startswith(end, at)), None)
        if text[at] == '"':
            quoted = not quoted
        elif end and not quoted and end not in found:
            found.append(end)
        at += len(end) if end else 1
    return found


@contextmanager
def _file(text: str) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        source = Path(folder) / "table.csv"
        source.write_bytes(text.encode())
        yield source


@given(st.text(alphabet='ab",\r\n', max_size=60), st.integers(1, 9))
def test_ends_outside_quotation_marks_are_found(text: str, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch, _file(text) as source:
        patch.setattr(line_ends, "_CHUNK", piece)
        expected = ends_by_hand(text)
        assert line_ends.first(source) == (expected or ["\n"])[0]
        body, end = line_ends.uniform(source, source.parent)
        assert (body == source) == (len(expected) <= 1)
        if body == source:
            assert end == (expected or ["\n"])[0]
        else:
            assert (body.read_bytes(), end) == (text.replace("\r\n", "\n").replace("\r", "\n").encode(), "\n")
