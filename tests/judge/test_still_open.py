"""A period that is not over: no verdict, and an interval that daily looks cannot wear down."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.segments import judge_cells
from cxmetrics.judge.verdict import judge
from cxmetrics.model import Direction, Kind, Moments, Word
from tests.judge.examples import WITH_MOMENTS, nps

BEFORE, AFTER = nps(288, 92, 20), nps(292, 88, 20)
DAYS, SERIES = 30, 2_000


def looks(rng: np.random.Generator, closed: int, a_day: int) -> Cells:
    """A period of 67 points that is over, and one just like it after each of its days: shape (2, days x series)."""
    chances = [0.72, 0.05, 0.23]
    over = np.broadcast_to(rng.multinomial(closed, chances, SERIES), (DAYS, SERIES, 3))
    running = rng.multinomial(a_day, chances, (DAYS, SERIES)).cumsum(axis=0)
    counts = np.stack([over, running]).reshape(2, -1, 3).astype(float)
    return Cells.of_counts(counts.sum(axis=-1), counts[..., 0], counts[..., 1])


@pytest.mark.parametrize(("closed", "a_day"), [(400, 13), (3_000, 100), (60, 2), (400, 1)])
def test_daily_looks_at_a_period_in_which_nothing_changed_hardly_ever_exclude_0(closed: int, a_day: int) -> None:
    cells = looks(np.random.default_rng([19, closed]), closed, a_day)
    ever = {}
    for still_open in (True, False):
        found = judge_cells(Kind.NPS, cells, 5.0, Direction.UP, still_open=still_open)
        ever[still_open] = ((found.lower > 0) | (found.upper < 0)).reshape(DAYS, SERIES).any(axis=0).mean()
    assert ever[True] <= 0.06
    assert ever[False] > 0.1


@pytest.mark.parametrize("kind", WITH_MOMENTS)
def test_the_interval_is_one_and_a_half_to_two_times_as_wide_and_the_p_value_agrees_with_it(kind: Kind) -> None:
    before = Moments(n=900, positive=700, negative=50, total=650.0, m2=300.0, x_total=900.0)
    for rise in (0, 5, 40, 90):
        after = Moments(n=900, positive=700 + rise, negative=50, total=650.0 + rise, m2=300.0, x_total=900.0)
        over, running = (compare(kind, before, after, still_open=still_open) for still_open in (False, True))
        assert over.interval is not None
        assert running.interval is not None
        assert over.p_value is not None
        assert running.p_value is not None
        assert running.change == over.change
        wider = (running.interval[1] - running.interval[0]) / (over.interval[1] - over.interval[0])
        assert 1.5 < wider < 2
        assert (running.p_value < 0.05) == (running.interval[0] > 0 or running.interval[1] < 0)
        assert running.p_value >= over.p_value


def test_it_has_no_verdict_and_says_why() -> None:
    comparison = compare(Kind.NPS, BEFORE, nps(400, 0, 0), still_open=True)
    assert comparison.still_open
    assert comparison.method.endswith("asymptotic confidence sequence")
    verdict = judge(comparison, 5, Direction.UP)
    assert (verdict.word, verdict.gated) == (Word.NOT_ENOUGH_DATA, True)
    assert "may be looked at every day" in verdict.caveats[0]


def test_the_first_answers_of_a_period_have_an_interval_on_the_scale() -> None:
    found = compare(Kind.NPS, BEFORE, nps(2, 0, 0), still_open=True)
    assert found.interval is not None
    assert -200 <= found.interval[0] < found.interval[1] <= 200
    assert compare(Kind.NPS, BEFORE, Moments(), still_open=True).interval is None
