"""Checks of one source as it is stored, made at import: its scales, questions, ids, units and dates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cxmetrics.judge.findings import Finding, spell_day
from cxmetrics.period import Period

_MANY = 20
"""Answers on either side of a point of a scale that make its absence no accident: one in e^20."""
_FEW = 10
_A_MONTH = 100
_ROUND_LIMITS = frozenset({1_000, 5_000, 10_000, 50_000, 65_535, 65_536, 100_000, 1_000_000, 1_048_575, 1_048_576})
"""Numbers of records at which tools and spreadsheets are known to stop."""


@dataclass(frozen=True, slots=True)
class ScaleMonth:
    """The answers on one scale in one month: answer -> records, blanks, and the month's first day."""

    month: date
    counts: Mapping[int, int]
    blanks: int

    @property
    def n(self) -> int:
        """Answers."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Scale:
    """A column of answers from low to high, month by month in order."""

    column: str
    label: str
    low: int
    high: int
    months: tuple[ScaleMonth, ...]


@dataclass(frozen=True, slots=True)
class Durations:
    """A column of durations: records in bands of its median, from 50 to 500 and from 500 to 2,000 times it."""

    column: str
    label: str
    between: int
    far: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A column whose question an upload words otherwise than the one before; since: its first day."""

    column: str
    before: str
    after: str
    since: date


@dataclass(frozen=True, slots=True)
class Responses:
    """One month: records with a score, and invitations or responses without one."""

    month: date
    answered: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Brought:
    """One upload: its file, its records, and those whose id or person had lost digits."""

    file_name: str
    records: int
    damaged: int


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of one source. odd_days: day -> records in the future or at the dawn of a computer's calendar.

    unreal: (day, zone, records) in hours that a change of clocks skipped.
    """

    scales: tuple[Scale, ...] = ()
    durations: tuple[Durations, ...] = ()
    wordings: tuple[Wording, ...] = ()
    responses: tuple[Responses, ...] = ()
    uploads: tuple[Brought, ...] = ()
    future: int = 0
    epoch: int = 0
    unreal: tuple[tuple[date, str, int], ...] = ()


def missing_point(facts: SourceFacts) -> Iterator[Finding]:
    for scale in facts.scales:
        for point in range(scale.low + 1, scale.high + 1):
            lost = [month for month in scale.months if _lacks(month.counts, point, scale.high)]
            if lost:
                yield Finding(
                    "missing_scale_point",
                    f"Nobody answered {point} to “{scale.label}” {_span(lost)}, though {point - 1} is common.",
                    "Check whether the form still offers it; until then do not compare those months with others.",
                    (scale.column,),
                    lost[0].month,
                    _end(lost[-1].month),
                )


def _lacks(counts: Mapping[int, int], point: int, high: int) -> bool:
    neighbours = [counts.get(point - 1, 0), *([counts.get(point + 1, 0)] if point < high else [])]
    return not counts.get(point, 0) and min(neighbours) >= _MANY


def scale_mismatch(facts: SourceFacts) -> Iterator[Finding]:
    for scale in facts.scales:
        n = sum(month.n for month in scale.months)
        counts = {point: sum(month.counts.get(point, 0) for month in scale.months) for point in range(scale.high + 1)}
        highest = max((point for point, count in counts.items() if count), default=scale.high)
        if n < _A_MONTH:
            continue
        if scale.low == 0 and not counts[0] and counts[1] >= _FEW and counts[1] > counts[2]:
            yield Finding(
                "scale_mismatch",
                f"“{scale.label}” is read as 0 to {scale.high}, but nobody answered 0 and {counts[1]:,} answered 1: "
                f"it may run from 1 to {scale.high}.",
                "Look at the form. If so, undo the import and call it a score from 1: an NPS needs a 0.",
                (scale.column,),
            )
        elif highest <= scale.high / 2:
            yield Finding(
                "scale_mismatch",
                f"“{scale.label}” is read as {scale.low} to {scale.high}, but no answer is above {highest}.",
                f"Look at the form. If it runs to {highest}, undo the import and give the column its own scale.",
                (scale.column,),
            )


def zeros_as_blanks(facts: SourceFacts) -> Iterator[Finding]:
    for scale, month, zeros, blanks in _against_earlier(facts):
        if zeros >= _FEW and not month.counts.get(0, 0) and month.blanks >= blanks + zeros / 2:
            yield Finding(
                "zeros_as_blanks",
                f"“{scale.label}” has no 0 in {month.month:%B %Y}, where about {zeros:.0f} were to be expected, and "
                f"{month.blanks:,} blanks: zeros were probably exported as blanks.",
                "Export that month again with zeros shown.",
                (scale.column,),
                month.month,
                _end(month.month),
            )


def blanks_as_zeros(facts: SourceFacts) -> Iterator[Finding]:
    for scale, month, zeros, blanks in _against_earlier(facts):
        if blanks >= _FEW and not month.blanks and month.counts.get(0, 0) >= zeros + blanks / 2:
            yield Finding(
                "blanks_as_zeros",
                f"“{scale.label}” has no blank in {month.month:%B %Y}, where about {blanks:.0f} were to be expected, "
                f"and {month.counts[0]:,} zeros: blanks were probably exported as zeros.",
                "Export that month again with empty answers left empty.",
                (scale.column,),
                month.month,
                _end(month.month),
            )


def _against_earlier(facts: SourceFacts) -> Iterator[tuple[Scale, ScaleMonth, float, float]]:
    """Months after others on scales that begin at 0, with the zeros and blanks that the earlier ones lead to expect."""
    for scale in facts.scales:
        if scale.low != 0:
            continue
        zeros = blanks = records = 0
        for month in scale.months:
            here = month.n + month.blanks
            if records >= _A_MONTH and here >= _A_MONTH:
                yield scale, month, zeros / records * here, blanks / records * here
            zeros, blanks, records = zeros + month.counts.get(0, 0), blanks + month.blanks, records + here


def wording(facts: SourceFacts) -> Iterator[Finding]:
    for change in facts.wordings:
        yield Finding(
            "wording",
            f"The question changed on {spell_day(change.since)} from “{change.before}” to “{change.after}”.",
            "Compare answers to the same question only.",
            (change.column,),
            change.since,
            shift=True,
        )


def response_rate(facts: SourceFacts) -> Iterator[Finding]:
    for earlier, later in zip(facts.responses, facts.responses[1:], strict=False):
        n1, n2 = (month.answered + month.unanswered for month in (earlier, later))
        if min(n1, n2) < _A_MONTH:
            continue
        one, two = earlier.answered / n1, later.answered / n2
        both = (earlier.answered + later.answered) / (n1 + n2)
        error = math.sqrt(both * (1 - both) * (1 / n1 + 1 / n2))
        if abs(two - one) >= 0.1 and abs(two - one) > 4 * error:
            yield Finding(
                "response_rate",
                f"The share that answers went from {one:.0%} in {earlier.month:%B} to {two:.0%} in "
                f"{later.month:%B %Y}.",
                "Other people may be answering: see who was asked, and how, before trusting a change.",
                since=later.month,
                shift=True,
            )


def damaged_ids(facts: SourceFacts) -> Iterator[Finding]:
    for upload in facts.uploads:
        if upload.damaged >= max(3, upload.records / 20):
            yield Finding(
                "damaged_ids",
                f"{upload.damaged:,} ids in “{upload.file_name}” look like 5.70306E+17: a spreadsheet has cut their "
                "last digits, so different records or customers may count as one.",
                "Undo it, and bring the file as the tool wrote it, without opening and saving it in Excel.",
            )


def round_number(facts: SourceFacts) -> Iterator[Finding]:
    for upload in facts.uploads:
        if upload.records in _ROUND_LIMITS:
            yield Finding(
                "round_number",
                f"“{upload.file_name}” has exactly {upload.records:,} records, where some tools stop.",
                "Export it in shorter periods, and bring them one after the other.",
            )


def mixed_units(facts: SourceFacts) -> Iterator[Finding]:
    for column in facts.durations:
        if column.far >= _FEW and column.between < column.far / 5:
            yield Finding(
                "mixed_units",
                f"{column.far:,} values of “{column.label}” are about 1,000 times the usual and hardly any are in "
                "between: they are probably in milliseconds among seconds.",
                "Export it with one unit, or set those records aside.",
                (column.column,),
            )


def odd_dates(facts: SourceFacts) -> Iterator[Finding]:
    if facts.future:
        yield Finding(
            "odd_dates",
            f"{facts.future:,} records are dated after the day they were brought.",
            "Check day and month, and the clock of the tool.",
        )
    if facts.epoch:
        yield Finding(
            "odd_dates",
            f"{facts.epoch:,} records are dated 1970 or 1900, which is what an empty date becomes in some tools.",
            "Set them aside in the tool's filter, or ignore everything before the first real month.",
        )


def clock_change(facts: SourceFacts) -> Iterator[Finding]:
    for day, zone, records in facts.unreal:
        yield Finding(
            "clock_change",
            f"{records:,} records of {spell_day(day)} are dated in an hour that clocks skipped in {zone}, so the times "
            "are not in that zone and days may be cut at the wrong hour.",
            "Ask the tool for the zone of its times.",
            since=day - timedelta(1),
            until=day + timedelta(1),
        )


def _end(month: date) -> date:
    return Period.months(month.year, month.month).end


def _span(months: Sequence[ScaleMonth]) -> str:
    first, last = months[0].month, months[-1].month
    return f"in {first:%B %Y}" if first == last else f"from {first:%B %Y} to {last:%B %Y}"
