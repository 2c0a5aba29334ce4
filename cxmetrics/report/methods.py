"""The Methods page, from the registries that the engine itself uses."""

from __future__ import annotations

from cxmetrics.judge.defaults import DEFAULT_MARGINS, FRACTIONS_OF_EARLIER
from cxmetrics.judge.instrument import CHECKS
from cxmetrics.judge.planning import power_of_each
from cxmetrics.judge.rules import FEWEST_KEYS
from cxmetrics.judge.sampling import METHODS
from cxmetrics.judge.swing import FEWEST_PERIODS
from cxmetrics.model import Kind, Policy, Word
from cxmetrics.report import figures, wording
from cxmetrics.report.cards import GUARD_SHAPES, SHAPES, STYLES

_RULES: tuple[tuple[Word, str], ...] = (
    (Word.NOT_ENOUGH_DATA, "Fewer than {n} answers in a period, a share or a rate too rare to judge, fewer than {keys} "
     "different customers where they are known, or a period that is not over."),
    (Word.NO_MEANINGFUL_CHANGE, "The 90 % interval of the change lies inside the smallest change that matters."),
    (Word.IMPROVED, "The 95 % interval leaves out zero, and the change is in the good direction."),
    (Word.DECLINED, "The 95 % interval leaves out zero, and the change is in the bad direction."),
    (Word.NOT_ENOUGH_DATA, "To either side of the change the interval reaches more than twice what matters."),
    (Word.WITHIN_NOISE, "What is left: luck alone explains a change like this."),
)  # fmt: skip

_KINDS: dict[Kind, str] = {
    Kind.NPS: "Net Promoter Score",
    Kind.PROPORTION: "Shares: satisfied, lost, reopened, abandoned",
    Kind.MEAN: "Means of a scale",
    Kind.DURATION: "Durations: handle time, first reply",
    Kind.AMOUNT: "Amounts: revenue per customer",
    Kind.MEDIAN: "Medians",
    Kind.RATIO: "Ratios of two sums",
    Kind.RATE: "Counts per exposure",
}


def page() -> dict[str, object]:
    """Everything the template `methods` shows."""
    return {
        "rules": [
            {"word": word, "shape": SHAPES[word], "style": STYLES[word], "meaning": wording.MEANINGS[word],
             "when": when.format(n=Policy().minimum_n, keys=FEWEST_KEYS)}
            for word, when in _RULES
        ],
        "kinds": [
            {"name": name, "method": METHODS[kind], "margin": _margin(kind)} for kind, name in _KINDS.items()
        ],
        "guards": [(GUARD_SHAPES[guard], guard, meaning) for guard, meaning in wording.GUARDS.items()],
        "readings": list(wording.READINGS.items()),
        "keys": FEWEST_KEYS,
        "periods": FEWEST_PERIODS,
        "power": figures.percent(power_of_each(0)),
        "missed": figures.percent(1 - power_of_each(0)),
        "checks": [check.title for check in CHECKS],
    }  # fmt: skip


def _margin(kind: Kind) -> str:
    suggested = DEFAULT_MARGINS[kind]
    if kind in FRACTIONS_OF_EARLIER:
        return f"{figures.percent(suggested)} of the earlier value"
    return figures.margin(kind, suggested, wording.UNITS[kind])
