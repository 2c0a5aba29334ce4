"""Several headlines looked at together: what is real among them, and not merely the luckiest of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.verdict import word_of
from cxmetrics.model import Policy, Verdict, Word
from cxmetrics.stats.holm import holm

K = TypeVar("K", bound=str)


def together(headlines: Mapping[K, Verdict], policy: Policy = USUAL) -> dict[K, Verdict]:
    """The verdicts with Holm's correction over all that can be judged, so that all but 5 % of stable months stay calm.

    A change that is sure on its own and not among so many gets the word it would have without, and a caveat; its
    interval, which is that of one look, stays.
    """
    p_values = {
        key: verdict.comparison.p_value
        for key, verdict in headlines.items()
        if not verdict.gated and verdict.comparison.p_value is not None
    }
    adjusted = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return {
        key: _taken_back(verdict, len(p_values))
        if verdict.word in (Word.IMPROVED, Word.DECLINED) and adjusted[key] > 1 - policy.level
        else verdict
        for key, verdict in headlines.items()
    }


def _taken_back(verdict: Verdict, looks: int) -> Verdict:
    word = word_of(verdict.comparison, verdict.margin, verdict.good_direction, significant=False)
    caveat = f"Alone this would count as real; among {looks} metrics looked at together, one such is luck."
    return replace(verdict, word=word, caveats=(*verdict.caveats, caveat))
