"""The chart of a plan: how small a change is seen by how many answers, with what is wanted and what is there."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from cxmetrics.judge.compare import detectable_at_best
from cxmetrics.judge.planning import Need, Standing, detectable_changes
from cxmetrics.judge.scale import typed_scale
from cxmetrics.report import figures
from cxmetrics.report.pictures import Picture
from cxmetrics.report.plans import Subject, weeks

_FEWEST = 20
_STEPS = 60
_THIN_SPACES = f"replace(format(datum.value, ',d'), regexp(',', 'g'), '{figures.THIN}')"


def picture(about: Subject, metric: Standing, need: Need, axis: str) -> Picture | None:
    """How small a change is seen by how many answers, None where that is not known. axis: the unit of a change."""
    found = data(about, metric, need)
    if found.empty:
        return None
    table = found.loc[~found["part"].isin(("over", "under")), ["part", "answers", "change"]]  # those hold labels alone
    headings = {"part": "line or point", "answers": about.counted, "change": f"change seen, {axis}".rstrip(", ")}
    return Picture(spec(axis, about.counted), found, words(about, metric, need), "plan", table.rename(columns=headings))


def data(about: Subject, metric: Standing, need: Need) -> pd.DataFrame:
    """Rows for `spec`: the curve, the wanted change, the floor, and the answers there are and needed."""
    scale = typed_scale(about.kind)
    marks = {"now": metric.now, "needed": need.answers or 0}
    known = [n for n in marks.values() if n > 0]
    if not known or metric.basis.answer_variance is None:
        return pd.DataFrame()
    first, last = max(min(known) / 6, _FEWEST), max(known) * (5 if need.answers else 30)
    steps = [first * (last / first) ** (i / (_STEPS - 1)) for i in range(_STEPS)]
    points = [("curve", n, "") for n in steps]
    said = {"now": figures.count, "needed": figures.rough}
    points += [(part, n, f"{part}: {said[part](n)}") for part, n in marks.items() if n > 0]
    changes = detectable_changes(metric.basis, [n for _, n, _ in points])
    found = [
        _point(about, metric, part, n, change, label) for (part, n, label), change in zip(points, changes, strict=True)
    ]
    wanted, floor = abs(need.change), detectable_at_best(metric.basis)
    levels = [("wanted", wanted, f"wanted: {about.change(need.change)}")]
    if floor:
        levels.append(("floor", floor, f"floor: {about.size(floor)}"))
    for part, change, label in levels:
        beside = "under" if change < max(wanted, floor or 0.0) else "over"
        found += [_point(about, metric, name, first, change, label) for name in (part, beside)]
    return pd.DataFrame([point | {"change": point["change"] * scale} for point in found])


def words(about: Subject, metric: Standing, need: Need) -> str:
    """The chart in words, for readers who do not see it."""
    (seen,) = detectable_changes(metric.basis, [metric.now])
    needed = "no number of them sees" if need.answers is None else f"about {figures.rough(need.answers)} see"
    return (
        f"The smallest change in {about.label} that is seen four times in five, by {about.counted} a period. "
        f"The present {figures.count(metric.now)} see {about.size(seen)}; {needed} {about.change(need.change)}."
    )


@cache
def spec(title: str, counted: str) -> dict[str, Any]:
    """How small a change is seen by how many answers: a falling line, the wanted change, the floor, now and needed."""
    x = alt.X(
        "answers:Q",
        title=f"{counted} a period (each step to the right multiplies them)",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(grid=False, labelOverlap=True, tickCount=6, labelExpr=_THIN_SPACES),
    )
    base = alt.Chart().encode(
        y=alt.Y("change:Q", title=f"smallest change seen, {title}".rstrip(", "), axis=alt.Axis(tickCount=5)),
        color=alt.Color("ink:N", legend=None),  # one value: the first colour of the theme, by day and by night
        tooltip=[
            alt.Tooltip("words:N", title="With"),
            alt.Tooltip("seen:N", title="Seen four times in five"),
            alt.Tooltip("time:N", title="Takes, at today's rate"),
        ],
    )

    def part(name: str) -> alt.Chart:
        return base.transform_filter(alt.datum.part == name)

    words = {"x": x, "text": "label:N"}
    layers = [
        part("curve").mark_line(strokeWidth=2.5).encode(x=x),
        part("wanted").mark_rule(strokeDash=[6, 4], strokeWidth=1.5),
        part("floor").mark_rule(strokeDash=[2, 3], strokeWidth=1.5, aria=False),  # may be empty; its label tells it
        part("over").mark_text(align="left", baseline="bottom", dx=4, dy=-4, fontSize=13).encode(**words),
        part("under").mark_text(align="left", baseline="top", dx=4, dy=5, fontSize=13).encode(**words),
        part("now").mark_point(filled=True, size=90, opacity=1, shape="circle").encode(x=x),
        part("needed").mark_point(filled=True, size=110, opacity=1, shape="diamond").encode(x=x),
    ]
    named = [
        part(name).mark_text(align="left", dx=9, dy=-9, fontWeight=600, fontSize=13).encode(**words)
        for name in ("now", "needed")
    ]
    found: dict[str, Any] = (
        alt.layer(*layers, *named)
        .properties(height=320, padding={"left": 4, "top": 4, "right": 12, "bottom": 12})
        .to_dict()
    )
    found.pop("data", None)  # the page sends its own
    return found


def _point(
    about: Subject, metric: Standing, part: str, n: float, change: float | None, label: str
) -> dict[str, float | str]:
    rate = metric.now / metric.weeks
    return {
        "part": part,
        "ink": "",
        "answers": float(n),
        "change": change or 0.0,
        "label": label,
        "words": f"{figures.count(round(n))} {about.counted} a period",
        "seen": about.size(change),
        "time": weeks(n / rate) if rate > 0 else "",
    }
