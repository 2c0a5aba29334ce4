"""Trees: a readers' page taken apart again, so that paper and slides are set from the very page that readers see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_NO_LETTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, and so neither can a slide."""

_NEVER_CLOSED = frozenset({"br", "hr", "img", "input", "link", "meta", "col", "wbr"})


@dataclass(slots=True, eq=False)
class Node:
    """An element. children: elements and text; a drawing has none, its source is in `drawing`."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    drawing: str = ""

    @property
    def styles(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def words(self) -> str:
        """All its text, in one line."""
        return " ".join("".join(self._text()).split(" ")).strip()

    def all(self, tag: str = "", style: str = "") -> Iterator[Node]:
        """Every element below it with this tag and this class, in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                if tag in ("", child.tag) and (not style or style in child.styles):
                    yield child
                yield from child.all(tag, style)

    def first(self, tag: str = "", style: str = "") -> Node | None:
        """The first of them."""
        return next(self.all(tag, style), None)

    def _text(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._text()


def parse(html: str) -> Node:
    """The tree of what our templates made. Its drawings stay whole, because HTML's parser knows no SVG."""
    html = lettered(html)
    drawings = _DRAWING.findall(html)
    reader = _Reader(drawings)
    reader.feed(_DRAWING.sub("<svg></svg>", html))
    reader.close()
    return reader.root


def lettered(text: str) -> str:
    """Text without what is no letter anywhere, such as control characters."""
    return _NO_LETTER.sub("", text)


class _Reader(HTMLParser):
    def __init__(self, drawings: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("main")
        self._open = [self.root]
        self._drawings = iter(drawings)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if tag == "svg":
            node.drawing = next(self._drawings)
        self._open[-1].children.append(node)
        if tag not in _NEVER_CLOSED:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _NEVER_CLOSED:
            assert self._open[-1].tag == tag, f"<{self._open[-1].tag}> is closed by </{tag}>"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(re.sub(r"[ \t\r\n]+", " ", data))
