"""The line-up is honest: where nothing changed, no rule finds the real panel more often than a guess does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cxmetrics.judge.lineup import PANELS, Lineup, Mark, lineup
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Kind, Moments
from cxmetrics.stats.arrays import Floats
from tests.judge.examples import nps, share

MONTHS = 12
MARKS = [Mark.OTHER] * (MONTHS - 2) + [Mark.EARLIER, Mark.LATER]
WORLDS = 1_200
SIZES = np.linspace(120, 480, MONTHS).astype(int)

Month = Callable[[int, np.random.Generator], Moments]
Rule = Callable[[Floats], Floats]


def _nps_month(n: int, rng: np.random.Generator) -> Moments:
    up, rest, down = rng.multinomial(n, [0.7, 0.24, 0.06])
    return nps(int(up), int(rest), int(down))


WORLD: dict[Kind, Month] = {
    Kind.NPS: _nps_month,
    Kind.PROPORTION: lambda n, rng: share(int(rng.binomial(n, 0.04)), n),
    Kind.MEAN: lambda n, rng: moments_of(rng.choice([1.0, 4.0, 5.0, 6.0, 7.0], n)),
    Kind.DURATION: lambda n, rng: moments_of(rng.normal(5.6, 0.7, n), np.ones(n)),
}

RULES: dict[str, Rule] = {
    "the largest last step": lambda panels: np.abs(panels[:, -1] - panels[:, -2]),
    "the smallest last step": lambda panels: -np.abs(panels[:, -1] - panels[:, -2]),
    "the last point farthest from the others": lambda panels: np.abs(panels[:, -1] - panels[:, :-1].mean(axis=1)),
    "the widest": lambda panels: np.ptp(panels, axis=1),
    "the calmest": lambda panels: -panels.std(axis=1),
    "the one in the middle": lambda panels: -np.abs(panels.mean(axis=1) - panels.mean()),
    "the steepest": lambda panels: np.abs(panels @ (np.arange(panels.shape[1]) - panels.shape[1] / 2)),
}


def look(kind: Kind, seed: int, changed: Callable[[list[Moments]], list[Moments]] = list) -> Lineup:
    rng = np.random.default_rng([seed, list(Kind).index(kind)])
    months = [WORLD[kind](int(n), rng) for n in SIZES]
    return lineup(kind, changed(months), MARKS, rng)


@pytest.mark.parametrize("kind", WORLD)
def test_where_nothing_changed_every_rule_finds_the_real_one_as_often_as_a_guess(kind: Kind) -> None:
    looks = [look(kind, seed) for seed in range(WORLDS)]
    for name, rule in RULES.items():
        hits = np.mean([rule(np.array(each.panels)).argmax() == each.real for each in looks])
        # 1 in 20, give or take four standard errors of so many worlds
        assert abs(hits - 1 / PANELS) < 4 * np.sqrt(0.05 * 0.95 / WORLDS), f"{name}: {hits:.3f}"


def test_a_real_change_is_the_largest_step_of_all() -> None:
    def risen(months: list[Moments]) -> list[Moments]:
        return [*months[:-1], share(round(0.16 * months[-1].n), months[-1].n)]

    looks = [look(Kind.PROPORTION, seed, risen) for seed in range(40)]
    assert np.mean([each.rank == 1 for each in looks]) > 0.95
    assert len({each.real for each in looks}) > 10


def test_panels_hold_heights_and_nothing_that_tells_the_real_one() -> None:
    found = look(Kind.NPS, 7)
    heights = np.array(found.panels)
    assert heights.shape == (PANELS, MONTHS)
    assert (heights.min(), heights.max()) == (0, 1)
    assert np.array_equal(heights, heights.round(3))


def test_sums_of_whole_answers_stay_whole_in_every_panel() -> None:
    months = [WORLD[Kind.MEAN](20, np.random.default_rng(i)) for i in range(6)]
    found = lineup(Kind.MEAN, months, [*MARKS[-6:]], np.random.default_rng(1))
    # all heights are whole parts of the scale: one part is one answer more in a month of twenty
    sums = np.unique(np.array(found.panels))
    assert any(np.allclose(sums * parts, np.rint(sums * parts), atol=0.0006 * parts) for parts in range(10, 200))


def test_look_alikes_swing_as_much_as_the_figure_does_by_itself() -> None:
    rng = np.random.default_rng(11)
    months = [WORLD[Kind.PROPORTION](400, rng) for _ in range(MONTHS)]
    calm, restless = (lineup(Kind.PROPORTION, months, MARKS, np.random.default_rng(5), tau=tau) for tau in (0.0, 0.05))
    spread = [
        np.std(np.delete(each.panels, each.real, axis=0)) / np.std(each.panels[each.real]) for each in (calm, restless)
    ]
    assert spread[1] > 3 * spread[0]


def test_a_figure_that_never_varies_is_drawn_flat() -> None:
    found = lineup(Kind.PROPORTION, [share(50, 50)] * 4, MARKS[-4:], np.random.default_rng(1))
    assert set(np.ravel(found.panels)) == {0.5}
