"""The chart of a spread: each segment's gap to the others with its interval, the surest first."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from cxmetrics.judge.scale import typed_scale
from cxmetrics.judge.spread import Spread, Standing
from cxmetrics.model import Kind, Metric
from cxmetrics.report.pictures import Picture
from cxmetrics.report.spread_words import gap, name

MOST_SHOWN = 20
"""Rows of the chart; the table has all."""

_STEP = 24
"""Pixels of a row."""

_APART, _ALIKE = "stands out", "not told apart"
_LEANING: tuple[tuple[str, Literal["left", "right"], int, str], ...] = (
    ("below", "left", 7, "high"),
    ("above", "right", -7, "low"),
)
_COLUMNS = {"segment": "segment", "gap": "gap to the others", "low": "95 % from", "high": "95 % to", "n": "n"}


@lru_cache(256)
def picture(metric: Metric, spread: Spread) -> Picture:
    """The segments with the strongest evidence, against the line of the others."""
    scale = typed_scale(metric.kind)
    rows = [
        {
            "segment": name(one.segment),
            "gap": one.gap * scale,
            "low": one.interval[0] * scale,
            "high": one.interval[1] * scale,
            "n": one.figure.n,
            "role": _ALIKE if one.standing is Standing.ALIKE else _APART,
            "words": gap(metric, one),
            "label": "" if one.standing is Standing.ALIKE else gap(metric, one).partition(" (")[0],
            "side": "below" if one.gap < 0 else "above",
        }
        for one in spread.judged[:MOST_SHOWN]
        if one.gap is not None and one.interval is not None
    ]
    data = pd.DataFrame(rows)
    table = data[list(_COLUMNS)].rename(columns=_COLUMNS) if rows else data
    return Picture(_spec(f"gap to the others, {_unit(metric)}"), data, _words(metric, spread), "spread", table)


def _unit(metric: Metric) -> str:
    return {Kind.NPS: "points", Kind.PROPORTION: "percentage points"}.get(
        metric.kind, "%" if metric.kind.relative else metric.unit.removeprefix("of ") or "units"
    )


def _words(metric: Metric, spread: Spread) -> str:
    """The chart in words, for readers who do not see it."""
    out = [one for one in spread.judged if one.standing is not Standing.ALIKE]
    said = "; ".join(f"{name(one.segment)}, {gap(metric, one)}" for one in out[:5]) or "none of them stands out"
    return (
        f"{metric.label}: how far each of {len(spread.judged)} segments is from the others, with 95 % intervals, the "
        f"surest first. {said[0].upper()}{said[1:]}."
    )


@cache
def _spec(title: str) -> dict[str, Any]:
    """A rule for each interval; filled diamonds where a segment stands out, hollow circles where not."""
    # the specification stands for a row of its own until the page has sent the data
    base = (
        alt.Chart()
        .transform_filter("isValid(datum.segment)")
        .encode(
            y=alt.Y(
                "segment:N",
                title=None,
                sort=None,
                axis=alt.Axis(labelLimit=150, labelFlush=False, ticks=False, domain=False, grid=False),
            ),
            color=alt.Color("role:N", scale=alt.Scale(domain=[_APART, _ALIKE]), legend=None),
            tooltip=[
                alt.Tooltip("segment:N", title="Segment"),
                alt.Tooltip("words:N", title="Gap to the others"),
                alt.Tooltip("n:Q", title="Answers", format=",d"),
            ],
        )
    )
    axis = alt.X("low:Q", title=title, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=5))
    bars = base.mark_rule(strokeWidth=5, opacity=0.5, strokeCap="round").encode(x=axis, x2="high:Q")
    others = base.mark_tick(size=_STEP, thickness=1.5, opacity=1, orient="vertical").encode(
        x=alt.datum(0), color=alt.datum(_ALIKE)
    )
    dots = base.mark_point(size=56, opacity=1, strokeWidth=2).encode(
        x="gap:Q",
        shape=alt.Shape("role:N", scale=alt.Scale(domain=[_APART, _ALIKE], range=["diamond", "circle"]), legend=None),
        fill=alt.condition(alt.datum.role == _APART, "role:N", alt.value("transparent"), legend=None),
    )
    labels = [  # between the interval and the line of the others, where there is always room
        base.transform_filter(alt.datum.side == side)
        .mark_text(align=align, dx=dx, fontSize=12, fontWeight=600)
        .encode(x=f"{end}:Q", text="label:N")
        for side, align, dx, end in _LEANING
    ]
    spec: dict[str, Any] = (
        alt.layer(others, bars, dots, *labels)
        .properties(height=alt.Step(_STEP), padding={"left": 4, "top": 4, "right": 12, "bottom": 12})
        .to_dict()
    )
    spec.pop("data", None)  # the page sends its own
    return spec
