"""Figures that are typed in instead of imported: number fields whose state is the URL, and the forms they make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.model import Kind
from cxmetrics.workspace.fields import LARGEST
from cxmetrics.workspace.fields import number as read_number

NO_RATE = (
    "It never happened there, so there is no rate of which a part could matter. Take a longer earlier period, one in "
    "which it did happen."
)
"""Of a rate of nothing, whose smallest change that matters is a part of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One number of a form: what `judge.given` calls it, what people call it, and what may be typed."""

    name: str
    label: str
    before: float
    after: float
    low: float = 0.0
    high: float = LARGEST
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """One way to know a figure: a sort of metric, and the numbers that tell one period of it.

    together: the one name under which `judge.given` takes all of them, where it does not take them singly.
    """

    label: str
    kind: Kind
    fields: tuple[Field, ...]
    together: str = ""

    def given(self, numbers: Mapping[str, float | int | None]) -> dict[str, object]:
        """One period as `judge.given` takes it."""
        return {self.together: numbers} if self.together else dict(numbers)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "score": Form(
            "Published NPS",
            Kind.NPS,
            (Field("nps", "NPS", 67, 68, -100, 100, whole=False), Field("n", "Answers", 400, 400, low=1)),
        ),
        "counts": Form(
            "Promoters, passives, detractors",
            Kind.NPS,
            (
                Field("promoters", "Promoters", 288, 292),
                Field("passives", "Passives", 92, 88),
                Field("detractors", "Detractors", 20, 20),
            ),
        ),
        "share": Form(
            "So many of so many",
            Kind.PROPORTION,
            (Field("events", "How many", 312, 320), Field("n", "Of how many", 400, 400)),
        ),
        "levels": Form(
            "Answers from 1 to 5",
            Kind.MEAN,
            tuple(
                Field(str(level), f"Answered {level}", before, after)
                for level, before, after in ((1, 16, 14), (2, 24, 22), (3, 48, 44), (4, 150, 148), (5, 162, 172))
            ),
            together="levels",
        ),
        "mean": Form(
            "A mean with its spread",
            Kind.MEAN,
            (
                Field("mean", "Mean", 4.1, 4.2, -LARGEST, whole=False),
                Field("sd", "Standard deviation of one answer", 0.9, 0.9, whole=False),
                Field("n", "Answers", 400, 400),
            ),
        ),
        "rate": Form(
            "So many per so many",
            Kind.RATE,
            (
                Field("count", "How often (complaints)", 84, 96),
                Field("exposure", "Out of how many chances (orders)", 12_000, 12_000, low=1),
            ),
        ),
    }
)
"""By the name that a link gives it."""


def form(question: str) -> tuple[str, Form]:
    """Which form, kept in the URL under a name that outlives its label. Raises BadInput for a name there is none of."""
    asked = st.query_params.get("shape", "score")
    if asked not in FORMS:
        raise BadInput(f"This link asks for '{asked[:60]}' figures. There are {', '.join(FORMS)}.")
    st.session_state["shape"] = asked
    st.query_params["shape"] = asked

    def picked() -> None:
        kept = {"w", "basis"} & set(st.query_params)
        fields = {name: st.query_params[name] for name in kept}
        st.query_params.from_dict({**fields, "shape": st.session_state["shape"]})

    st.segmented_control(
        question,
        list(FORMS),
        format_func=lambda name: FORMS[name].label,
        required=True,
        key="shape",
        on_change=picked,
    )
    return asked, FORMS[asked]


def period(prefix: str, name: str, later: bool = False) -> dict[str, float | int | None]:
    """The fields of one period of the named form, as `judge.given` takes them; None where one was emptied."""
    return {
        field.name: number(
            f"{prefix}_{name}_{field.name}",
            field.label,
            field.after if later else field.before,
            field.low,
            field.high,
            whole=field.whole,
        )
        for field in FORMS[name].fields
    }


def number(
    name: str, label: str, usual: float, low: float, high: float, *, whole: bool = False, hint: str | None = None
) -> float | int | None:
    """One number field under its name in the URL, always written there; None where it is empty.

    Raises BadInput for a link that gives it anything that could not be typed.
    """
    sort = int if whole else float
    asked = st.query_params.get(name)
    if asked is None:
        asked = text_of(usual)
        st.query_params[name] = asked
    st.session_state[name] = None if asked == "" else sort(read_number(asked, label, low, high, whole))

    def picked() -> None:
        value = st.session_state[name]
        st.query_params[name] = "" if value is None else text_of(value)

    typed: float | int | None = st.number_input(
        label,
        min_value=sort(low),
        max_value=sort(high),
        value=None,
        step=1 if whole else None,
        format=None if whole else "%g",
        key=name,
        help=hint,
        on_change=picked,
    )
    return typed


def text_of(value: float) -> str:
    """A number as a link spells it."""
    return f"{value:.10g}"
