"""The control chart: limits first, then the points, with signals, open periods and marks told apart without colour."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Literal

import altair as alt
import pandas as pd

from cxmetrics.judge.course import Charted
from cxmetrics.judge.marks import MarkKind
from cxmetrics.judge.scale import typed_scale
from cxmetrics.model import Interval, Kind, Metric
from cxmetrics.report import figures, wording
from cxmetrics.report.charts import axis_title
from cxmetrics.report.course_words import when
from cxmetrics.report.pictures import Picture

SIGNAL, USUAL, OPEN = "signal", "as usual", "still open"
_ROLES = [SIGNAL, USUAL, OPEN]
_SHAPES = ["diamond", "circle", "triangle-down"]
_HEIGHT = 320
_LONGEST_LABEL = 26
_LEVELS, _LEVEL = 5, 16
"""Heights above the chart that marks' labels take in turn, so that they do not hide each other; pixels of each."""

_ASIDE = (("above", -14), ("below", 16))
"""Where a value is written: away from the centre, and with it from the line."""
_LEANING: tuple[tuple[str, Literal["left", "right"], int], ...] = (("left", "left", 4), ("right", "right", -4))

KINDS: dict[MarkKind, str] = {MarkKind.EVENT: "event", MarkKind.REBASE: "new limits", MarkKind.COMMENT: "comment"}


@lru_cache(256)
def picture(metric: Metric, charted: Charted) -> Picture:
    """The chart of a metric's course."""
    data = pd.DataFrame([*_points(metric, charted), *_marks(charted)])
    table = pd.DataFrame(_table(metric, charted))
    levels = min(len(_marks(charted)), _LEVELS)
    spec = _spec(axis_title(metric), charted.course.adjusted, levels)
    return Picture(spec, data, words(metric, charted), "over-time", table)


def words(metric: Metric, charted: Charted) -> str:
    """The chart in words, for readers who do not see it."""
    if not charted.periods:
        return f"{metric.label}: no closed period to chart."
    signals = [
        f"{when(period)} {step.signal}"
        for period, step in zip(charted.periods, charted.course.steps, strict=True)
        if step.signal
    ]
    said = f"Signals: {'; '.join(signals)}." if signals else "No point is a signal."
    marked = [f"{wording.day(mark.day)}: {mark.text}" for mark in charted.marks]
    return (
        f"Control chart of {metric.label}, {len(charted.periods)} points from {when(charted.periods[0])} to "
        f"{when(charted.periods[-1])}. {said}" + (f" Marked: {'; '.join(marked)}." if marked else "")
    )


def _points(metric: Metric, charted: Charted) -> list[dict[str, object]]:
    scale = 1 if metric.kind is Kind.DURATION else typed_scale(metric.kind)
    opened = [position for position, _ in charted.rebases]
    steps = charted.course.steps
    rows: list[dict[str, object]] = []
    for i, (period, step) in enumerate(zip(charted.periods, steps, strict=True)):
        if step.charted is None:
            continue
        digits = figures.decimals(metric.kind, step.limits)
        text = figures.value(metric.kind, step.charted, metric.unit, digits)
        low, high = step.limits or (None, None)
        rows.append(
            {
                "part": "point",
                "day": f"{period.start}",
                "value": step.charted * scale,
                "centre": None if step.centre is None else step.centre * scale,
                "low": None if low is None else low * scale,
                "high": None if high is None else high * scale,
                "stretch": sum(position <= i for position in opened),
                "role": SIGNAL if step.signal else USUAL,
                "words": f"{when(period)}: {text}",
                "limits": _limits(metric, step.limits, digits),
                "why": step.signal or "as usual",
                "n": figures.count(round(step.n)),
            }
        )
    rows += _last_value(metric, charted, scale)
    for point in charted.open:
        if point.estimate.value is None:
            continue
        digits = figures.decimals(metric.kind, point.estimate.interval)
        text = figures.value(metric.kind, point.estimate.value, metric.unit, digits)
        rows.append(
            {
                "part": "point",
                "day": f"{point.period.start}",
                "value": point.estimate.value * scale,
                "stretch": -1,
                "role": OPEN,
                "words": f"{when(point.period)}: {text}",
                "limits": "",
                "why": "still open, not judged",
                "n": figures.count(point.estimate.n),
            }
        )
    return rows


def _last_value(metric: Metric, charted: Charted, scale: int) -> list[dict[str, object]]:
    """The last value that is judged, in words beside its point; in the colour that is read most easily."""
    known = [
        (p, step) for p, step in zip(charted.periods, charted.course.steps, strict=True) if step.charted is not None
    ]
    if not known:
        return []
    period, step = known[-1]
    value = step.charted or 0.0
    return [
        {
            "part": "below" if step.centre is not None and value < step.centre else "above",
            "day": f"{period.start}",
            "value": value * scale,
            "role": SIGNAL,
            "label": figures.value(metric.kind, value, "", figures.decimals(metric.kind, step.limits)),
        }
    ]


def _limits(metric: Metric, limits: Interval | None, digits: int) -> str:
    if limits is None:
        return "none yet"
    return " to ".join(figures.value(metric.kind, end, metric.unit, digits) for end in limits)


def _marks(charted: Charted) -> list[dict[str, object]]:
    if not charted.periods:
        return []
    first, last = charted.periods[0], (charted.open[-1].period if charted.open else charted.periods[-1])
    middle = first.start + (last.end - first.start) / 2
    inside = [mark for mark in charted.marks if first.start <= mark.day <= last.end]
    return [
        {
            "part": f"mark {'left' if mark.day < middle else 'right'} {i % _LEVELS}",
            "day": f"{mark.day}",
            "role": SIGNAL,
            "words": f"{wording.day(mark.day)}, {KINDS[mark.kind]}",
            "why": mark.text,
            "label": mark.text if len(mark.text) <= _LONGEST_LABEL else f"{mark.text[:_LONGEST_LABEL].rstrip()}…",
        }
        for i, mark in enumerate(inside)
    ]


def _table(metric: Metric, charted: Charted) -> list[dict[str, object]]:
    unit = metric.unit or "value"
    rows: list[dict[str, object]] = [
        {
            "period": str(period),
            unit: step.value,
            "charted": step.charted,
            "centre": step.centre,
            "limits from": step.limits and step.limits[0],
            "limits to": step.limits and step.limits[1],
            "n": step.n,
            "signal": step.signal,
            "marks": "; ".join(mark.text for mark in charted.marks if period.start <= mark.day <= period.end),
        }
        for period, step in zip(charted.periods, charted.course.steps, strict=True)
    ]
    still = ((str(point.period), point.estimate) for point in charted.open)
    return rows + [{"period": period, unit: found.value, "n": found.n, "signal": OPEN} for period, found in still]


@cache
def _spec(title: str, adjusted: bool, levels: int) -> dict[str, Any]:
    """Limits as a band, the centre dashed, points joined by a thin line, marks as rules with their text above.

    levels: heights that the texts of marks are spread over.
    """
    axis = alt.Axis(format="%b %y", grid=False, labelOverlap=True, tickCount=8)
    x = alt.X("day:T", title=None, scale=alt.Scale(nice=False), axis=axis)
    named = f"{title}, season taken out".lstrip(", ") if adjusted else title
    y = alt.Y("value:Q", title=named, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=5))
    legend = alt.Legend(title=None, orient="bottom")
    role = alt.Color("role:N", scale=alt.Scale(domain=_ROLES), legend=legend)
    grey = alt.value("#8d9299")
    base = alt.Chart().encode(x=x)
    points = base.transform_filter(alt.datum.part == "point")
    judged = points.transform_filter(alt.datum.stretch >= 0)
    band = judged.mark_area(interpolate="step", opacity=0.2).encode(
        y=alt.Y("low:Q", title=named), y2="high:Q", detail="stretch:N", color=grey
    )
    centre = judged.mark_line(interpolate="step", strokeDash=[6, 4], strokeWidth=1.5).encode(
        y="centre:Q", detail="stretch:N", color=grey
    )
    line = judged.mark_line(strokeWidth=1, opacity=0.6).encode(y="value:Q", color=grey)
    tooltip = [
        alt.Tooltip("words:N", title="Period"),
        alt.Tooltip("limits:N", title="Limits"),
        alt.Tooltip("why:N", title="What it is"),
        alt.Tooltip("n:N", title="n"),
    ]
    dots = points.mark_point(filled=True, opacity=1).encode(
        y=y,
        color=role,
        shape=alt.Shape("role:N", scale=alt.Scale(domain=_ROLES, range=_SHAPES), legend=legend),
        size=alt.Size("role:N", scale=alt.Scale(domain=_ROLES, range=[110, 46, 80]), legend=None),
        tooltip=tooltip,
    )
    layers: list[alt.Chart] = [band, centre, line, dots]
    for side, dy in _ASIDE:
        label = base.transform_filter(alt.datum.part == side).mark_text(dy=dy, fontWeight=600, fontSize=13)
        layers.append(label.encode(y="value:Q", text="label:N", color=role))
    for side, align, dx in _LEANING:
        for level in range(levels):
            marks = base.transform_filter(alt.datum.part == f"mark {side} {level}")
            said = [alt.Tooltip("words:N", title="Marked"), alt.Tooltip("why:N", title="What happened")]
            top = alt.value(-_LEVEL * (level + 1))
            rule = marks.mark_rule(strokeWidth=1.5, strokeDash=[2, 3])
            layers.append(rule.encode(y=top, y2=alt.value("height"), color=role, tooltip=said))
            text = marks.mark_text(align=align, dx=dx, baseline="top", fontSize=12)
            layers.append(text.encode(y=top, text="label:N", color=role, tooltip=said))
    spec: dict[str, Any] = (
        alt.layer(*layers)
        .properties(height=_HEIGHT + _LEVEL * levels, padding={"left": 4, "top": 4, "right": 20, "bottom": 16})
        .to_dict()
    )
    spec.pop("data", None)  # the page sends its own
    return spec
