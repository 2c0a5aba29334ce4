"""Cohorts as a table whose shades follow its figures, with the people behind every percentage."""

from __future__ import annotations

from dataclasses import dataclass

from cxmetrics.judge.cohorts import Cohort, Cohorts, Stayed
from cxmetrics.report import figures
from cxmetrics.report.wording import spell

_DARKEST = 45
"""Percent of ink, beneath which the figures can still be read."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One share. shade: percent of ink behind it, more where fewer stayed."""

    share: str
    people: str
    interval: str
    shade: int


@dataclass(frozen=True, slots=True)
class Row:
    """One cohort; cells are None where it is too early to say. small: nothing is told."""

    joined: str
    people: str
    cells: tuple[Cell | None, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the template shows. after: the headings."""

    say: str
    differ: str
    after: tuple[str, ...]
    rows: tuple[Row, ...]


def table(found: Cohorts) -> Table:
    """All together, and below them the cohorts in order of time."""
    shares = [stay.share for cohort in found.cohorts for stay in cohort.stayed if stay]
    low, high = min(shares, default=0.0), max(shares, default=1.0)

    def cell(stay: Stayed | None) -> Cell | None:
        if stay is None:
            return None
        shade = round(_DARKEST * (high - stay.share) / (high - low)) if high > low else 0
        return Cell(
            figures.percent(stay.share),
            f"{figures.count(stay.stayed)} of {figures.count(stay.n)}",
            f"{stay.interval[0] * 100:.0f} to {stay.interval[1] * 100:.0f}{figures.THIN}%",
            min(max(shade, 0), _DARKEST),
        )

    rows = [_row(cohort, tuple(map(cell, cohort.stayed))) for cohort in found.cohorts]
    together = Row("All together", "", tuple(map(cell, found.together)))
    return Table(
        _say(found), _differ(found), tuple(map(_months, found.after)), (together, *rows) if found.after else ()
    )


def _row(cohort: Cohort, cells: tuple[Cell | None, ...]) -> Row:
    if cohort.small:
        return Row(spell(cohort.joined), "too few to tell", cells, small=True)
    return Row(spell(cohort.joined), figures.count(cohort.n), cells)


def _say(found: Cohorts) -> str:
    if not found.after:
        return "Nobody has been followed for long enough yet."
    stay = found.together[found.told]
    assert stay is not None  # the last month of `after` is known of somebody
    return (
        f"Of {figures.count(stay.n)} people, {figures.percent(stay.share)} ({figures.count(stay.stayed)}) were still "
        f"there after {_months(found.after[found.told])}; so {figures.count(stay.n - stay.stayed)} were not."
    )


def _differ(found: Cohorts) -> str:
    match found.differ:
        case None:
            return ""
        case True:
            return "How many stay depends on when they joined: the rows differ by more than luck makes them."
        case False:
            return "The rows differ by no more than luck makes them, so no time of joining stands out."


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"
