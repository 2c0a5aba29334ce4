"""The small print under a verdict: every figure behind it, with what was assumed."""

from __future__ import annotations

from cxmetrics.judge.compare import answers_needed, detectable_at_best
from cxmetrics.judge.scale import change_in_units
from cxmetrics.model import Comparison, Dependence, Verdict
from cxmetrics.report import figures
from cxmetrics.report.wording import COUNTED, MEANINGS, STILL_OPEN, UNITS, facts, verdict_sentence


def honesty(verdict: Verdict, unit: str) -> list[tuple[str, str]]:
    """What the figures can and cannot say, as rows of a name and a text: power, luck, layers, method, caveats."""
    c, f = verdict.comparison, facts(verdict, unit)
    counted = COUNTED.get(c.kind, "answers").capitalize()
    rows = []
    if c.detectable_change is not None:
        rows.append(("Smallest change these answers could show", f"{f.detectable}, four times in five"))
    if needed := answers_needed(c, verdict.margin):
        rows.append((f"{counted} a period for a change that matters", f"about {figures.rough(needed)} for {f.margin}"))
    elif floor := detectable_at_best(c):
        rows.append(
            (
                f"{counted} a period for a change that matters",
                f"no number shows {f.margin}: below {figures.size(c.kind, floor, unit)} this figure swings by itself",
            )
        )
    if c.n_needed and c.change:
        seen = f.change.lstrip("+" + figures.MINUS)
        rows.append((f"{counted} a period for a change like this one", f"about {figures.rough(c.n_needed)} for {seen}"))
    if c.p_value is not None and not verdict.gated:
        rows.append(("How often luck alone does this", f"{figures.percent(c.p_value)} of the time, if nothing changed"))
    if c.tau is not None:
        rows.append(("Swings by itself", _swing(c, c.tau, unit)))
    if c.dependence:
        rows.append(("Counted more than once", _repeated(c.dependence)))
    rows += [
        (name.capitalize(), verdict_sentence(other, name.capitalize(), UNITS[other.comparison.kind]))
        for name, other in verdict.beside.items()
    ]
    rows += [
        ("Tested in another way", f"{check.method}: luck alone does this {figures.percent(check.p_value)} of the time")
        for check in verdict.checks
    ]
    rows += [("Method", c.method), ("Meaning of the word", STILL_OPEN if c.still_open else MEANINGS[verdict.word])]
    return rows + [("Mind" if i == 0 else "", caveat) for i, caveat in enumerate(verdict.caveats)]


def _swing(c: Comparison, tau: float, unit: str) -> str:
    """How much a figure moves from one period to the next anyway, and the floor that sets."""
    if not tau:
        return "not visibly: earlier periods differ by no more than luck"
    least = detectable_at_best(c)
    return (
        f"typically by {figures.size(c.kind, change_in_units(c.kind, tau), unit)}, beyond what luck explains; "
        f"no number of answers shows a change below {figures.size(c.kind, least, unit)}"
    )


def _repeated(dependence: Dependence) -> str:
    return f"{figures.count(dependence.groups)} different {dependence.key}s, some of them more than once; allowed for"
