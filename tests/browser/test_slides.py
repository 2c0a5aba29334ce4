"""Slides as a browser sets them: in letters as wide as PowerPoint's, no text leaves its box and no table its place."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from typing import Any

import pytest
from playwright.sync_api import Page
from pptx import Presentation

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.report import reports
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import NOTHING_MORE, SavedView
from cxmetrics.workspace.views import scorecard
from cxmetrics.workspace.workspace import Workspace
from tests.report.test_reports import ABROAD, HOSTILE, MADE, called

POINT = 12700
_TOO_LARGE = """() => [...document.querySelectorAll('.box')].filter(box =>
    box.firstElementChild.offsetHeight > box.clientHeight + 1 || box.firstElementChild.offsetWidth > box.clientWidth + 1
).map(box => box.innerText)"""


@pytest.mark.parametrize(
    "label", ["", HOSTILE, ABROAD, "W" * 300, "Wort " * 60, "iiii" * 90, "MMMM " * 50, "Щука Ωμέγα " * 30]
)
def test_nothing_on_a_slide_is_larger_than_its_place(page: Page, example: Workspace, label: str) -> None:
    figures = scorecard(example, SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL), NOTHING_MORE)
    made = reports.powerpoint(reports.Report(label or "NPS", called(figures, label) if label else figures, MADE))
    (shown,) = Presentation(io.BytesIO(made)).slides
    boxes = list(_boxes(shown))
    page.set_viewport_size({"width": 1280, "height": 720})
    page.set_content(f"<style>{_STYLE}</style>{''.join(boxes)}")
    assert len(boxes) >= 5
    assert page.evaluate(_TOO_LARGE) == []


_STYLE = """
body { margin: 0; font-family: Arial, "Liberation Sans"; line-height: 1.2; }
.box { position: absolute; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; }
td { padding: 4pt 8pt 4pt 0; vertical-align: top; }
td, p { margin: 0; overflow-wrap: anywhere; }
"""


def _boxes(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield _box(shape, shape.height, f"<p>{_runs(shape.text_frame)}</p>")
        elif shape.has_table:
            columns = "".join(f'<col style="width:{column.width / POINT}pt">' for column in shape.table.columns)
            rows = "".join(
                "<tr>" + "".join(f"<td>{_runs(cell.text_frame)}</td>" for cell in row.cells) + "</tr>"
                for row in shape.table.rows
            )
            height = sum(row.height for row in shape.table.rows)
            yield _box(shape, height, f"<table><colgroup>{columns}</colgroup>{rows}</table>")


def _box(shape: Any, height: int, inside: str) -> str:
    lengths = {"left": shape.left, "top": shape.top, "width": shape.width, "height": height}
    place = "".join(f"{name}:{length / POINT}pt;" for name, length in lengths.items())
    return f'<div class="box" style="{place}">{inside}</div>'


def _runs(frame: Any) -> str:
    (paragraph,) = frame.paragraphs
    (run,) = paragraph.runs
    weight = 700 if run.font.bold else 400
    return f'<span style="font-size:{run.font.size.pt}pt;font-weight:{weight}">{escape(run.text)}</span>'
