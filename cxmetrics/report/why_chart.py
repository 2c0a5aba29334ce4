"""The waterfall: from the earlier figure to the later one in steps that add up to the change."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from cxmetrics.judge.explain import Part, Split
from cxmetrics.judge.scale import typed_scale, value_in_units
from cxmetrics.model import Metric
from cxmetrics.report import why_words
from cxmetrics.report.charts import axis_title
from cxmetrics.report.pictures import Picture
from cxmetrics.stats.quantiles import critical_value

MOST_STEPS = 9
TOTAL, STEP = "figure", "step"


def picture(metric: Metric, split: Split, least: int) -> Picture:
    """least: records in a period below which a value is not shown by itself."""
    shown = steps(split, least)
    data = _data(metric, split, shown)
    listed = ", ".join(f"{name} {why_words.change(metric, size)}" for name, size, _ in shown)
    words = (
        f"{metric.label}, from {data['words'].iloc[0]} to {data['words'].iloc[-1]} in steps that add up, one for each "
        f"{split.dimension}: {listed}."
    )
    table = pd.DataFrame(
        [
            (why_words.part(split, part.name), *part.n, part.before, part.after, part.mix, part.rate, part.without)
            for part in split.parts
            if max(part.n) >= least
        ],
        columns=[split.dimension, "n before", "n after", "before", "after", "mix", "rate", "change without"],
    )
    return Picture(spec(axis_title(metric)), data, words, f"what-moved-it-{split.dimension.replace(' ', '-')}", table)


def steps(split: Split, least: int) -> list[tuple[str, float, float]]:
    """(name, change, standard error of its rate) of the largest parts, and of all others in one; they add up."""
    ranked = sorted(split.parts, key=lambda part: -abs(part.mix + part.rate))
    alone = [part for part in ranked if max(part.n) >= least][:MOST_STEPS]
    if split.dimension in why_words.SPANS:
        alone.sort(key=lambda part: int(part.name))
    rest = [part for part in split.parts if part not in alone]
    found = [(why_words.part(split, part.name), *_step([part])) for part in alone]
    if rest:
        others = "others" if alone else why_words.plural(split.dimension)
        found.append((f"{len(rest)} {others}", *_step(rest)))
    return found


def _step(parts: list[Part]) -> tuple[float, float]:
    return sum(part.mix + part.rate for part in parts), math.hypot(*(part.error or 0.0 for part in parts))


def _data(metric: Metric, split: Split, shown: list[tuple[str, float, float]]) -> pd.DataFrame:
    scale = 1 if metric.kind.relative else typed_scale(metric.kind)
    rows: list[dict[str, Any]] = []

    def row(name: str, start: float, end: float, role: str, words: str, error: float = 0.0) -> None:
        half = float(critical_value(0.95)) * error
        ends = (start, end, end - half, end + half, max(start, end + half))
        places = [(value_in_units(metric.kind, place) or 0.0) * scale for place in ends]
        rows.append(
            {"order": len(rows), "name": name, "role": role, "words": words}
            | dict(zip(("start", "end", "low", "high", "right"), places, strict=True))
        )

    place = split.before
    row("before", place, place, TOTAL, why_words.figure(metric, place))
    for name, size, error in shown:
        row(name, place, place + size, STEP, why_words.change(metric, size), error)
        place += size
    row("after", place, place, TOTAL, why_words.figure(metric, place))
    return pd.DataFrame(rows)


@cache
def spec(title: str) -> dict[str, Any]:
    """Bars from where a step starts to where it ends, the interval of its own change on it, its size beside it."""
    roles = alt.Scale(domain=[TOTAL, STEP])
    ink = alt.ColorDatum(TOTAL)  # words are never as pale as a bar may be
    base = alt.Chart().encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(grid=False, labelLimit=150, labelFlush=False)),
        color=alt.Color("role:N", scale=roles, legend=None),
        tooltip=[alt.Tooltip("name:N", title="Step"), alt.Tooltip("words:N", title="Size")],
    )
    x = alt.X("start:Q", title=title, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=5))
    step, total = (base.transform_filter(alt.datum.role == role) for role in (STEP, TOTAL))
    layers = [  # the words first, because they have every row, in whose order the steps are drawn
        base.mark_text(align="left", dx=8, fontSize=13).encode(
            x=alt.X("right:Q", title=title), text="words:N", color=ink
        ),
        step.mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("low:Q", title=title), x2="high:Q"),
        step.mark_bar(height=12, opacity=0.75).encode(x=x, x2="end:Q"),
        total.mark_point(filled=True, shape="diamond", size=90, opacity=1).encode(x=x),
    ]
    found: dict[str, Any] = (
        alt.layer(*layers)
        .properties(height=alt.Step(26), padding={"left": 4, "top": 4, "right": 70, "bottom": 12})
        .to_dict()
    )
    found.pop("data", None)  # the page sends its own
    return found
