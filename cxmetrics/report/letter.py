"""Letters: a view on a page of its own that needs no app around it, for readers of a link and for files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup

from cxmetrics.report.html import render

STYLE = Path(__file__).parent / "style.css"
_ALONE = STYLE.with_name("reader.css")

ALONE = "default-src 'none'; style-src 'unsafe-inline'"
"""What a page that was saved may load: nothing. Its styles and pictures are in it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """title: what the view is of. provenance, ending: where it comes from and how long it lasts. body: HTML."""

    title: str
    provenance: str
    body: str
    note: str = ""
    ending: str = ""


def inside(letter: Letter) -> Markup:
    """What is between the edges of the page."""
    return Markup(render("reader_view", letter=letter, body=Markup(letter.body)))


def page(title: str, content: Markup, script: Markup | str = "", policy: str = "") -> str:
    """A whole page with its styles. policy: what it may load, where no server says so."""
    return render("reader", title=title, content=content, style=_style(), script=script, policy=policy)


@cache
def _style() -> Markup:
    return Markup("\n".join(path.read_text(encoding="utf-8") for path in (STYLE, _ALONE)))
