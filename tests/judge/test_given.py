"""Figures that somebody typed or piped in: every form gives the same verdict, and what was not said is usual."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cxmetrics.judge.defaults import DEFAULT_DIRECTIONS, DEFAULT_MARGINS
from cxmetrics.judge.request import verdict_of
from cxmetrics.judge.shapes import SHAPES
from cxmetrics.model import Direction, Kind, Moments, Published, Word
from tests.judge.requests import COUNTS, FORMS, refusal, request


def test_the_flagship_typed_in_is_within_noise() -> None:
    later = {"promoters": 292, "passives": 88, "detractors": 20}
    verdict = verdict_of(request("nps", COUNTS, later))
    assert (verdict.word, verdict.margin, verdict.good_direction) == (Word.WITHIN_NOISE, 5, Direction.UP)


def test_scores_are_counted_into_groups() -> None:
    figures = request("nps", {"scores": [0, 6, 7, 8, 9, 10.0]}).before
    assert isinstance(figures, Moments)
    assert (figures.n, figures.positive, figures.negative) == (6, 2, 2)


@pytest.mark.parametrize("kind", list(FORMS))
def test_every_form_of_a_kind_gives_the_same_figures(kind: str) -> None:
    assert FORMS.keys() == {str(each) for each in Kind}
    found = [verdict_of(request(kind, shape)).comparison for shape in FORMS[kind]]
    for other in found[1:]:
        assert other.before.value == pytest.approx(found[0].before.value)
        assert other.before.interval == pytest.approx(found[0].before.interval)
        assert other.interval == pytest.approx(found[0].interval)
        assert other.interval_90 == pytest.approx(found[0].interval_90)
        assert other.standard_error == pytest.approx(found[0].standard_error)
        assert other.p_value == pytest.approx(found[0].p_value)


@pytest.mark.parametrize("kind", [str(kind) for kind in Kind])
def test_the_order_of_the_answers_does_not_matter(kind: str) -> None:
    shape = next(shape for shape in FORMS[kind] if any(isinstance(values, list) for values in shape.values()))
    order = np.random.default_rng(32).permutation(len(next(iter(shape.values()))))
    shuffled = {name: [values[i] for i in order] for name, values in shape.items()}
    one, other = (verdict_of(request(kind, shape, after)).comparison for after in (shape, shuffled))
    assert other.interval == pytest.approx(one.interval)
    assert other.change == pytest.approx(0, abs=1e-12)


def test_a_published_score_is_kept_as_published() -> None:
    assert request("nps", {"nps": 67, "n": 400}).before == Published(67, 400)


def test_what_was_not_said_takes_the_defaults() -> None:
    usual = request("duration", {"values": [30, 40]})
    assert (usual.margin, usual.good_direction) == (0.05, Direction.DOWN)
    said = request("duration", {"values": [30, 40]}, margin=0.1, good_direction="up")
    assert (said.margin, said.good_direction) == (0.1, Direction.UP)
    assert set(DEFAULT_MARGINS) == set(DEFAULT_DIRECTIONS) == set(SHAPES) == set(Kind)


def test_the_margin_of_a_rate_is_a_tenth_of_the_earlier_one_or_must_be_said() -> None:
    assert request("rate", {"count": 30, "exposure": 10}).margin == pytest.approx(0.3)
    assert "margin" in refusal("rate", {"count": 0, "exposure": 10})
    assert request("rate", {"count": 0, "exposure": 10}, margin=0.1).margin == 0.1


def test_too_few_answers_are_a_verdict_and_not_an_error() -> None:
    shapes: list[dict[str, Any]] = [{"scores": []}, {"scores": [9]}, {"promoters": 0, "passives": 0, "detractors": 0}]
    for shape in shapes:
        assert verdict_of(request("nps", shape)).word is Word.NOT_ENOUGH_DATA


def test_medians_are_judged_where_a_tail_would_hide_the_change() -> None:
    rng = np.random.default_rng(33)
    before, after = 60 * rng.pareto(1.1, 300), 40 * rng.pareto(1.1, 300)
    verdict = verdict_of(request("median", {"values": before.tolist()}, {"values": after.tolist()}))
    assert verdict.word is Word.IMPROVED
    assert verdict.comparison.before.value == pytest.approx(float(np.median(before)))
    assert verdict.margin == pytest.approx(0.05 * np.median(before))


def test_a_median_of_answers_that_are_nearly_all_alike_has_no_interval_and_says_why() -> None:
    verdict = verdict_of(request("median", {"values": [2] * 40 + [1, 3] * 5}))
    assert (verdict.word, verdict.comparison.interval) == (Word.NOT_ENOUGH_DATA, None)
    assert verdict.caveats[0] == "Too many answers are alike for their median to have an interval."


def test_a_printed_score_that_so_many_answers_cannot_have_is_not_judged() -> None:
    verdict = verdict_of(request("nps", {"nps": 68, "n": 30}, {"nps": 67, "n": 30}))
    assert verdict.word is Word.NOT_ENOUGH_DATA
    assert "30 answers cannot have a score of 68: check the earlier period." in verdict.caveats
    assert not any("67" in caveat and "cannot have" in caveat for caveat in verdict.caveats)
