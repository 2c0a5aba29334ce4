"""Columns that several families of metrics look for: durations by the words of their header, and flags."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cxmetrics.layout import Column, Layout, Role, Type
from cxmetrics.measure import DurationOf, ShareOf
from cxmetrics.metrics.template import Found

YES = ("yes", "y", "true", "1")
_DURATIONS = (Role.DURATION_SECONDS, Role.DURATION_MS, Role.DURATION_MIN, Role.DURATION_HOURS)


def durations(layout: Layout, *words: str) -> list[Column]:
    """Columns of durations whose header has all of the words."""
    return [
        column
        for column in layout.columns
        if column.role in _DURATIONS and all(word in column.label.lower() for word in words)
    ]


def timed(*words: str) -> Callable[[Layout], Found]:
    """Finds the durations whose header has all of the words, each with its mean."""
    return lambda layout: [(column, DurationOf(column.name)) for column in durations(layout, *words)]


def yes(column: Column, *events: str) -> ShareOf:
    """How often a flag says yes, or one of the words for the event; in a column of counts, how often it is not zero.

    Where no example says no, a blank does.
    """
    if column.type is Type.NUMBER:
        unsaid = _never_no(column, lambda example: bool(example.strip("0.")))
        return ShareOf(column.name, at_least=1, unsaid=unsaid)
    words = (*YES, *events)
    return ShareOf(column.name, among=words, unsaid=_never_no(column, lambda example: example.lower() in words))


def _never_no(column: Column, says_yes: Callable[[str], bool]) -> bool:
    return bool(column.examples) and all(map(says_yes, column.examples))


def flagged(word: str, *events: str) -> Callable[[Layout], Iterable[tuple[Column, ShareOf]]]:
    """Flags about `word`, in their header or among their values."""

    def find(layout: Layout) -> Iterable[tuple[Column, ShareOf]]:
        for column in layout.named(Role.FLAG):
            if word in " ".join((column.label, *column.examples)).lower():
                yield column, yes(column, *events)

    return find
