"""Segments against the others: the evidence, its order, its correction, and what must not pass for many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.stats import fisher_exact, ttest_ind
from statsmodels.stats.multitest import multipletests

from cxmetrics.judge.looks import Cut, Keys
from cxmetrics.judge.spread import Standing, against_others, reversals
from cxmetrics.model import Direction, Kind, Moments, Segment

Counts = dict[str, tuple[int, int]]


def share(events: int, n: int) -> Moments:
    return Moments(n, events, 0, events, events - events * events / n)


def mean(values: ArrayLike) -> Moments:
    y = np.asarray(values)
    return Moments(y.size, int((y > 0).sum()), int((y < 0).sum()), y.sum(), ((y - y.mean()) ** 2).sum())


def cut(counts: Counts, dimension: str = "place", customers: Keys | None = None, employees: Keys | None = None) -> Cut:
    return Cut(dimension, tuple(counts), tuple(share(*pair) for pair in counts.values()), customers, employees)


def keys(*rows: tuple[Sequence[float], Sequence[float]]) -> Keys:
    """(records, sum of y) of each value, one row a key."""
    return Keys(np.array([n for n, _ in rows], dtype=float), np.array([total for _, total in rows], dtype=float))


def each_alone(one: int, other: int) -> Keys:
    """Of two values with 100 answers each, every answer from somebody else."""
    return keys(
        *(((1, 0), (float(i < one), 0)) for i in range(100)), *(((0, 1), (0, float(i < other))) for i in range(100))
    )


def standings(cuts: Sequence[Cut], good: Direction = Direction.UP) -> dict[str, Standing]:
    return {one.segment.value: one.standing for one in against_others(Kind.PROPORTION, cuts, good)}


def test_the_surest_comes_first_and_not_the_lowest() -> None:
    counts = {"tiny": (12, 22), "low": (1_300, 2_000), "usual": (1_600, 2_000), "more": (1_590, 2_000)}
    first, *rest = against_others(Kind.PROPORTION, [cut(counts)], Direction.UP)
    assert (first.segment.value, first.standing) == ("low", Standing.WORSE)
    assert min(rest, key=lambda row: row.figure.value or 0).segment.value == "tiny"


def test_the_direction_that_is_good_decides_who_is_worse() -> None:
    counts = {"many": (400, 1_000), "few": (200, 1_000)}
    assert standings([cut(counts)], Direction.UP) == {"many": Standing.BETTER, "few": Standing.WORSE}
    assert standings([cut(counts)], Direction.DOWN) == {"many": Standing.WORSE, "few": Standing.BETTER}


def test_p_values_are_welchs_and_their_correction_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(3)
    values = {f"v{i}": rng.normal(5 + (i == 0) * 0.4, 1.2, 150) for i in range(6)}
    rows = against_others(
        Kind.MEAN, [Cut("d", tuple(values), tuple(mean(one) for one in values.values()))], Direction.UP
    )
    alone = {
        name: ttest_ind(mine, np.concatenate([o for n, o in values.items() if n != name]), equal_var=False).pvalue
        for name, mine in values.items()
    }
    adjusted = dict(zip(alone, multipletests(list(alone.values()), method="fdr_bh")[1], strict=True))
    first, *rest = rows
    assert first.segment.value == "v0"
    assert all(row.standing is Standing.ALIKE for row in rest)
    assert first.adjusted_p_value == pytest.approx(adjusted["v0"], rel=1e-6)


def test_one_far_segment_does_not_make_all_others_stand_out_on_the_other_side() -> None:
    counts = {"far": (900, 1_000)} | {f"v{i}": (100 + i, 1_000) for i in range(12)}
    found = standings([cut(counts)], Direction.DOWN)
    assert found.pop("far") is Standing.WORSE
    assert set(found.values()) == {Standing.ALIKE}
    row = next(r for r in against_others(Kind.PROPORTION, [cut(counts)], Direction.DOWN) if r.segment.value == "v3")
    assert row.others.n == 11_000, "the far one is not among those it is compared with"


def test_too_few_answers_are_never_ranked_and_come_last() -> None:
    counts = {"small": (0, 19), "smaller": (0, 3), "large": (40, 10_000), "larger": (40, 12_000)}
    rows = against_others(Kind.PROPORTION, [cut(counts)], Direction.UP)
    assert [(row.segment.value, row.adjusted_p_value) for row in rows[-2:]] == [("small", None), ("smaller", None)]
    assert {row.standing for row in rows[:2]} == {Standing.ALIKE}


def test_rare_cases_are_tested_exactly() -> None:
    silent = against_others(Kind.PROPORTION, [cut({"Social": (52, 83), "Phone": (2_549, 2_549)})], Direction.UP)[0]
    assert silent.standing is not Standing.TOO_FEW
    exactly = fisher_exact(np.array([[52, 31], [2_549, 0]])).pvalue
    assert silent.adjusted_p_value is not None
    assert exactly <= silent.adjusted_p_value < 0.001
    (none, _) = against_others(Kind.PROPORTION, [cut({"Social": (83, 83), "Phone": (2_547, 2_549)})], Direction.UP)
    assert none.standing is Standing.ALIKE


def test_a_few_answers_that_happen_to_be_alike_are_no_evidence() -> None:
    rng = np.random.default_rng(8)
    many = rng.choice([1, 2, 3, 4, 5], 4_000, p=[0.02, 0.02, 0.04, 0.17, 0.75])
    alike = np.array([5.0] * 19 + [4.0])
    rows = against_others(Kind.MEAN, [Cut("d", ("alike", "many"), (mean(alike), mean(many)))], Direction.UP)
    assert ttest_ind(alike, many, equal_var=False).pvalue < 0.001
    assert {row.standing for row in rows} <= {Standing.ALIKE, Standing.TOO_FEW}


def test_one_customer_who_answers_often_is_not_many() -> None:
    counts = {"Leeds": (60, 100), "York": (90, 100)}
    alone = each_alone(60, 90)
    assert standings([cut(counts, customers=alone)])["Leeds"] is Standing.WORSE
    # the same counts, but all who were unhappy in Leeds are two persons
    two = keys(
        *(((1, 0), (1, 0)) for _ in range(60)), *(((20, 0), (0, 0)) for _ in range(2)),
        *(((0, 1), (0, float(i < 90))) for i in range(100)),
    )  # fmt: skip
    assert standings([cut(counts, customers=two)])["Leeds"] is Standing.ALIKE


def test_one_employee_does_not_pass_for_a_place() -> None:
    places = {"Leeds": (240, 400), "York": (360, 400)}
    everyone = keys(*(((50, 0), (30, 0)) for _ in range(8)), *(((0, 50), (0, 45)) for _ in range(8)))
    assert standings([cut(places, employees=everyone)])["Leeds"] is Standing.WORSE
    one = keys(
        ((150, 0), (15, 0)), *(((250 / 7, 0), (225 / 7, 0)) for _ in range(7)), *(((0, 50), (0, 45)) for _ in range(8))
    )
    (leeds, _) = against_others(Kind.PROPORTION, [cut(places, employees=one)], Direction.UP)
    assert leeds.standing in (Standing.ALIKE, Standing.TOO_FEW)
    assert leeds.by_employee


def test_fewer_than_five_employees_are_taken_as_they_are() -> None:
    places = {"Leeds": (240, 400), "York": (360, 400)}
    two = keys(((400, 0), (240, 0)), ((0, 400), (0, 360)))
    (leeds, _) = against_others(Kind.PROPORTION, [cut(places, employees=two)], Direction.UP)
    assert leeds.standing is Standing.WORSE
    assert not leeds.by_employee


def test_nothing_is_said_while_the_period_runs() -> None:
    rows = against_others(Kind.PROPORTION, [cut({"a": (10, 1_000), "b": (900, 1_000)})], Direction.UP, still_open=True)
    assert {row.standing for row in rows} == {Standing.TOO_FEW}


def test_a_dimension_with_one_value_is_no_look() -> None:
    assert against_others(Kind.PROPORTION, [cut({"only": (10, 100)})], Direction.UP) == ()


def test_the_same_records_under_two_names_are_one_look() -> None:
    counts = {"chat": (60, 100), "phone": (90, 100)}
    held = each_alone(60, 90)
    again = cut({"Chat": (60, 100), "Voice": (90, 100)}, "via", held)
    rows = against_others(Kind.PROPORTION, [cut(counts, "channel", held), again], Direction.UP)
    assert {row.segment: row.same for row in rows} == {
        Segment("channel", "chat"): (Segment("via", "Chat"),),
        Segment("channel", "phone"): (Segment("via", "Voice"),),
    }


def tenth_of(moments: Moments) -> Moments:
    return share(round(moments.positive / 10), round(moments.n / 10))


def test_simpsons_paradox_is_found_where_it_is_sure_and_only_there() -> None:
    channels = [
        (share(911, 1_012), share(528, 562)),
        (share(774, 900), share(512, 563)),
        (share(203, 338), share(765, 1_125)),
    ]
    (found,) = reversals(Kind.PROPORTION, {"channel": channels})
    assert found.dimension == "channel"
    assert found.whole == pytest.approx(1_805 / 2_250 - 1_888 / 2_250)
    weights = [(1_012 / 2_250 + 562 / 2_250) / 2, (900 / 2_250 + 563 / 2_250) / 2, (338 / 2_250 + 1_125 / 2_250) / 2]
    moved = [528 / 562 - 911 / 1_012, 512 / 563 - 774 / 900, 765 / 1_125 - 203 / 338]
    assert found.within == pytest.approx(sum(w * m for w, m in zip(weights, moved, strict=True)))
    tenth = [(tenth_of(before), tenth_of(after)) for before, after in channels]
    assert reversals(Kind.PROPORTION, {"channel": tenth}) == ()
