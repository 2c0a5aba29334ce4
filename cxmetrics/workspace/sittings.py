"""Sittings: one visitor before the line-up of one view, the same one however often the page is opened."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np

from cxmetrics.judge import sampling
from cxmetrics.judge.cells import cells
from cxmetrics.judge.lineup import FEWEST_PERIODS, Lineup, Mark, lineup
from cxmetrics.model import Kind, Policy, Selection
from cxmetrics.period import Period
from cxmetrics.plain import dump
from cxmetrics.warehouse import cube
from cxmetrics.workspace import schema
from cxmetrics.workspace.comparisons import months_between
from cxmetrics.workspace.evidence import Evidence, gather
from cxmetrics.workspace.outline import Outline

MONTHS = 13
"""Shown up to the later period, or more where the earlier one lies further back."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """view, visitor: keys that say nothing about either. months: of each point of the line-up."""

    view: str
    visitor: str
    months: tuple[Period, ...]
    lineup: Lineup


def sitting(
    cursor: duckdb.DuckDBPyConnection, outline: Outline, selection: Selection, policy: Policy, who: str
) -> Sitting | None:
    """Of the visitor called `who`; None where the months with answers are too few, or none is on either side.

    Everything random follows from the secret of the workspace, so that nobody without it can find the real panel.
    """
    key = selection.metric
    kind = outline.metrics[key].kind
    window = _window(selection, outline.extents[key])
    months = months_between(window, outline.run(key) or 1)
    known = cube.moments(cursor, [key], months, selection.segment)
    months = [month for month in months if (key, month) in known]
    marks = [_mark(month, selection) for month in months]
    if len(months) < FEWEST_PERIODS or not {Mark.EARLIER, Mark.LATER} <= set(marks):
        return None
    evidence = gather(cursor, outline, [key], selection, selection.segment, policy)[key]
    secret = schema.secret(cursor).key
    view, visitor = _key(secret, dump(selection)), _key(secret, who)
    found = lineup(
        kind,
        [known[key, month] for month in months],
        marks,
        np.random.default_rng(int(_key(secret, view + visitor), base=16)),
        design_effect=_design_effect(kind, evidence),
        tau=evidence.swing.tau if evidence.swing else 0.0,
    )
    return Sitting(view, visitor, tuple(months), found)


def _key(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode(), "sha256").hex()[:32]


def _window(selection: Selection, extent: Period) -> Period:
    """From a year before the later period, or from the earlier one, to the end of the later."""
    end = selection.after.end
    year = Period.months(end.year, end.month)
    for _ in range(MONTHS - 1):
        year = year.previous()
    first: date = max(extent.start, min(selection.before.start, year.start))
    return Period(min(first, end), end)


def _mark(month: Period, selection: Selection) -> Mark:
    """A month that both periods touch is on neither side."""
    earlier, later = month.overlaps(selection.before), month.overlaps(selection.after)
    if earlier == later:
        return Mark.OTHER
    return Mark.EARLIER if earlier else Mark.LATER


def _design_effect(kind: Kind, evidence: Evidence) -> float:
    """By how much repeated respondents multiply the variance of the change."""
    if evidence.dependence is None:
        return 1.0
    independent = float(sampling.sample(kind, cells(kind, (evidence.before, evidence.after))).squared_error.sum())
    return evidence.dependence.variance / independent if independent > 0 else 1.0
