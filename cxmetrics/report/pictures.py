"""Pictures: one chart with its data and its words, as every page draws it and every file shows it."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

WIDE, NARROW = 800, 335
"""Pixels: a desk or a sheet of paper, where the letters are still to be read, and a phone."""

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is drawn by the library itself and as wide as the next two, so that no text is cut where it is missing."""

_LINE_OF_WORDS = 95
"""Letters of the caption that are sure to fit a line of a wide picture."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart.

    spec: Vega-Lite as Altair built it once, without data and without anything from a file; charts send it theirs.
    data: one row a mark, in fields of our own. words: the chart for who does not see it. name: of its files, without
    suffix, and its own on a page. table: the figures behind it as a file gives them, by default the data.
    """

    spec: dict[str, Any]
    data: pd.DataFrame
    words: str
    name: str
    table: pd.DataFrame | None = None

    @cached_property
    def marks(self) -> pa.Table:
        """The data as browsers get them, made once for everybody who looks at this picture."""
        import pyarrow as pa

        return pa.Table.from_pandas(self.data)


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours of a picture. marks: of its categories in their order, from what matters to what is beside it."""

    text: str
    line: str
    paper: str | None
    marks: tuple[str, ...]


OF_THE_PAGE = Inks("var(--cx-text)", "var(--cx-line)", None, ("var(--cx-ink)", "var(--cx-other)", "var(--cx-open)"))
"""Left to the style sheet of the page, which knows whether it is light, dark or paper."""

OF_PAPER = Inks("#22262b", "#d9d9d9", "#ffffff", ("#2b4a6b", "#8d9299", "#a08b5b"))
"""For files that stand alone: the screen's colours by day, on white."""

OF_PAGE_ON_PAPER = {
    OF_THE_PAGE.text: OF_PAPER.text,
    OF_THE_PAGE.line: OF_PAPER.line,
    **dict(zip(OF_THE_PAGE.marks, OF_PAPER.marks, strict=True)),
}
"""What the style sheet of the page would make of its colours, where there is none."""


def svg(picture: Picture, width: int = WIDE, inks: Inks = OF_THE_PAGE) -> str:
    """The picture as SVG, `width` pixels wide; reaches no network."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_whole(picture, width), config=_config(inks), allowed_base_urls=[]))


def dots(drawing: str) -> bytes:
    """A drawing as PNG, three times as fine as a screen's."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(drawing, scale=3))


def saved_svg(picture: Picture) -> bytes:
    """The picture as a file of its own, its words above it."""
    return svg(_captioned(picture), inks=OF_PAPER).encode()


def saved_png(picture: Picture) -> bytes:
    """The same as dots, twice as fine as a screen's."""
    import vl_convert

    whole = _whole(_captioned(picture), WIDE)
    return bytes(vl_convert.vegalite_to_png(whole, scale=2, config=_config(OF_PAPER), allowed_base_urls=[]))


def _whole(picture: Picture, width: int) -> dict[str, Any]:
    rows = json.loads(picture.data.to_json(orient="records", date_format="iso", double_precision=15))
    data = {"data": {"name": "empty"}, "datasets": {"empty": rows}}  # the name that Altair gives to a chart without any
    return {**picture.spec, **data, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def _captioned(picture: Picture) -> Picture:
    title = {"text": textwrap.wrap(picture.words, _LINE_OF_WORDS), "anchor": "start", "offset": 14}
    room = dict.fromkeys(("left", "top", "right", "bottom"), 28)
    return Picture({**picture.spec, "title": title, "padding": room}, picture.data, picture.words, picture.name)


def _config(inks: Inks) -> dict[str, Any]:
    return {
        "background": inks.paper,
        "font": _FONT,
        "view": {"stroke": None},
        "title": {"color": inks.text, "fontSize": 14, "fontWeight": "normal", "lineHeight": 19},
        "axis": {
            "labelColor": inks.text, "titleColor": inks.text,
            "gridColor": inks.line, "domainColor": inks.line, "tickColor": inks.line,
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        },
        "legend": {"labelColor": inks.text, "labelFontSize": 12},
        "text": {"color": inks.text},
        "range": {"category": list(inks.marks)},
    }  # fmt: skip
