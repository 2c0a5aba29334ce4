"""Who carries a change: found in any crossing, named only beyond chance, and left out as if they had never answered."""

from __future__ import annotations

import numpy as np
import pytest

from cxmetrics.judge.cells import Cells
from cxmetrics.judge.compare import compare
from cxmetrics.judge.crossing import Crossed, Label, candidates, different, merged, moments
from cxmetrics.judge.culprits import Culprits, culprits
from cxmetrics.judge.shapes import moments_of
from cxmetrics.model import Direction, Kind, Moments, Word

NAMES = ("employee", "location", "channel", "week")
EMPLOYEES, CHANNELS = 12, 2
WEEKS = tuple(
    f"2026-{month:02d}-{day:02d}" for month, days in ((2, (2, 9, 16, 23)), (3, (2, 9, 16, 23))) for day in days
)

Answers = dict[tuple[int, ...], list[list[float]]]
"""Cell -> its answers in both periods."""


def cell_of(employee: int, channel: int, week: int) -> tuple[int, int, int, int]:
    return employee, employee % 3, channel, week


def company(rng: np.random.Generator, kind: Kind, answers: int = 400) -> Answers:
    """Cell -> the answers in both periods, drawn at constant rates; the first four weeks are the earlier period."""
    drawn: Answers = {}
    for _ in range(2 * answers):
        employee, channel, week = (int(rng.integers(most)) for most in (EMPLOYEES, CHANNELS, len(WEEKS)))
        answer = rng.choice([-1.0, 0.0, 1.0], p=[0.05, 0.23, 0.72]) if kind is Kind.NPS else rng.normal(5, 0.7)
        drawn.setdefault(cell_of(employee, channel, week), [[], []])[week >= 4].append(float(answer))
    return drawn


def crossed(drawn: Answers) -> Crossed:
    rows = [[_moments(answers[period]) for answers in drawn.values()] for period in (0, 1)]
    fields = Cells.__dataclass_fields__
    values = [[f"E{i:02d}" for i in range(EMPLOYEES)], ["Leeds", "York", "Bath"], ["phone", "chat"], WEEKS]
    return Crossed(
        NAMES,
        tuple(map(tuple, values)),
        np.array(list(drawn), dtype=np.intp).T,
        Cells.of([[[getattr(one, name) for name in fields] for one in period] for period in rows]),
        "week",
    )


def _moments(answers: list[float]) -> Moments:
    if not answers:
        return Moments()
    return moments_of(np.array(answers))


def whole(drawn: Answers, without: Label = ()) -> tuple[Moments, Moments]:
    values = crossed(drawn).values
    left_out = {NAMES.index(name): values[NAMES.index(name)].index(value) for name, value in without}
    kept = [
        answers
        for cell, answers in drawn.items()
        if not left_out or any(cell[i] != place for i, place in left_out.items())
    ]
    before, after = (_moments([y for answers in kept for y in answers[period]]) for period in (0, 1))
    return before, after


def found(drawn: Answers, kind: Kind = Kind.NPS) -> Culprits:
    return culprits(kind, [crossed(drawn)], 5.0 if kind is Kind.NPS else 0.05, Direction.UP)


def begged(kind: Kind = Kind.NPS) -> Answers:
    """A company with the same answers in both periods, but that one employee collects 36 of the best in one week."""
    drawn: Answers = {}
    for (employee, _, channel, week), answers in company(np.random.default_rng(3), kind).items():
        if week < 4:
            drawn[cell_of(employee, channel, week)] = [answers[0], []]
            drawn[cell_of(employee, channel, week + 4)] = [[], [*answers[0]]]
    for channel in range(CHANNELS):
        best = [1.0] * 18 if kind is Kind.NPS else [6.3, 6.5] * 9
        drawn.setdefault(cell_of(5, channel, 6), [[], []])[1].extend(best)
    return drawn


def test_one_employee_s_week_is_named_with_place_and_week_and_the_records_that_jumped() -> None:
    drawn = begged()
    (first, *_) = found(drawn).named
    assert first.cell == (("employee", "E05"), ("location", "Bath"), ("week", "2026-03-16"))
    assert first.n[0] == 0
    assert first.n[1] >= 36
    assert first.expected is not None
    assert first.expected < 10
    assert first.p_value < 0.02


@pytest.mark.parametrize("kind", [Kind.NPS, Kind.MEAN])
def test_without_a_cell_is_a_refit_of_all_other_records(kind: Kind) -> None:
    drawn = begged(kind)
    (first, *_) = found(drawn, kind).named
    refit = compare(kind, *whole(drawn, without=first.cell))
    change = compare(kind, *whole(drawn)).change
    assert refit.change is not None
    assert change is not None
    assert first.without.comparison.change == pytest.approx(refit.change, abs=1e-9)
    assert first.without.comparison.before.n == refit.before.n
    assert first.without.comparison.interval == pytest.approx(refit.interval, abs=1e-9)
    assert first.share == pytest.approx((change - refit.change) / change)


@pytest.mark.parametrize("kind", [Kind.NPS, Kind.MEAN])
def test_nobody_is_named_for_chance(kind: Kind) -> None:
    named = [bool(found(company(np.random.default_rng(seed), kind), kind).named) for seed in range(150)]
    assert np.mean(named) <= 0.06


def test_what_somebody_always_has_is_no_suspicion() -> None:
    """A channel that scores a whole point lower all the time, and whose weeks therefore all do."""
    named = []
    for seed in range(60):
        drawn = company(np.random.default_rng(seed), Kind.MEAN)
        for cell, answers in drawn.items():
            if cell[2] == 1:
                answers[:] = [[y - 1 for y in period] for period in answers]
        named.append(bool(found(drawn, Kind.MEAN).named))
    assert np.mean(named) <= 0.07


def test_a_second_culprit_is_one_that_is_left_without_the_first() -> None:
    rng = np.random.default_rng(9)
    drawn = company(rng, Kind.MEAN, answers=1_500)
    for cell, answers in drawn.items():
        if cell[1] in (0, 1):
            answers[1] = [y - 0.6 for y in answers[1]]
    names = [one.cell for one in found(drawn, Kind.MEAN).named]
    assert sorted(names[:2]) == [(("location", "Leeds"),), (("location", "York"),)]
    assert all(one.without.word is Word.DECLINED for one in found(drawn, Kind.MEAN).named)


def test_nothing_is_said_where_a_period_is_empty_or_nothing_changed() -> None:
    empty: Answers = {cell_of(1, 0, 1): [[1.0] * 30, []]}
    assert found(empty) == Culprits((), 0)
    same = [1.0, -1.0] * 5
    calm: Answers = {}
    for employee in range(6):
        calm |= {cell_of(employee, 0, 1): [same, []], cell_of(employee, 0, 5): [[], same]}
    assert found(calm).named == ()
    assert found(calm).looked_at > 0


def test_candidates_are_every_crossing_once_and_never_small() -> None:
    drawn = company(np.random.default_rng(1), Kind.NPS)
    table = crossed(drawn)
    listed = candidates(table, 20)
    n = table.cells.n
    assert len(set(listed.labels)) == len(listed.labels)
    assert all(n[:, listed.members(i)].sum(axis=1).max() >= 20 for i in range(len(listed.labels)))
    for i, label in enumerate(listed.labels):
        inside = np.ones(n.shape[1], dtype=bool)
        for name, value in label:
            place = table.names.index(name)
            inside &= table.codes[place] == table.values[place].index(value)
        assert set(listed.members(i)) == set(np.flatnonzero(inside))
    singles = {label for label in listed.labels if label[0][0] == "employee" and label[-1][0] != "week"}
    assert all(("location", value) in label for label in singles for name, value in label if name == "location")
    assert not any(len(label) == 1 for label in singles)  # an employee of one place is named with it


def test_a_dimension_that_says_the_same_in_other_words_counts_once() -> None:
    table = crossed(company(np.random.default_rng(1), Kind.NPS))
    doubled = Crossed(
        (*table.names[:3], "group", "week"),
        (*table.values[:3], ("x", "y", "z"), table.values[3]),
        np.stack([*table.codes[:3], (table.codes[1] + 1) % 3, table.codes[3]]),
        table.cells,
        "week",
    )
    assert [doubled.names[i] for i in different(doubled)] == ["employee", "location", "channel", "week"]


@pytest.mark.parametrize("kind", [Kind.NPS, Kind.MEAN])
def test_merging_cells_gives_the_moments_of_all_their_records(kind: Kind) -> None:
    drawn = company(np.random.default_rng(2), kind)
    table = crossed(drawn)
    both = merged(table.cells, table.codes[1], 3)
    for place in range(3):
        answers = [[y for cell, mine in drawn.items() if cell[1] == place for y in mine[period]] for period in (0, 1)]
        for one, other in zip(moments(both, place), map(_moments, answers), strict=True):
            assert one.n == other.n
            assert one.total == pytest.approx(other.total)
            assert one.m2 == pytest.approx(other.m2)
