"""Pictures that are saved: made of the same chart, whole, and without the network."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd
from PIL import Image

from cxmetrics.report import charts, pictures
from cxmetrics.report.figures import THIN
from tests.report.drawings import out_of_sight, texts
from tests.report.test_charts import CHURN, COMPARED, HOSTILE, POINTS

MONTHS = charts.months(CHURN, POINTS, COMPARED)


def test_a_saved_drawing_holds_the_figures_of_the_chart_and_its_words() -> None:
    said = texts(pictures.saved_svg(MONTHS))
    assert f"2.0{THIN}%" in said
    assert f"3.6{THIN}%" in said
    assert MONTHS.words in " ".join(said)


def test_a_saved_drawing_stands_alone() -> None:
    drawn = pictures.saved_svg(MONTHS).decode()
    assert "var(--" not in drawn, "there is no style sheet beside a file"
    assert not re.search(r"<script|<image|(href|src)=|url\((?!#)", drawn)


def test_text_from_files_is_drawn_as_text() -> None:
    drawn = pictures.saved_svg(MONTHS)
    assert HOSTILE in " ".join(texts(drawn))
    assert b"<b>" not in drawn


def test_no_text_of_a_saved_drawing_reaches_over_its_edge() -> None:
    drawing = pictures.saved_svg(MONTHS)
    assert not out_of_sight(drawing)
    assert out_of_sight(drawing.replace(b'width="', b'width="0.', 1)), "text that is cut off is noticed"


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
