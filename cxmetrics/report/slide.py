"""One slide: the sentence, the word, the chart, the counter-metrics and the caveats of a view, for PowerPoint.

Everything is set from the readers' page. What does not fit in letters that can be read is cut, and stands whole in the
notes of the slide.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from cxmetrics.report.pictures import OF_PAGE_ON_PAPER, dots
from cxmetrics.report.tree import Node, lettered

_FONT = "Arial"
_WIDTH, _HEIGHT, _EDGE = 960.0, 540.0, 43.0
"""Points: a slide of 13 1/3 by 7 1/2 inches, and its margin."""

_TOP, _FOOT = 176.0, 452.0
"""Between these are the chart and the table, in points."""

_LINE = 1.2
"""Height of a line in sizes of its letters."""

_WIDER, _NARROWEST = 1.12, 0.28
"""Arial's letters, bold ones among them, in those of the font that is measured; and an i of Arial in its own size."""

_CELL, _MOST_LINES = 4.0, 3
"""Points around the text of a cell, and how many lines it may have."""

_LONGEST, _LONGEST_TITLE = 2000, 255
"""Letters that are looked at, because no box of the slide holds more; and letters of the title of a file."""

_TEXT, _CALM = "22262B", "5D636B"
_BARE_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own style without lines and colours."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something is on the slide, in points."""

    left: float
    top: float
    width: float
    height: float


def slide(page: Node, title: str, provenance: str) -> bytes:
    """The view as a presentation of one slide."""
    from pptx import Presentation
    from pptx.util import Pt

    title = lettered(title)
    show = Presentation()
    show.slide_width, show.slide_height = Pt(_WIDTH), Pt(_HEIGHT)
    show.core_properties.title, show.core_properties.author = title[:_LONGEST_TITLE], ""
    on = show.slides.add_slide(show.slide_layouts[5])  # the one with nothing but a title
    say = page.first("h1")
    across = _WIDTH - 2 * _EDGE
    _write(on.shapes.title, Box(_EDGE, 50, across, 76), say.words if say else title, (28, 24, 20, 17, 14), bold=True)
    _add(on, Box(_EDGE, 28, across, 20), _words(page, "cx-kicker"), (12, 10, 8), _CALM)
    headline = page.first(style="cx-headline")  # a badge elsewhere is that of one row of a table
    judged = [_words(headline, style) for style in ("cx-badge", "cx-values", "cx-interval")] if headline else []
    _add(on, Box(_EDGE, 130, across, 34), " · ".join(filter(None, judged)), (16, 14, 12, 10), bold=True)
    chart, rows = _chart(page), _rows(page)
    left = _EDGE
    if chart:
        left += _place(on, chart, Box(_EDGE, _TOP, across / 2 if rows else across, _FOOT - _TOP)) + 24
    if rows:
        _table(on, rows, Box(left, _TOP, _WIDTH - _EDGE - left, _FOOT - _TOP))
    mind = _caveats(page)
    _add(on, Box(_EDGE, _FOOT + 8, across, 46), " ".join(mind), (10, 9, 8), _CALM)
    _add(on, Box(_EDGE, _HEIGHT - 30, across, 18), f"{title} · {provenance}", (9, 8, 7), _CALM)
    on.notes_slide.notes_text_frame.text = "\n".join(
        [say.words if say else title, *filter(None, judged), *(" | ".join(row) for row in rows), *mind]
    )
    made = BytesIO()
    show.save(made)
    return made.getvalue()


def fitted(text: str, width: float, height: float, sizes: Sequence[float]) -> tuple[float, str]:
    """The largest of these sizes at which the text fits a box, in points; at the smallest it is cut instead."""

    def fits(said: str, size: float) -> bool:
        return len(_lines(said, width, size)) * size * _LINE <= height

    text = text[:_LONGEST]
    for size in sizes:
        if fits(text, size):
            return size, text
    most = bisect(range(1, len(text)), False, key=lambda n: not fits(f"{text[:n]}…", size))
    return size, f"{text[:most].rstrip()}…"


def _lines(text: str, width: float, size: float) -> list[str]:
    """The text broken between its words, and within one that is wider than a line."""
    lines = [""]
    for word in text.split(" "):
        if _wide(f"{lines[-1]} {word}".strip(), size) <= width:
            lines[-1] = f"{lines[-1]} {word}".strip()
            continue
        rest = word
        while _wide(rest, size) > width:
            longest = min(len(rest), int(width / size * 6))
            most = next((n for n in range(longest, 1, -1) if _wide(rest[:n], size) <= width), 1)
            lines.append(rest[:most])
            rest = rest[most:]
        lines.append(rest)
    return lines if lines[0] else lines[1:] or [""]


def _wide(text: str, size: float) -> float:
    return sum(map(_of_size, text)) * size


@cache
def _of_size(letter: str) -> float:
    """How wide a letter is set, at the most, in sizes of its font."""
    from PIL import ImageFont

    if letter > "\u2000":  # signs, and Chinese, Japanese, Korean: as wide as high
        return 1.0
    if letter > "\u0370":  # Greek, Cyrillic and so on, which the font at hand does not have
        return 0.95 if letter.isupper() else 0.75
    return max(ImageFont.load_default(100).getlength(letter) / 100 * _WIDER, _NARROWEST)


def _words(page: Node, style: str) -> str:
    found = page.first(style=style)
    return found.words if found else ""


def _chart(page: Node) -> tuple[str, str] | None:
    """The drawing and its words, the narrow one because its letters are larger beside its lines."""
    figure = page.first("figure", "cx-narrow") or page.first("figure")
    drawing = figure.first("svg") if figure else None
    return (drawing.drawing, figure.attributes.get("aria-label", "")) if figure and drawing else None


def _rows(page: Node) -> list[list[str]]:
    """The counter-metrics, or the first table of the page, with a line of headings."""
    if cards := list(page.all("article", "cx-card")):
        styles = ("cx-pair", "cx-change", "cx-badge", "cx-guard")
        found = [[_words(card, style) for style in styles] for card in cards]
        names = [heading.words for card in cards if (heading := card.first("h3"))]
        rows = [
            [name, *(row if any(row) else [_words(card, "cx-missing"), "", "", ""])]
            for name, row, card in zip(names, found, cards, strict=True)
        ]
        return [["Counter-metric", "Then and now", "Change", "Verdict", "Guard"], *rows]
    folded = {id(table) for details in page.all("details") for table in details.all("table")}
    table = next((table for table in page.all("table") if id(table) not in folded), None)
    if table is None:
        return []
    return [[cell.words for cell in row.children if isinstance(cell, Node)] for row in table.all("tr")]


def _caveats(page: Node) -> list[str]:
    """What is to be minded about the figures, each once."""
    said = [one.words for one in page.all(style="cx-mind")]
    return list(dict.fromkeys(said or [p.words for odd in page.all(style="cx-odd") for p in odd.all("p")][1:]))


def _add(on: Any, box: Box, text: str, sizes: Sequence[float], colour: str = _TEXT, bold: bool = False) -> None:
    from pptx.util import Pt

    if text:
        shape = on.shapes.add_textbox(*(Pt(length) for length in (box.left, box.top, box.width, box.height)))
        _write(shape, box, text, sizes, colour, bold)


def _write(shape: Any, box: Box, text: str, sizes: Sequence[float], colour: str = _TEXT, bold: bool = False) -> None:
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
    from pptx.util import Pt

    shape.left, shape.top, shape.width, shape.height = map(Pt, (box.left, box.top, box.width, box.height))
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    size, said = fitted(text, box.width, box.height, sizes)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _run(frame.paragraphs[0], said, size, colour, bold)


def _run(paragraph: Any, text: str, size: float, colour: str, bold: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = text
    run.font.name, run.font.size, run.font.bold = _FONT, Pt(size), bold
    run.font.color.rgb = RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]


def _place(on: Any, chart: tuple[str, str], box: Box) -> float:
    """The chart as dots, as large as its proportions let it be: how wide that is."""
    from pptx.util import Emu, Pt

    source, words = chart
    for name, colour in OF_PAGE_ON_PAPER.items():
        source = source.replace(name, colour)
    picture = on.shapes.add_picture(BytesIO(dots(source)), Pt(box.left), Pt(box.top), width=Pt(box.width))
    if picture.height > Pt(box.height):
        picture.width, picture.height = Emu(int(picture.width * Pt(box.height) / picture.height)), Pt(box.height)
    picture._element.nvPicPr.cNvPr.set("descr", words)
    return float(picture.width.pt)


def _table(on: Any, rows: list[list[str]], box: Box) -> None:
    """The rows in the largest letters in which all fit; those that do not even in the smallest are counted."""
    from pptx.util import Pt

    columns = len(rows[0])
    wanted = [max(min(_wide(row[column], 12), box.width / 3) + 2 * _CELL for row in rows) for column in range(columns)]
    widths = [box.width * length / sum(wanted) for length in wanted]
    for size in (12.0, 11.0, 10.0, 9.0, 8.0):
        heights = [_row_height(row, widths, size) for row in rows]
        if sum(heights) <= box.height:
            break
    shown = rows
    while sum(heights) > box.height:
        shown = shown[:-1]
        more = [f"and {len(rows) - len(shown)} more, in the notes", *[""] * (columns - 1)]
        heights = [_row_height(row, widths, size) for row in (*shown, more)]
    if len(shown) < len(rows):
        shown = [*shown, more]
    place = (box.left, box.top, box.width, sum(heights))
    frame = on.shapes.add_table(len(shown), columns, *(Pt(length) for length in place))
    table = frame.table
    frame._element.graphic.graphicData.tbl.tblPr.find("{*}tableStyleId").text = _BARE_TABLE
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    for number, (row, height) in enumerate(zip(shown, heights, strict=True)):
        table.rows[number].height = Pt(height)
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            cell.margin_left, cell.margin_right = 0, Pt(2 * _CELL)
            cell.margin_top = cell.margin_bottom = Pt(_CELL)
            cell.text_frame.word_wrap = True
            said = fitted(text, widths[column] - 2 * _CELL, _MOST_LINES * size * _LINE, (size,))[1]
            _run(cell.text_frame.paragraphs[0], said, size, _TEXT if number else _CALM, column == 0 and number > 0)


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    lines = (len(_lines(text, width - 2 * _CELL, size)) for text, width in zip(row, widths, strict=True))
    return min(max(lines), _MOST_LINES) * size * _LINE + 2 * _CELL
