"""Requests for a verdict from figures that somebody typed or piped in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.given import DEFAULT_DIRECTIONS, DEFAULT_MARGINS, Request, parse, verdict_of
from cxmetrics.judge.shapes import SHAPES
from cxmetrics.model import Direction, Kind, Moments, Published, Verdict, Word

COUNTS = {"promoters": 288, "passives": 92, "detractors": 20}


def request(kind: str, before: dict[str, Any], after: dict[str, Any] | None = None, **more: Any) -> Request:
    return parse({"kind": kind, "before": before, "after": before if after is None else after} | more)


def refusal(*args: Any, **more: Any) -> str:
    with pytest.raises(BadInput) as caught:
        request(*args, **more)
    return str(caught.value)


def test_the_flagship_typed_in_is_within_noise() -> None:
    later = {"promoters": 292, "passives": 88, "detractors": 20}
    verdict = verdict_of(request("nps", COUNTS, later))
    assert (verdict.word, verdict.margin, verdict.good_direction) == (Word.WITHIN_NOISE, 5, Direction.UP)


def test_scores_are_counted_into_groups() -> None:
    figures = request("nps", {"scores": [0, 6, 7, 8, 9, 10.0]}).before
    assert isinstance(figures, Moments)
    assert (figures.n, figures.positive, figures.negative) == (6, 2, 2)


def test_every_form_of_a_kind_gives_the_same_verdict() -> None:
    forms: dict[str, list[dict[str, Any]]] = {
        "nps": [COUNTS, {"scores": [10] * 288 + [8] * 92 + [3] * 20}],
        "proportion": [{"events": 30, "n": 50}, {"values": [True] * 30 + [0] * 20}],
        "mean": [
            {"levels": {"1": 20, "5": 20}},
            {"values": [1, 5] * 20},
            {"n": 40, "mean": 3, "sd": 2.0254787341673333},
        ],
    }
    for kind, shapes in forms.items():
        found = [verdict_of(request(kind, shape)).comparison for shape in shapes]
        for other in found[1:]:
            assert other.before == found[0].before or other.before.interval == pytest.approx(found[0].before.interval)
            assert other.interval == pytest.approx(found[0].interval)


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


def test_repeated_respondents_are_paired() -> None:
    people = [f"p{i}" for i in range(60)]
    before, after = [10 * (i % 5) for i in range(60)], [10 * (i % 5) + int(i % 3 > 0) for i in range(60)]
    alone = verdict_of(request("mean", {"values": before}, {"values": after}))
    paired = verdict_of(request("mean", {"values": before, "keys": people}, {"values": after, "keys": people}))
    assert alone.word is Word.NOT_ENOUGH_DATA
    assert paired.word is Word.IMPROVED
    dependence = paired.comparison.dependence
    assert dependence is not None
    assert (dependence.key, dependence.groups, dependence.shared) == ("respondent", 60, True)


def test_keys_that_never_repeat_change_nothing() -> None:
    first, second = list(range(30)), list(range(100, 130))
    keyed = request("nps", {"scores": [9, 3, 8] * 10, "keys": first}, {"scores": [9, 9, 3] * 10, "keys": second})
    assert keyed.dependence is None


def test_nps_clusters_are_in_points() -> None:
    agents = [i * i % 11 for i in range(60)]
    keyed = request("nps", {"scores": [9, 3, 8] * 20, "keys": agents}, {"scores": [9, 9, 3] * 20, "keys": agents})
    assert keyed.dependence is not None
    assert keyed.dependence.variance > 1


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("nps", {}, "nothing"),
    ("nps", {"promoters": 1, "passives": 2}, "takes 'promoters', 'passives', 'detractors'; or 'nps', 'n'; or 'scores'"),
    ("nps", COUNTS | {"n": 400}, "takes"),
    ("nps", COUNTS | {"promoters": -1}, "from 0"),
    ("nps", COUNTS | {"promoters": 1.5}, "whole number"),
    ("nps", COUNTS | {"promoters": True}, "must be a number, not true"),
    ("nps", COUNTS | {"promoters": "288"}, "must be a number, not '288'"),
    ("nps", COUNTS | {"promoters": None}, "not null"),
    ("nps", COUNTS | {"promoters": float("nan")}, "must be a number"),
    ("nps", COUNTS | {"promoters": float("inf")}, "from 0"),
    ("nps", COUNTS | {"promoters": 10**400}, "a number that large"),
    ("nps", COUNTS | {"keys": [1]}, "single answers"),
    ("nps", {"nps": 130, "n": 400}, "from -100 to 100, not 130"),
    ("nps", {"nps": 67, "n": 0}, "from 1"),
    ("nps", {"nps": 67, "n": 400.5}, "whole number"),
    ("nps", {"scores": [9, 11]}, "from 0 to 10, not 11"),
    ("nps", {"scores": [9, 9.5]}, "whole numbers from 0 to 10, not 9.5"),
    ("nps", {"scores": "9"}, "must be a list"),
    ("nps", {"scores": [[9]]}, "not a list"),
    ("nps", {"scores": [9, 3], "keys": ["a"]}, "1 'keys' for 2 answers"),
    ("nps", {"scores": [9], "keys": [1.5]}, "texts or whole numbers"),
    ("nps", {"scores": [9], "keys": [""]}, "texts or whole numbers"),
    ("proportion", {"events": 5, "n": 4}, "more 'events' (5) than 'n' (4)"),
    ("proportion", {"values": [0, 2]}, "from 0 to 1"),
    ("proportion", {"values": [0.5]}, "whole number"),
    ("mean", {"n": 10, "mean": 4, "sd": -1}, "from 0"),
    ("mean", {"levels": {"five": 3}}, "named by numbers"),
    ("mean", {"levels": {"nan": 3}}, "must be a number"),
    ("mean", {"levels": {"5": -3}}, "from 0"),
    ("mean", {"levels": [1]}, "must be an object"),
    ("duration", {"n": 10, "mean": 300, "sd": 90}, "A few long durations decide a mean"),
    ("duration", {"values": [30, 0]}, "more than 0 seconds"),
    ("rate", {"count": 3, "exposure": 0}, "more than 0"),
    ("rate", {"count": 3.5, "exposure": 1}, "whole number"),
    ("ratio", {"numerators": [1, 2], "denominators": [1]}, "2 'numerators' for 1 'denominators'"),
    ("ratio", {"numerators": [1], "denominators": [0]}, "add up to 0"),
    ("ratio", {"numerators": [1], "denominators": [-1]}, "from 0"),
]


@pytest.mark.parametrize(("kind", "period", "words"), REFUSED, ids=[f"{kind} {words}" for kind, _, words in REFUSED])
def test_an_impossible_period_is_refused_in_one_sentence(kind: str, period: dict[str, Any], words: str) -> None:
    sentence = refusal(kind, period)
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_keys_are_in_both_periods_or_in_neither() -> None:
    assert "both periods" in refusal("nps", {"scores": [9], "keys": ["a"]}, {"scores": [9]})


@pytest.mark.parametrize(
    ("given_request", "words"),
    [
        ([], "must be an object"),
        (None, "must be an object"),
        ({}, "lacks 'after', 'before', 'kind'"),
        ({"kind": "csat", "before": {}, "after": {}}, "'kind' must be one of nps,"),
        ({"kind": ["nps"], "before": {}, "after": {}}, "not a list"),
        ({"kind": "nps", "before": 67, "after": 68}, "'before' must be an object"),
        ({"kind": "nps", "before": COUNTS, "after": COUNTS, "level": 0.9}, "'level'"),
        ({"kind": "nps", "before": COUNTS, "after": COUNTS, "margin": 0}, "more than 0"),
        ({"kind": "nps", "before": COUNTS, "after": COUNTS, "margin": "5"}, "must be a number"),
        ({"kind": "nps", "before": COUNTS, "after": COUNTS, "good_direction": "left"}, "one of up, down"),
        ({"kind": "proportion", "before": {"events": 1, "n": 2}, "after": {"events": 1, "n": 2}, "margin": 3}, "0.03"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_in_one_sentence(given_request: object, words: str) -> None:
    with pytest.raises(BadInput, match=r"^[^\n]*\.$") as caught:
        parse(given_request)
    assert words in str(caught.value)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from(sorted({name for shapes in SHAPES.values() for shape in shapes for name in shape} | {"keys"}))
periods = st.sampled_from([shape for shapes in SHAPES.values() for shape in shapes]).flatmap(
    lambda shape: st.fixed_dictionaries(
        {name: plain | st.integers(0, 50) | st.lists(st.integers(0, 1)) for name in shape}
    )
)


@given(st.sampled_from(list(Kind)), periods, periods, plain)
def test_whatever_is_sent_gives_a_verdict_or_a_sentence(
    kind: Kind, before: object, after: object, margin: object
) -> None:
    try:
        verdict = verdict_of(parse({"kind": kind.value, "before": before, "after": after, "margin": margin or 1}))
    except BadInput:
        return
    assert isinstance(verdict, Verdict)
    json.dumps([verdict.comparison.change, verdict.comparison.interval, verdict.comparison.p_value], allow_nan=False)


def test_what_a_sender_wrote_stays_on_one_line() -> None:
    assert "\n" not in refusal("nps", {"sco\nres": [1]})
    assert "\n" not in refusal("mean", {"levels": {"a\nb": 1}})
