"""Pictures that are saved: made of the same chart, whole, and without the network."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd
from PIL import Image, ImageFont

from cxmetrics.report import charts, pictures
from cxmetrics.report.figures import THIN
from tests.report.test_charts import CHURN, COMPARED, HOSTILE, POINTS

MONTHS = charts.months(CHURN, POINTS, COMPARED)
SVG = "{http://www.w3.org/2000/svg}"


def test_a_saved_drawing_holds_the_figures_of_the_chart_and_its_words() -> None:
    said = _said(pictures.saved_svg(MONTHS))
    assert f"2.0{THIN}%" in said
    assert f"3.6{THIN}%" in said
    assert MONTHS.words in " ".join(said)


def test_a_saved_drawing_stands_alone() -> None:
    drawn = pictures.saved_svg(MONTHS).decode()
    assert "var(--" not in drawn, "there is no style sheet beside a file"
    assert not re.search(r"<script|<image|(href|src)=|url\((?!#)", drawn)


def test_text_from_files_is_drawn_as_text() -> None:
    drawn = pictures.saved_svg(MONTHS)
    assert HOSTILE in " ".join(_said(drawn))
    assert b"<b>" not in drawn


def test_no_text_of_a_saved_drawing_reaches_over_its_edge() -> None:
    root = ElementTree.fromstring(pictures.saved_svg(MONTHS))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    placed = list(_placed(root, 0.0, 0.0))
    assert len(placed) > 10
    for text, left, right, bottom in placed:
        assert 0 <= left <= right <= width, text
        assert 8 <= bottom <= height, text


def test_a_saved_picture_is_as_large_as_the_drawing_twice_and_not_blank() -> None:
    image = Image.open(BytesIO(pictures.saved_png(MONTHS)))
    assert image.format == "PNG"
    root = ElementTree.fromstring(pictures.saved_svg(MONTHS))
    assert image.size == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))
    colours = image.convert("RGB").getcolors(maxcolors=2**20)
    assert colours
    assert len(colours) > 20


def test_the_figures_behind_the_months_are_numbers_with_their_unit() -> None:
    table = MONTHS.table
    assert isinstance(table, pd.DataFrame)
    assert list(table) == ["month", "%", "95 % from", "95 % to", "n", "kind of month"]
    assert list(table["n"]) == [4457, 4442, 4454, 4400]
    assert table["%"].dtype == float


def _said(drawing: bytes) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(drawing).iter(f"{SVG}text")] + [
        span.text or "" for span in ElementTree.fromstring(drawing).iter(f"{SVG}tspan")
    ]


def _placed(node: ElementTree.Element, x: float, y: float) -> list[tuple[str, float, float, float]]:
    """Each text with its left and right end and its foot, in pixels of the whole drawing; turned text is left out."""
    found = []
    shift = re.match(r"translate\(([-\d.]+)(?:,([-\d.]+))?\)(.*)", node.get("transform", ""))
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2] or 0)
    if node.tag == f"{SVG}text" and (node.text or "").strip() and not (shift and "rotate" in shift[3]):
        size = float(str(node.get("font-size", "12")).removesuffix("px"))
        wide = ImageFont.load_default(size).getlength(node.text or "")
        left = x - wide * {"end": 1.0, "middle": 0.5}.get(node.get("text-anchor", ""), 0.0)
        found.append((node.text or "", left, left + wide, y))
    return found + [placed for child in node for placed in _placed(child, x, y)]
