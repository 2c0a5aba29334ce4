"""Files of a view: one page, one paper, one slide, one table, all from the figures and words that readers see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from cxmetrics.model import Selection
from cxmetrics.report import letter, pdf, sheets, slide, tree, wording
from cxmetrics.report.letter import Letter


@dataclass(frozen=True, slots=True)
class Report:
    """A view that leaves the house as a file. figures: what `PAGES` and `TABLES` know. made: the day it is made."""

    title: str
    figures: object
    made: date

    @property
    def letter(self) -> Letter:
        """The page that readers of a link to this view would see."""
        from cxmetrics.report.shared import PAGES  # brings Altair

        body = PAGES[type(self.figures)](self.figures)
        return Letter(self.title, f"Made on {wording.day(self.made)}.", body)


def title_of(label: str, selection: Selection) -> str:
    """What a view of a metric is called: "Net Promoter Score, March 2026 against February 2026"."""
    return f"{label}, {wording.spell(selection.after)} against {wording.spell(selection.before)}"


def html(report: Report) -> bytes:
    """One page without script that loads nothing."""
    return letter.page(report.title, letter.inside(report.letter), policy=letter.ALONE).encode()


def paper(report: Report) -> bytes:
    """The page set for print, as PDF."""
    return pdf.pdf(tree.parse(letter.inside(report.letter)), report.title)


def powerpoint(report: Report) -> bytes:
    """The page in one slide."""
    whole = report.letter
    return slide.slide(tree.parse(letter.inside(whole)), whole.title, whole.provenance)


def csv(report: Report) -> bytes:
    """Its figures as one table."""
    from cxmetrics.report import tables  # brings Altair

    return sheets.csv(tables.TABLES[type(report.figures)](report.figures))


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. label: for people. mime: its media type."""

    label: str
    mime: str
    make: Callable[[Report], bytes]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pdf": Format("Paper (PDF)", "application/pdf", paper),
        "pptx": Format(
            "Slide (PowerPoint)",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            powerpoint,
        ),
        "html": Format("Page (HTML)", "text/html", html),
        "csv": Format("Figures (CSV)", "text/csv", csv),
    }
)
"""The suffix of a file -> how it is made."""
