"""Pictures: the charts of the screen as SVG, for pages and files that draw nothing themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd

_TEXT, _LINE = "var(--cx-text)", "var(--cx-line)"
_INKS = ["var(--cx-ink)", "var(--cx-other)", "var(--cx-open)"]
"""Colours are left to the style sheet of the page, which knows whether it is light, dark or paper."""

_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": _TEXT, "titleColor": _TEXT, "gridColor": _LINE, "domainColor": _LINE, "tickColor": _LINE,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
    },
    "legend": {"labelColor": _TEXT, "labelFontSize": 12},
    "text": {"color": _TEXT},
    "range": {"category": _INKS},
}  # fmt: skip


def svg(spec: dict[str, Any], data: pd.DataFrame, width: int) -> str:
    """A chart of `report.charts` with its data, `width` pixels wide; reaches no network."""
    import vl_convert

    whole = spec | {"width": width, "datasets": {"empty": data.to_dict("records")}}
    whole["autosize"] = {"type": "fit-x", "contains": "padding"}
    return str(vl_convert.vegalite_to_svg(whole, config=_CONFIG, allowed_base_urls=[]))
