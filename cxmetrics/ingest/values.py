"""What a sample says about one column: its distinct texts and how often each occurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from cxmetrics.layout import BEHIND_WORDS, NO_ANSWER

MISSING_CODES = frozenset({"-99", "-999"})
"""Numbers with which survey tools mark an unanswered question of a scale."""
_PROBE = 2000
_YES_NO = (
    frozenset({"yes", "no"}),
    frozenset({"y", "n"}),
    frozenset({"true", "false"}),
    frozenset({"t", "f"}),
    frozenset({"1", "0"}),
)
_NUMBER = re.compile(r"[-+]?(?:\d+[.,]?\d*|\.\d+)")
_BEHIND = re.compile(BEHIND_WORDS)


@dataclass(frozen=True, slots=True)
class Values:
    """counts: distinct texts, trimmed and not blank, in order of appearance -> records.

    probe: the first 2,000 of them that could be answers, by which a column is judged. records: in the sample.
    """

    counts: Mapping[str, int]
    probe: Mapping[str, int]
    records: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Values:
        """Count the cells of one column."""
        counts: Counter[str] = Counter()
        for text, number in Counter(texts).items():
            if trimmed := text.strip():
                counts[trimmed] += number
        unanswered = NO_ANSWER | MISSING_CODES
        probe = {text: n for text, n in islice(counts.items(), _PROBE) if text.lower() not in unanswered}
        return cls(counts, probe, len(texts))

    @property
    def filled(self) -> int:
        """Records that are not blank."""
        return sum(self.counts.values())

    @property
    def distinct(self) -> int:
        """Distinct texts."""
        return len(self.counts)

    @property
    def average_length(self) -> float:
        """Characters of an answer."""
        return sum(len(text) * n for text, n in self.probe.items()) / max(1, sum(self.probe.values()))

    @property
    def yes_no(self) -> bool:
        """Whether the column holds nothing but yes and no, in one of their spellings."""
        return self.distinct == 2 and {text.lower() for text in self.counts} in _YES_NO

    def share(self, test: Callable[[str], object]) -> float:
        """Share of answers that pass, 0 where there is none."""
        total = sum(self.probe.values())
        return sum(n for text, n in self.probe.items() if test(text)) / total if total else 0.0

    def among(self, *texts: str) -> float:
        """Share of answers that are one of these lower-case texts."""
        return self.share(lambda text: text.lower() in texts)

    def numbers(self) -> dict[float, int]:
        """Answers that begin with a number, or end with one behind their words, as numbers -> records."""
        found: Counter[float] = Counter()
        for text, n in self.probe.items():
            if match := _NUMBER.match(text):
                found[float(match[0].replace(",", "."))] += n
            elif behind := _BEHIND.search(text):
                found[float(behind[1])] += n
        return found

    def within(self, low: float, high: float, *, whole: bool = True) -> float:
        """Share of answers from low to high, whole numbers only unless said otherwise."""
        total = sum(self.probe.values())
        fitting = sum(
            n for value, n in self.numbers().items() if low <= value <= high and (not whole or value == int(value))
        )
        return fitting / total if total else 0.0

    def examples(self, count: int = 3) -> tuple[str, ...]:
        """The texts that occur most often."""
        return tuple(text for text, _ in Counter(self.counts).most_common(count))
