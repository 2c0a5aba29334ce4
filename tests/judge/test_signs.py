"""Agents and signs: named only beyond chance, also where customers come back; and a change split exactly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cxmetrics.judge.gaming import at_target, of_sign, pile, split
from cxmetrics.judge.shapes import moments_of
from cxmetrics.judge.signs import NOTHING, Share, Side, Sides, Sign, named, traces
from cxmetrics.measure import DurationOf
from cxmetrics.metrics.catalogue import template
from cxmetrics.model import Direction, Kind, Metric, Moments, Word
from cxmetrics.stats.bunching import bunching

AGENTS = [f"Agent {i}" for i in range(40)]


def share(events: np.ndarray, n: np.ndarray) -> Share:
    """Out of the contacts of each person."""
    return Share(
        int(n.sum()),
        int(events.sum()),
        n.size,
        int((n * n).sum()),
        int((n * events).sum()),
        int((events * events).sum()),
    )


def agents(seed: int, alike: bool) -> dict[str, Sides]:
    """Forty agents with the same chances; alike: whether the contacts of one customer all end the same way."""
    rng = np.random.default_rng(seed)
    found = {}
    for name in AGENTS:
        n = rng.integers(1, 5, 45) if alike else np.ones(110, dtype=int)
        signs = {}
        for sign, chance in ((Sign.SHORT, 0.01), (Sign.AGAIN_WEEK, 0.22), (Sign.TRANSFERRED, 0.07)):
            events = n * (rng.random(n.size) < chance) if alike else rng.binomial(n, chance)
            signs[sign] = share(events, n)
        found[name] = (NOTHING, Side(signs, Moments(), Moments()))
    return found


@pytest.mark.parametrize("alike", [False, True])
def test_where_agents_do_not_differ_anybody_is_named_at_most_once_in_twenty(alike: bool) -> None:
    worlds = 300
    rate = np.mean([bool(named(traces(agents(seed, alike)))) for seed in range(worlds)])
    assert rate <= 0.05


def test_an_agent_who_differs_comes_first_and_is_named_alone() -> None:
    world = agents(1, alike=False)
    before, after = world[AGENTS[7]]
    world[AGENTS[7]] = (
        before,
        Side({**after.shares, Sign.SHORT: Share(110, 20, 110, 110, 20, 20)}, Moments(), Moments()),
    )
    found = traces(world)
    assert named(found) == (AGENTS[7],)
    assert (found[0].agent, found[0].sign, found[0].named) == (AGENTS[7], Sign.SHORT, True)
    assert found[0].interval[0] > 0
    assert found[0].own[0] < 20 / 110 < found[0].own[1]
    whole = sum(side.shares[Sign.SHORT].n for _, side in world.values())
    assert found[0].others.n == whole - 110


def test_one_customer_s_calls_are_not_many_customers() -> None:
    """Twelve short calls of one customer who rings twelve times say less than twelve of twelve customers."""
    world = agents(2, alike=False)
    many = {**world, AGENTS[0]: (NOTHING, Side({Sign.SHORT: Share(110, 12, 110, 110, 12, 12)}, Moments(), Moments()))}
    one = {**world, AGENTS[0]: (NOTHING, Side({Sign.SHORT: Share(110, 12, 99, 242, 144, 144)}, Moments(), Moments()))}
    assert traces(many)[0].named
    assert not [trace for trace in traces(one) if trace.named]


def test_fewer_contacts_than_the_minimum_and_signs_that_never_occur_are_not_tested() -> None:
    few = Side({Sign.SHORT: Share(19, 19, 19, 19, 19, 19)}, Moments(), Moments())
    found = traces({**agents(3, alike=False), "New": (NOTHING, few)})
    assert "New" not in {trace.agent for trace in found}
    assert Sign.ABANDONED not in {trace.sign for trace in found}
    assert traces({}) == ()


def handle_time() -> Metric:
    entry = template("handle_time")
    assert entry
    return Metric("handle_time", "Handle time", Kind.DURATION, "s", Direction.DOWN, DurationOf("s"), (), 0.05, "")


def logs(rng: np.random.Generator, n: int, centre: float) -> Moments:
    return moments_of(rng.normal(math.log(centre), 0.6, n), np.ones(n))


@pytest.mark.parametrize("seed", range(6))
def test_the_parts_of_a_change_add_up_whatever_moved(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before, after = (
        Side({}, logs(rng, int(rng.integers(0, 60)), 6), logs(rng, int(rng.integers(40, 400)), rng.uniform(150, 300)))
        for _ in range(2)
    )
    found = split(handle_time(), before, after)
    assert found
    means = [(side.short.total + side.rest.total) / (side.short.n + side.rest.n) for side in (before, after)]
    assert found.change == pytest.approx(means[1] - means[0], abs=1e-9)
    assert found.share + found.short + found.rest == pytest.approx(found.change, abs=1e-9)


def test_a_period_without_contacts_cannot_be_split() -> None:
    assert split(handle_time(), NOTHING, Side({}, Moments(), logs(np.random.default_rng(1), 50, 200))) is None


def test_a_sign_of_its_own_is_judged_with_the_error_of_repeated_customers() -> None:
    once = of_sign(Share(400, 40, 400, 400, 40, 40), Share(400, 66, 400, 400, 66, 66), 0.01)
    assert once.word is Word.DECLINED
    alike = of_sign(Share(400, 40, 100, 1_600, 160, 160), Share(400, 66, 100, 1_600, 264, 264), 0.01)
    assert alike.word is not Word.DECLINED
    assert alike.comparison.dependence
    assert alike.comparison.interval
    assert once.comparison.interval
    assert alike.comparison.interval[0] < 0 < once.comparison.interval[0]


def test_smooth_durations_pile_up_nowhere_in_more_than_one_search_of_twenty() -> None:
    found = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        seconds, n = np.unique(np.floor(rng.lognormal(math.log(280), 0.65, 5_000)), return_counts=True)
        found.append(pile(seconds, n, None))
    assert all(found)
    assert np.mean([each.real() for each in found if each]) <= 0.05


def test_contacts_just_below_the_target_are_counted_by_agent() -> None:
    seconds, n = np.arange(60, 600, dtype=float), np.random.default_rng(4).poisson(10, 540)
    where = bunching(seconds, n, 300.0)
    assert where
    below = at_target([0, 0, 1, 1], [295.0, 301.0, 293.0, 299.0], [4, 5, 6, 7], where)
    assert {who: (each.n, each.events) for who, each in below.items()} == {0: (9, 4), 1: (13, 7)}
