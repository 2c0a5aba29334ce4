"""The chart of those who left: how satisfied they had sounded, beside those who stayed."""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from cxmetrics.judge.losses import Answered
from cxmetrics.model import Kind
from cxmetrics.report import figures
from cxmetrics.report.pictures import Picture

_STEP = 44
_COLUMNS = {"who": "who", "value": "satisfied, %", "low": "95 % from", "high": "95 % to", "n": "n"}


def picture(answered: Answered) -> Picture | None:
    """Both groups by their answers before the month; None where there is nobody to compare with."""
    found = answered.compared
    if found is None:
        return None
    rows, words = [], []
    for who, share in (("left within the month", found.figure), ("were there and stayed", found.others)):
        if share.value is None or share.interval is None:
            return None
        digits = figures.decimals(Kind.PROPORTION, share.interval)
        label = figures.value(Kind.PROPORTION, share.value, "%", digits)
        words.append(f"{who}: {label} of {figures.count(share.n)}")
        rows.append(
            {
                "who": who,
                "value": share.value * 100,
                "low": share.interval[0] * 100,
                "high": share.interval[1] * 100,
                "n": share.n,
                "label": label,
            }
        )
    data = pd.DataFrame(rows)
    return Picture(
        _spec(),
        data,
        f"Share that had sounded satisfied before the month, with 95 % intervals. {'; '.join(words)}.",
        "left-and-stayed",
        data[list(_COLUMNS)].rename(columns=_COLUMNS),
    )


@cache
def _spec() -> dict[str, Any]:
    """Two intervals on the scale of all people, so that a small gap looks small."""
    base = alt.Chart().encode(
        y=alt.Y(
            "who:N",
            title=None,
            sort=None,
            axis=alt.Axis(labelLimit=150, labelFlush=False, ticks=False, domain=False),
        ),
        color=alt.Color("who:N", sort=None, legend=None),
        tooltip=[
            alt.Tooltip("who:N", title="Who"),
            alt.Tooltip("label:N", title="Sounded satisfied"),
            alt.Tooltip("n:Q", title="Answers", format=",d"),
        ],
    )
    axis = alt.X(
        "low:Q",
        title="had sounded satisfied, %",
        scale=alt.Scale(domain=[0, 100]),
        axis=alt.Axis(values=[0, 25, 50, 75, 100]),
    )
    bars = base.mark_rule(strokeWidth=6, opacity=0.5, strokeCap="round").encode(x=axis, x2="high:Q")
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x="value:Q", shape=alt.Shape("who:N", sort=None, legend=None)
    )
    labels = base.mark_text(dy=-14, fontWeight=600, fontSize=13).encode(x="value:Q", text="label:N")
    spec: dict[str, Any] = (
        alt.layer(bars, dots, labels)
        .properties(height=alt.Step(_STEP), padding={"left": 4, "top": 4, "right": 12, "bottom": 12})
        .to_dict()
    )
    spec.pop("data", None)  # the page sends its own
    return spec
