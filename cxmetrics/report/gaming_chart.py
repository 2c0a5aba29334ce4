"""The chart of agents: each one's share of the sign that stands out most, its interval, and everybody else's share."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.signs import Trace
from cxmetrics.report import figures
from cxmetrics.report import gaming_words as words
from cxmetrics.report.pictures import Picture

_MOST = 15
_NAMED, _OTHER = "stands out", "chance allows it"


def picture(gaming: Gaming) -> Picture | None:
    """The agents with the strongest evidence, in its order; None where there is nothing to draw."""
    if not gaming.traces:
        return None
    sign = gaming.traces[0].sign
    shown = [trace for trace in gaming.traces if trace.sign is sign][:_MOST]
    others = shown[0].others
    title = f"{words.label(sign, gaming)}, % of {words.contacts(gaming)}"
    data = pd.DataFrame([_row(trace, 100 * others.events / others.n) for trace in shown])
    first = shown[0]
    told = (
        f"{title}, for the {len(shown)} agents with the strongest evidence, with 95 % intervals. {first.agent} comes "
        f"first with {first.after.events} of {first.after.n}; all others have {others.events} of {others.n}."
    )
    table = data[["who", "share", "low", "high", "others", "evidence"]]
    return Picture(spec(f"{title}; dashed: the others"), data, told, "agents", table.rename(columns={"who": "agent"}))


def _row(trace: Trace, others: float) -> dict[str, str | float]:
    low, high = (100 * end for end in trace.own)
    share = 100 * trace.after.events / trace.after.n
    return {
        "who": trace.agent,
        "share": share,
        "low": low,
        "high": high,
        "others": others,
        "evidence": _NAMED if trace.named else _OTHER,
        "label": f"{share:.0f}{figures.THIN}%" if trace.named else "",
        "interval": f"{low:.1f} to {high:.1f}{figures.THIN}%",
        "counted": f"{figures.count(trace.after.events)} of {figures.count(trace.after.n)}",
    }


@cache
def spec(title: str) -> dict[str, Any]:
    """Agents from top to bottom, a bar for each interval, a point for each share, a rule for everybody else's."""
    evidence = alt.Color(
        "evidence:N",
        scale=alt.Scale(domain=[_NAMED, _OTHER]),
        legend=alt.Legend(title=None, orient="top"),
    )
    base = alt.Chart().encode(
        y=alt.Y("who:N", sort=None, title=None, axis=alt.Axis(grid=False, labelLimit=140, labelFlush=False)),
        color=evidence,
        tooltip=[
            alt.Tooltip("who:N", title="Agent"),
            alt.Tooltip("counted:N", title="Contacts"),
            alt.Tooltip("interval:N", title="95 % interval"),
        ],
    )
    x = alt.X("low:Q", title=title, scale=alt.Scale(domainMin=0), axis=alt.Axis(tickCount=5))
    bars = base.mark_rule(strokeWidth=5, opacity=0.5, strokeCap="round").encode(x=x, x2="high:Q")
    points = base.mark_point(filled=True, size=50, opacity=1).encode(
        x="share:Q",
        shape=alt.Shape("evidence:N", scale=alt.Scale(domain=[_NAMED, _OTHER], range=["diamond", "circle"])),
    )
    labels = base.mark_text(align="left", dx=8, fontWeight=600, fontSize=13).encode(x="high:Q", text="label:N")
    line = alt.Chart().mark_rule(strokeDash=[3, 3]).encode(x="min(others):Q", color=alt.ColorDatum(_OTHER))
    found: dict[str, Any] = (
        alt.layer(line, bars, points, labels)
        .properties(height=alt.Step(20), padding={"left": 4, "top": 4, "right": 36, "bottom": 12})
        .to_dict()
    )
    found.pop("data", None)  # the page sends its own
    return found
