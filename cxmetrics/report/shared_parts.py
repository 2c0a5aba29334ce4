"""What the pages for readers of a link are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from cxmetrics.model import Metric
from cxmetrics.report import cards, pictures, wording
from cxmetrics.report.html import render
from cxmetrics.report.pictures import Picture

if TYPE_CHECKING:
    import pandas as pd


def table(picture: Picture) -> pd.DataFrame:
    """The figures of a chart, as they leave the house."""
    return picture.data if picture.table is None else picture.table


def chart(picture: Picture) -> dict[str, str]:
    """A chart as templates take it: in words, wide and narrow."""
    return {
        "words": picture.words,
        "wide": Markup(pictures.svg(picture, pictures.WIDE)),
        "narrow": Markup(pictures.svg(picture, pictures.NARROW)),
    }


def drawn(picture: Picture) -> str:
    """A chart in a section of its own."""
    return render("figure", chart=chart(picture))


def odd(oddities: Sequence[tuple[str, str]]) -> str:
    """What is odd about the instrument, each with its remedy; empty where nothing is."""
    found = [{"sentence": sentence, "remedy": remedy} for sentence, remedy in oddities]
    return render("oddities", findings=found) if found else ""


def page(parts: list[str], method: object, metric: Metric) -> str:
    """The parts of a page, then how it was judged and what its figure means."""
    labels = {key: wording.label_in({metric.key: metric}, key) for key in metric.counter_metrics}
    card = render("definition", **cards.definition(metric, labels), log=[])
    return render(
        "shared_why",
        parts=[Markup(part) for part in parts],
        method=Markup(render("method", rows=method)),
        definition=(metric.label, Markup(card)),
    )
