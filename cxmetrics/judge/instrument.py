"""The instrument before the statistics: did the tool, the file or the sample change rather than the service?

Each check looks at plain facts, of one source as it is stored or of two compared periods of one metric, and yields
findings. A finding is a caveat on the verdicts it touches, with what to do; it never changes a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cxmetrics.judge import pair_checks, source_checks
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.pair_checks import PairFacts
from cxmetrics.judge.source_checks import SourceFacts


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """A check of what is stored, made at import. title: what it looks for."""

    key: str
    title: str
    look: Callable[[SourceFacts], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class PairCheck:
    """A check of two compared periods. title: what it looks for."""

    key: str
    title: str
    look: Callable[[PairFacts], Iterable[Finding]]


CHECKS: tuple[SourceCheck | PairCheck, ...] = (
    SourceCheck(
        "missing_scale_point",
        "A point of the scale that nobody chose, between points that many did",
        source_checks.missing_point,
    ),
    SourceCheck(
        "scale_mismatch",
        "A scale read as another one: 1 to 10 as 0 to 10, 1 to 5 as 0 to 10",
        source_checks.scale_mismatch,
    ),
    SourceCheck("zeros_as_blanks", "Zeros that became blanks", source_checks.zeros_as_blanks),
    SourceCheck("blanks_as_zeros", "Blanks that became zeros", source_checks.blanks_as_zeros),
    SourceCheck("wording", "A question that is worded otherwise than before", source_checks.wording),
    SourceCheck("response_rate", "A jump in the share that answers", source_checks.response_rate),
    SourceCheck("damaged_ids", "Ids that a spreadsheet has cut to fifteen digits", source_checks.damaged_ids),
    SourceCheck("round_number", "A file that ends exactly where tools stop", source_checks.round_number),
    SourceCheck("mixed_units", "Durations in two units in one column", source_checks.mixed_units),
    SourceCheck("odd_dates", "Dates in the future, in 1970 or in 1900", source_checks.odd_dates),
    SourceCheck("clock_change", "Times in an hour that a change of clocks skipped", source_checks.clock_change),
    PairCheck("volume", "A jump in the number of records a day", pair_checks.volume),
    PairCheck("mix", "Another mix of channels, places or groups", pair_checks.mix),
    PairCheck("unit_jump", "A figure that changed by the ratio of two units", pair_checks.unit_jump),
    PairCheck("cut_last_day", "A last day that was not over yet", pair_checks.cut_last_day),
)


def of_source(facts: SourceFacts) -> tuple[Finding, ...]:
    """What every check of stored records finds."""
    return tuple(found for check in CHECKS if isinstance(check, SourceCheck) for found in check.look(facts))


def of_pair(facts: PairFacts) -> tuple[Finding, ...]:
    """What every check of two compared periods finds."""
    return tuple(found for check in CHECKS if isinstance(check, PairCheck) for found in check.look(facts))
