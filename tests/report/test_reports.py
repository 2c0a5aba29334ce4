"""Files of a view: the same figures and words in each of them, and text from files nowhere more than text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from pptx import Presentation
from pypdf import PdfReader

from cxmetrics.answers import of_scorecard
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.scale import typed_scale
from cxmetrics.model import EVERYBODY, Segment
from cxmetrics.report import letter, reports, scorecard_words, tree, wording
from cxmetrics.report.reports import FORMATS, Report
from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import NOTHING_MORE, SavedView
from cxmetrics.workspace.views import gather, scorecard
from cxmetrics.workspace.workspace import Workspace

MADE = date(2026, 11, 22)
HOSTILE = (
    '=HYPERLINK("http://x.test";1) </svg><script>alert(1)</script> #set page("a3") $x$ *b* @label \\ {{7*7}} [l](u)'
)
ABROAD = "Zufriedenheit Größe · Zażółć gęślą jaźń · Ευχαριστία −5"
FIGURE = re.compile(r"\d")


def view(workspace: Workspace, metric: str, segment: Segment = EVERYBODY) -> SharedScorecard:
    return scorecard(workspace, SavedView("scorecard", metric, Choice.MONTH, segment, USUAL), NOTHING_MORE)


def called(figures: SharedScorecard, label: str) -> SharedScorecard:
    """The view with another name and meaning of each of its metrics."""
    metrics = {key: replace(one, label=label, definition=label) for key, one in figures.metrics.items()}
    return replace(figures, metrics=metrics)


METRICS = ("nps", "csat", "ces", "churn", "handle_time", "first_reply_time", "employee_turnover")


def test_the_example_has_the_kinds_that_are_compared_here(example: Workspace) -> None:
    kinds = {one.kind for key, one in example.outline().metrics.items() if key in METRICS}
    assert len(kinds) >= 3


@pytest.mark.parametrize("metric", METRICS)
def test_every_figure_of_the_page_is_on_paper_as_often(example: Workspace, metric: str) -> None:
    report = Report("The view", view(example, metric), MADE)
    on_page = Counter(word for word in _visible(report).split() if FIGURE.search(word))
    on_paper = Counter(word for word in _paper(report).split() if FIGURE.search(word))
    assert len(on_page) > 30
    assert not on_page - on_paper


@pytest.mark.parametrize("metric", METRICS)
def test_page_paper_and_slide_say_the_figures_of_the_verdict(example: Workspace, metric: str) -> None:
    figures = view(example, metric)
    report = Report("The view", figures, MADE)
    said = [_flat(text) for text in (_visible(report), _paper(report), _slide(report))]
    expected = list(_said(figures))
    assert len(expected) >= 6
    for words in expected:
        for text in said:
            assert _flat(words) in text


@pytest.mark.parametrize("metric", METRICS)
def test_the_table_holds_the_figures_of_the_json_answer(example: Workspace, metric: str) -> None:
    figures = view(example, metric)
    rows = _table(Report("The view", figures, MADE))
    answer = of_scorecard(figures.scorecard, metric, figures.metrics)
    judged = {metric: answer} | {one["metric"]: one for one in answer["counters"] if "change" in one}
    for key, found in judged.items():
        kind, label = figures.metrics[key].kind, figures.metrics[key].label
        scale = 1 if kind.relative else typed_scale(kind)
        for what in ("before", "after"):
            row = rows[label, what, str(getattr(figures.selection, what))]
            assert _number(row["value"]) == _scaled(found[what]["value"], scale)
            assert [_number(row[end]) for end in ("95 % from", "95 % to")] == [
                _scaled(end, scale) for end in found[what]["interval"] or (None, None)
            ]
            assert int(row["n"]) == found[what]["n"]
        change = next(row for (name, what, _), row in rows.items() if (name, what) == (label, "change"))
        assert _number(change["value"]) == _scaled(found["change"], typed_scale(kind))
        assert change["verdict"] in (found["word"], "still open")
    for point in figures.series:
        row = rows[figures.metrics[metric].label, "month, still open" if point.open else "month", str(point.period)]
        assert int(row["n"]) == point.estimate.n


@pytest.mark.parametrize("label", [HOSTILE, ABROAD, "x" * 300, "Wort " * 60, "日本語 العربية", "a\x0bb\x00\ufffe"])
def test_text_from_files_is_text_in_every_file(example: Workspace, label: str) -> None:
    figures = called(view(example, "nps"), label)
    report = Report(label, replace(figures, selection=replace(figures.selection, segment=Segment("x", label))), MADE)
    page = FORMATS["html"].make(report).decode()
    assert "<script" not in page
    letters = _flat(tree.lettered(label))
    assert letters in _flat(tree.lettered(_visible(report)))
    assert letters[:60] in _flat(_slide(report))
    if label.isascii() or label == ABROAD:  # letters of Typst's own fonts
        assert letters in _flat(_paper(report))
    assert not [cell for row in _cells(report) for cell in row if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("label", ["x" * 100_000, "x " * 50_000])
def test_text_without_an_end_ends_on_paper_and_slide(example: Workspace, label: str) -> None:
    report = Report("The view", called(view(example, "nps"), label), MADE)
    assert len(PdfReader(io.BytesIO(FORMATS["pdf"].make(report))).pages) < 100
    assert len(FORMATS["pptx"].make(report)) < 1_000_000


def test_what_is_odd_about_the_instrument_comes_before_the_counter_metrics(example: Workspace) -> None:
    figures = replace(view(example, "nps"), oddities=(("The scale lost its 7.", "Ask who made the export."),))
    report = Report("The view", figures, MADE)
    for said in map(_flat, (_visible(report), _paper(report))):
        odd = said.index(_flat("Check the instrument first The scale lost its 7. Ask who made the export."))
        assert said.index(_flat("2.0 %")) > odd > said.index(_flat("Do not celebrate."))


def test_a_page_loads_nothing_and_runs_nothing(example: Workspace) -> None:
    page = FORMATS["html"].make(Report("The view", view(example, "nps"), MADE)).decode()
    assert f'content="{letter.ALONE.replace(chr(39), "&#39;")}"' in page
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\((?!#)", page)
    assert not re.search(r"""\b(src|href)\s*=\s*["'](?!#)""", page)


def test_the_same_view_of_the_same_day_is_the_same_paper(example: Workspace) -> None:
    report = Report("The view", view(example, "nps"), MADE)
    assert reports.paper(report) == reports.paper(report)


def test_paper_carries_its_fonts_and_says_the_chart_in_words(example: Workspace) -> None:
    reader = PdfReader(io.BytesIO(reports.paper(Report(ABROAD, called(view(example, "nps"), ABROAD), MADE))))
    fonts = [font for page in reader.pages for font in _entry(page, "/Resources", "/Font").values()]
    assert any("Libertinus" in _entry(font, "/BaseFont") for font in fonts)
    for font in fonts:
        (drawn_by,) = _entry(font, "/DescendantFonts")
        assert {"/FontFile2", "/FontFile3"} & {*_entry(drawn_by, "/FontDescriptor")}
    assert reader.metadata
    assert reader.metadata.title == ABROAD
    assert _entry(reader.trailer, "/Root", "/MarkInfo", "/Marked")
    assert _entry(reader.trailer, "/Root", "/Lang") == "en"
    assert f"{ABROAD} by month with 95 % intervals" in " ".join(
        _told(_entry(reader.trailer, "/Root", "/StructTreeRoot"))
    )


def test_a_slide_has_a_title_a_chart_told_in_words_and_notes(example: Workspace) -> None:
    (shown,) = Presentation(io.BytesIO(reports.powerpoint(Report("The view", view(example, "nps"), MADE)))).slides
    assert shown.shapes.title.text_frame.text.startswith("Do not celebrate.")
    (chart,) = [shape for shape in shown.shapes if shape.shape_type == 13]
    assert "by month with 95 % intervals" in chart._element.nvPicPr.cNvPr.get("descr")
    assert "Customers lost" in shown.notes_slide.notes_text_frame.text


def test_the_verdict_on_one_row_of_a_table_is_not_set_below_the_title_of_its_slide(example: Workspace) -> None:
    asked = SavedView("gaming", "handle_time", Choice.MONTH, EVERYBODY, USUAL)
    made = reports.powerpoint(Report("The view", gather(example, asked, NOTHING_MORE), MADE))
    (shown,) = Presentation(io.BytesIO(made)).slides
    alone = [shape.text_frame.text for shape in shown.shapes if shape.has_text_frame]
    assert [text for text in alone if "declined" in text] == []
    assert "declined" in shown.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("label", ["NPS", HOSTILE, ABROAD, "W" * 300, "Wort " * 60, "日本語" * 50])
def test_everything_is_on_the_slide_and_nothing_on_something_else(example: Workspace, label: str) -> None:
    show = Presentation(io.BytesIO(reports.powerpoint(Report(label, called(view(example, "nps"), label), MADE))))
    places = []
    for shape in show.slides[0].shapes:
        height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
        places.append((shape.left, shape.top, shape.left + shape.width, shape.top + height))
    assert len(places) >= 5
    for left, top, right, bottom in places:
        assert left >= 0
        assert top >= 0
        assert right <= show.slide_width
        assert bottom <= show.slide_height
    for i, one in enumerate(places):
        for other in places[i + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def _said(figures: SharedScorecard) -> Iterator[str]:
    """What readers are told of the headline and of each counter-metric."""
    card = figures.scorecard
    judged = [(figures.selection.metric, card.headline)]
    judged += [(counter.key, counter.verdict) for counter in card.counters if counter.verdict]
    yield scorecard_words.headline(card, figures.metrics, figures.selection.metric)
    for key, verdict in judged:
        facts = wording.facts(verdict, figures.metrics[key].unit)
        yield f"{facts.before} → {facts.after}"
        yield facts.change
        yield facts.interval


def _visible(report: Report) -> str:
    """The words of the page without its drawings and what only a phone shows."""
    found: list[str] = []

    class Reader(HTMLParser):
        hidden = 0

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "br"):
                styles = (dict(attrs).get("class") or "").split()
                self.hidden += bool(
                    self.hidden or tag in ("svg", "style", "head") or {"cx-narrow", "cx-td"} & {*styles}
                )

        def handle_endtag(self, _: str) -> None:
            self.hidden -= bool(self.hidden)

        def handle_data(self, data: str) -> None:
            if not self.hidden:
                found.append(data)

    Reader().feed(FORMATS["html"].make(report).decode())
    return " ".join(found)


def _paper(report: Report) -> str:
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].make(report))).pages
    return " ".join(page.extract_text() for page in pages)


def _slide(report: Report) -> str:
    (shown,) = Presentation(io.BytesIO(FORMATS["pptx"].make(report))).slides
    texts = [shape.text_frame.text for shape in shown.shapes if shape.has_text_frame]
    texts += [cell.text for shape in shown.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return " ".join([*texts, shown.notes_slide.notes_text_frame.text])


def _entry(found: Any, *path: str) -> Any:
    """What a PDF object leads to."""
    for name in path:
        found = found.get_object()[name]
    return found.get_object()


def _told(node: Any) -> Iterator[str]:
    """What stands for the pictures of a tagged PDF."""
    if isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        node = node.get("/K")
    for child in node if isinstance(node, list) else [node]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict):
            yield from _told(found)


def _cells(report: Report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(FORMATS["csv"].make(report).decode("utf-8-sig"), newline="")))


def _table(report: Report) -> dict[tuple[str, str, str], dict[str, str]]:
    head, *rows = _cells(report)
    named = [dict(zip(head, row, strict=True)) for row in rows]
    return {(row["metric"], row["what"], row["period"]): row for row in named}


def _number(cell: str) -> Any:
    try:
        return pytest.approx(float(cell), rel=1e-12) if cell else None
    except ValueError:
        return None


def _scaled(number: float | None, scale: float) -> float | None:
    return None if number is None else number * scale


def _flat(text: str) -> str:
    """Without any space, because lines break elsewhere on paper."""
    return re.sub(r"[\s\u200b\xad]", "", text)


def test_a_tree_keeps_every_word_and_drawing() -> None:
    found = tree.parse(
        '<main><p class="a b">1 &lt;2&gt; <strong>x</strong></p><figure><svg viewBox="0 0">t</svg></figure></main>'
    )
    paragraph, drawing = found.first("p"), found.first("svg")
    assert paragraph
    assert paragraph.words == "1 <2> x"
    assert paragraph.styles == {"a", "b"}
    assert drawing
    assert drawing.drawing == '<svg viewBox="0 0">t</svg>'
