"""Charts: Altair builds each specification once, and pages send it fresh data.

Field names are our own, so that nothing from a file is read as an expression; text from files is only ever data.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from cxmetrics.judge.scale import typed_scale
from cxmetrics.model import Kind, Metric, Point
from cxmetrics.period import Period
from cxmetrics.report import figures
from cxmetrics.report.pictures import Picture
from cxmetrics.report.wording import spell

COMPARED, OTHER, OPEN = "compared", "other months", "still open"
_ROLES = [COMPARED, OTHER, OPEN]
_LEANING: tuple[tuple[str, Literal["left", "right"], int], ...] = (("before", "right", 4), ("after", "left", -4))
_SHAPES = ["diamond", "circle", "triangle-down"]


@lru_cache(512)
def months(metric: Metric, points: tuple[Point, ...], compared: tuple[Period, Period]) -> Picture:
    """A metric month by month with its intervals. compared: the earlier period, then the later one."""
    data = months_data(metric, points, compared)
    table = data[["month", "value", "low", "high", "n", "role"]] if len(data) else data
    unit = axis_title(metric)
    headings = dict(zip(table, ("month", unit or "value", "95 % from", "95 % to", "n", "kind of month"), strict=False))
    words = months_words(metric, points)
    return Picture(months_spec(unit), data, words, "month-by-month", table.rename(columns=headings))


def months_data(metric: Metric, points: Sequence[Point], compared: Sequence[Period]) -> pd.DataFrame:
    """One row a month: value, interval ends, the month's role, and the words for its label and tooltip.

    compared: the earlier period, then the later one.
    """
    scale = 1 if metric.kind.relative else typed_scale(metric.kind)
    rows = []
    for point in points:
        value = point.estimate.value
        if value is None:
            continue
        low, high = point.estimate.interval or (value, value)
        digits = figures.decimals(metric.kind, point.estimate.interval)
        shown, *ends = (figures.value(metric.kind, number, metric.unit, digits) for number in (value, low, high))
        role = OPEN if point.open else COMPARED if any(map(point.period.overlaps, compared)) else OTHER
        rows.append(
            {
                "month": f"{point.period.start}",
                "value": value * scale,
                "low": low * scale,
                "high": high * scale,
                "role": role,
                "words": f"{spell(point.period)}: {shown}",
                "interval": " to ".join(ends),
                "n": point.estimate.n,
                "answers": figures.count(point.estimate.n),
                "label": figures.value(metric.kind, value, "", digits) if role == COMPARED else "",
                "side": "after" if point.period.overlaps(compared[-1]) else "before",
            }
        )
    return pd.DataFrame(rows)


def axis_title(metric: Metric) -> str:
    """What the value axis measures."""
    return {Kind.PROPORTION: "%", Kind.DURATION: "seconds", Kind.NPS: "points"}.get(metric.kind, metric.unit)


def months_words(metric: Metric, points: Sequence[Point]) -> str:
    """The chart in words, for readers who do not see it."""
    ends = [point for point in points if point.estimate.value is not None]
    if not ends:
        return f"{metric.label}: no months to show."
    first, last = (
        f"{figures.value(metric.kind, point.estimate.value, metric.unit, digits)} in {spell(point.period)}"
        for point in (ends[0], ends[-1])
        for digits in (figures.decimals(metric.kind, point.estimate.interval),)
    )
    return f"{metric.label} by month with 95 % intervals, from {first} to {last}, {len(ends)} months."


@cache
def months_spec(title: str) -> dict[str, Any]:
    """Intervals over time: a bar for each month's interval, a point for its value, the compared months labelled."""
    legend = alt.Legend(title=None, orient="top", values=[COMPARED, OPEN])
    role = alt.Color("role:N", scale=alt.Scale(domain=_ROLES), legend=legend)
    base = alt.Chart().encode(
        x=alt.X(
            "month:T",
            title=None,
            scale=alt.Scale(nice=False),
            axis=alt.Axis(format="%b %y", grid=False, labelOverlap=True, tickCount={"interval": "month", "step": 1}),
        ),
        color=role,
        tooltip=[
            alt.Tooltip("words:N", title="Month"),
            alt.Tooltip("interval:N", title="95 % interval"),
            alt.Tooltip("answers:N", title="Answers"),
        ],
    )
    axis = alt.Y("low:Q", title=title, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=5))
    bars = base.mark_rule(strokeWidth=5, opacity=0.5, strokeCap="round").encode(y=axis, y2="high:Q")
    points = base.mark_point(filled=True, size=46, opacity=1).encode(
        y="value:Q", shape=alt.Shape("role:N", scale=alt.Scale(domain=_ROLES, range=_SHAPES), legend=legend)
    )
    labels = [  # leaning away from each other, because months stand close together on a phone
        base.transform_filter(alt.datum.side == side)
        .mark_text(align=align, dx=dx, dy=-12, fontWeight=600, fontSize=13)
        .encode(y="high:Q", text="label:N")
        for side, align, dx in _LEANING
    ]
    spec: dict[str, Any] = (
        alt.layer(bars, points, *labels)
        .properties(height=300, padding={"left": 4, "top": 4, "right": 20, "bottom": 16})
        .to_dict()
    )
    spec.pop("data", None)  # the page sends its own
    return spec
