"""PDF: the readers' page set on paper by Typst, which gets it as data, so that no text from a file is ever markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cxmetrics.report.pictures import OF_PAGE_ON_PAPER
from cxmetrics.report.tree import Node

_PAPER = Path(__file__).parent / "templates" / "paper.typ"
_INLINE = frozenset({"span", "strong", "em", "b", "i", "a", "small", "br", "code"})
_LEFT_OUT = frozenset({"cx-narrow", "cx-td"})
"""What only a phone shows."""

_FONT = re.compile(r'font-family="[^"]*"')
_SHARE = re.compile(r"(left|width):(-?[\d.]+)%")

_LONG_WORD = re.compile(r"(\S{24})(?=\S)")
_LONGEST = 2000
"""Letters in one piece of text, more than any sentence of ours or any definition has."""

Block = dict[str, Any]


def pdf(page: Node, title: str) -> bytes:
    """The page on A4, the same bytes for the same page wherever Typst's own fonts have all its letters."""
    import typst

    given = json.dumps({"title": title, "blocks": [*_blocks(page.children), *_folded(page)]})
    made = typst.compile(_PAPER.read_bytes(), sys_inputs={"page": given}, format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _blocks(children: Iterable[Node | str], style: str = "") -> list[Block]:
    """Paragraphs, headings, tables and so on; loose words between them become paragraphs."""
    found: list[Block] = []
    loose: list[Node | str] = []
    for child in (*children, None):
        if isinstance(child, str) or (child is not None and child.tag in _INLINE):
            loose.append(child)
            continue
        if runs := list(_runs(loose)):
            found.append({"is": "text", "style": style, "runs": runs})
        loose = []
        if child is not None and not child.styles & _LEFT_OUT:
            found += _block(child)
    return found


def _block(node: Node) -> list[Block]:
    match node.tag:
        case "h1" | "h2" | "h3":
            return [{"is": "heading", "level": int(node.tag[1]), "runs": list(_runs(node.children))}]
        case "p":
            return _blocks(node.children, _style(node))
        case "dl":
            terms, texts = node.all("dt"), node.all("dd")
            rows = [
                [list(_runs(term.children)), list(_runs(text.children))]
                for term, text in zip(terms, texts, strict=True)
            ]
            return [{"is": "rows", "rows": rows}]
        case "ul" | "ol":
            return [{"is": "list", "items": [list(_runs(item.children)) for item in node.all("li")]}]
        case "table":
            rows = [
                [_blocks(cell.children) for cell in row.children if isinstance(cell, Node)] for row in node.all("tr")
            ]
            return [{"is": "table", "head": bool(node.first("thead")), "rows": rows}]
        case "figure":
            return [_figure(node, drawing) for drawing in node.all("svg")]
        case "header":
            return [*_blocks(node.children), {"is": "line"}]
        case "details":
            summary = node.first("summary")
            assert summary is not None
            heading = {"is": "heading", "level": 3, "runs": list(_runs(summary.children))}
            return [heading, *_blocks(child for child in node.children if child is not summary)]
        case _ if "cx-grid" in node.styles:
            return _cards(node)
        case _ if "cx-figures" in node.styles:
            return [{"is": "figures", "blocks": _blocks(node.children)}]
        case _:
            return _blocks(node.children, _style(node))


def _cards(grid: Node) -> list[Block]:
    cards = []
    for card in grid.all("article"):
        shown = [child for child in card.children if isinstance(child, str) or child.tag != "details"]
        cards.append({"style": _style(card), "blocks": _blocks(shown)})
    return [{"is": "cards", "cards": cards}]


def _folded(page: Node) -> list[Block]:
    """What the cards of the page fold away, at its end."""
    found = []
    for card in page.all("article"):
        name = card.first("h3") or card
        for details in card.all("details"):
            heading, *rest = _block(details)
            heading["runs"] = [{"text": f"{name.words}: ", "style": ""}, *heading["runs"]]
            found += [heading, *rest]
    return found


def _figure(figure: Node, drawing: Node) -> Block:
    source = drawing.drawing
    for name, colour in OF_PAGE_ON_PAPER.items():
        source = source.replace(name, colour)
    source = _FONT.sub('font-family="Libertinus Serif"', source)
    return {"is": "figure", "drawing": source, "words": figure.attributes.get("aria-label", "")}


def _runs(children: Iterable[Node | str]) -> Iterator[dict[str, Any]]:
    """Text of one style after the other, without the space at either end."""
    runs = [run for run in _pieces(children, "") if run.get("text") != ""]
    for run, side in ((runs[:1], str.lstrip), (runs[-1:], str.rstrip)):
        for end in run:
            if "text" in end:
                end["text"] = side(end["text"], " ")
    yield from (run for run in runs if run.get("text") != "")


def _pieces(children: Iterable[Node | str], style: str) -> Iterator[dict[str, Any]]:
    for child in children:
        if isinstance(child, str):
            yield {"text": _settable(child), "style": style}
        elif child.styles & _LEFT_OUT:
            continue
        elif child.tag == "br":
            yield {"text": "\n", "style": style}
        elif "cx-bar" in child.styles:
            yield {"bar": _bar(child)}
        elif "cx-badge" in child.styles:
            yield {"text": _settable(child.words), "style": _style(child)}
        else:
            yield from _pieces(child.children, _style(child) or ("strong" if child.tag in ("strong", "b") else style))


def _settable(text: str) -> str:
    """Text that fits the paper: no longer than anybody reads, and with a place to break in every long word."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return _LONG_WORD.sub("\\1\u200b", cut)


def _bar(bar: Node) -> dict[str, dict[str, float]]:
    """Part of the small picture of a change -> where it is, in percent of the width."""
    return {
        next(iter(part.styles)): {
            name: float(share) for name, share in _SHARE.findall(part.attributes.get("style", ""))
        }
        for part in bar.all("span")
    }


def _style(node: Node) -> str:
    return next(
        (style.removeprefix("cx-") for style in node.attributes.get("class", "").split() if style in _STYLED), ""
    )


_STYLED = frozenset(
    f"cx-{name}"
    for name in (
        *("kicker", "fine", "n", "which", "to", "value", "title", "note", "pair", "missing", "odd", "gap"),
        *("better", "worse", "same", "noise", "unknown", "open", "guard-harmed", "guard-safe", "guard"),
    )
)
"""Classes that look different on paper, too."""
