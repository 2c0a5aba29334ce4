"""Where the text of a drawing is."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from PIL import ImageFont

_SVG = "{http://www.w3.org/2000/svg}"
_SHIFT = re.compile(r"translate\(([-\d.e]+)(?:,\s*([-\d.e]+))?\)(.*)")


def texts(drawing: bytes) -> list[str]:
    """Everything that is written in it."""
    root = ElementTree.fromstring(drawing)
    return [node.text or "" for tag in ("text", "tspan") for node in root.iter(f"{_SVG}{tag}")]


def out_of_sight(drawing: bytes) -> list[str]:
    """Texts that reach over the edge of a drawing."""
    root = ElementTree.fromstring(drawing)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    placed = _placed(root, 0.0, 0.0)
    assert len(placed) > 5, "there is no text to look at"
    return [text for text, left, right, foot in placed if left < 0 or right > width or not 8 <= foot <= height]


def _placed(node: ElementTree.Element, x: float, y: float) -> list[tuple[str, float, float, float]]:
    """Each text with its left and right end and its foot, in pixels of the whole drawing; turned text is left out."""
    found = []
    shift = _SHIFT.match(node.get("transform", ""))
    if shift:
        x, y = x + float(shift[1]), y + float(shift[2] or 0)
    text = node.text or ""
    if node.tag == f"{_SVG}text" and text.strip() and not (shift and "rotate" in shift[3]):
        wide = ImageFont.load_default(float(node.get("font-size", "12").removesuffix("px"))).getlength(text)
        left = x - wide * {"end": 1.0, "middle": 0.5}.get(node.get("text-anchor", ""), 0.0)
        found.append((text, left, left + wide, y))
    return found + [placed for child in node for placed in _placed(child, x, y)]
