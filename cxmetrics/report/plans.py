"""A plan in words and points: what it would take to know, before anybody has looked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cxmetrics.judge.cells import Figures
from cxmetrics.judge.compare import detectable_at_best
from cxmetrics.judge.planning import (
    Need,
    Standing,
    chance_by_luck,
    chance_of_seeing,
    detectable_changes,
)
from cxmetrics.measure import LeaversOf, MeanOf, NpsOf
from cxmetrics.model import Kind, Metric, Published
from cxmetrics.period import Period
from cxmetrics.report import figures, wording

WEEKS_A_YEAR = 365.25 / 7
_SAID_IN_WEEKS = 104


METHOD = (
    (
        "Two periods",
        "The answers are those of each of the two periods that are to be compared. Where the earlier one is over "
        "already, the weeks are those of the later one.",
    ),
    (
        "Four times in five",
        "With so many answers a true change of this size is called real with a probability of 80 %, at the usual 95 % "
        "confidence. One time in five it is still missed.",
    ),
    (
        "What is taken as given",
        "That one answer varies as it did in the earlier period, that people who answer more than once go on doing so, "
        "and that the figure swings from period to period as it did before.",
    ),
    (
        "With counter-metrics",
        "The headline has to be seen and every counter-metric proven safe at the same time. So that this succeeds four "
        "times in five together, the 20 % that may be missed are divided among all of them.",
    ),
)
"""Rows of the small print."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is planned, as it is called: "Net Promoter Score", counted in "answers", by "month"."""

    label: str
    kind: Kind
    unit: str
    counted: str
    period: str

    @property
    def named(self) -> str:
        """The label within a sentence, where a colon of its own would end the reader's."""
        return f"“{self.label}”" if ":" in self.label else self.label

    def change(self, number: float) -> str:
        """A change as somebody asked for it."""
        return figures.margin(self.kind, number, self.unit)

    def size(self, number: float | None) -> str:
        """A change as it was reckoned."""
        return figures.size(self.kind, number, self.unit)


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of a scorecard in the table of what all of them take."""

    label: str
    shows: str
    needed: str
    now: str
    weeks: str
    slowest: bool


def subject(metric: Metric, period: Period) -> Subject:
    """A metric of a workspace, planned by periods as long as this one."""
    return Subject(metric.label, metric.kind, metric.unit, counted(metric), length(period))


def typed_subject(kind: Kind) -> Subject:
    """A figure that belongs to no metric of a workspace, in the middle of a sentence."""
    name = wording.KINDS[kind]
    label = name if kind is Kind.NPS else name[0].lower() + name[1:]
    return Subject(label, kind, wording.UNITS[kind], wording.COUNTED.get(kind, "answers"), "period")


def hidden_split(figures_given: Figures) -> list[tuple[str, str]]:
    """A row on what a published score leaves open; none where the counts are known."""
    if not isinstance(figures_given, Published):
        return []
    return [
        (
            "A published score",
            "does not say how many were promoters and detractors; planned for the most varied answers it allows",
        )
    ]


def counted(metric: Metric) -> str:
    """What the n of a metric counts."""
    match metric.measure:
        case NpsOf() | MeanOf():
            return "answers"
        case LeaversOf():
            return "people"
        case _:
            return "records"


def length(period: Period) -> str:
    """ "month", "quarter", "year" or just "period"."""
    return {1: "month", 3: "quarter", 12: "year"}.get(period.whole_months or 0, "period")


def weeks(number: float | None) -> str:
    """ "23 weeks", "about 9 years", "never"."""
    if number is None:
        return "never"
    if number > _SAID_IN_WEEKS:
        return f"about {figures.count(round(number / WEEKS_A_YEAR))} years"
    whole = max(math.ceil(number), 1)
    return "1 week" if whole == 1 else f"{whole} weeks"


def say(about: Subject, metric: Standing, need: Need) -> str:
    """The first sentence of the page."""
    change = about.change(need.change)
    if metric.now == 0:
        return f"Nothing can be planned for {about.named} yet: nothing came in during the {about.period} at hand."
    if metric.basis.answer_variance is None:
        return f"Nothing can be planned for {about.named} yet: its {about.counted} do not differ from one another."
    if need.answers is None:
        floor = about.size(detectable_at_best(metric.basis))
        return (
            f"No number of {about.counted} would show a change of {change} in {about.named}: it swings too much by "
            f"itself from one {about.period} to the next, and below {floor} nothing stands out."
        )
    if need.met:
        return (
            f"You have enough: with {figures.count(need.now)} {about.counted} a {about.period}, a change of {change} "
            f"in {about.named} would be seen at least four times in five."
        )
    return (
        f"A change of {change} in {about.named} takes about {figures.rough(need.answers)} {about.counted} a period to "
        f"see: {weeks(need.weeks)} at today's rate."
    )


def rows(about: Subject, metric: Standing, need: Need) -> list[tuple[str, str]]:
    """What the present number of answers can do, as rows of a name and a text."""
    basis, change, found = metric.basis, about.change(need.change), [("Now", _rate(about, metric))]
    (seen,) = detectable_changes(basis, [metric.now])
    power = chance_of_seeing(basis, need.change, metric.now)
    luck = chance_by_luck(basis, need.change, metric.now)
    if seen is None or power is None or luck is None:
        return found
    found += [
        ("Smallest change you would see", f"{about.size(seen)}, four times in five"),
        (
            "How surely you would see it",
            f"a true change of {change} would be seen {figures.percent(power)} of the time",
        ),
        (
            "How often luck alone does this",
            f"where nothing changed, a move of {change} or more still turns up {figures.percent(luck)} of the time",
        ),
    ]
    itself = f"this figure swings by itself from one {about.period} to the next"
    if floor := detectable_at_best(basis):
        found.append(("More answers do not help", f"below {about.size(floor)}, because {itself}"))
    elif basis.tau is None:
        found.append(("Mind", f"sampling noise only: how much {itself} is not known"))
    return found


def together(plan: Sequence[tuple[Subject, Need]], left_out: Sequence[str]) -> list[str]:
    """What a headline and its counter-metrics take together, the headline first; left_out: what cannot be planned."""
    said = []
    last, need = max(plan, key=_wait)
    if never := [about.label for about, each in plan if each.answers is None]:
        swing = f"swing{'s' if len(never) == 1 else ''} too much by {'itself' if len(never) == 1 else 'themselves'}"
        said.append(
            f"Waiting does not settle it: {wording.listed(never)} {swing} from one {last.period} to the next. Compare "
            "longer periods, or allow for more."
        )
    elif all(each.met for _, each in plan):
        said.append(f"One {last.period} is enough to settle all of them four times in five.")
    elif need.weeks is None:
        said.append(f"For {last.label} nothing comes in at present.")
    else:
        said.append(f"For four times in five it takes {weeks(need.weeks)}; {last.label} is the slowest.")
    headline, its = plan[0]
    if its.answers is not None and not its.met:
        said.append(
            f"{headline.label} takes more {headline.counted} here than alone, because all have to succeed at once."
        )
    if left_out:
        said.append(f"Without data to plan from: {wording.listed(left_out)}.")
    return said


def table(plan: Sequence[tuple[Subject, Need]]) -> list[Row]:
    """A row for each metric, the headline first."""
    last = max(plan, key=_wait)
    return [
        Row(
            label=about.label,
            shows=f"{'a change' if i == 0 else 'no harm'} of {about.change(need.change)}",
            needed="no number helps" if need.answers is None else f"about {figures.rough(need.answers)}",
            now=figures.count(need.now),
            weeks="enough now" if need.met else weeks(need.weeks),
            slowest=need is last[1] and need.answers is not None and not need.met,
        )
        for i, (about, need) in enumerate(plan)
    ]


def _wait(planned: tuple[Subject, Need]) -> float:
    return planned[1].wait


def _rate(about: Subject, metric: Standing) -> str:
    weekly = metric.now / metric.weeks
    rate = figures.count(round(weekly)) if weekly >= 10 else f"{weekly:.1f}"
    return f"{figures.count(metric.now)} {about.counted} a {about.period}, about {rate} a week"
