"""Requests that make no sense are refused in one sentence, and whatever is sent gives that or a verdict."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.given import parse
from cxmetrics.judge.request import verdict_of
from cxmetrics.judge.shapes import SHAPES
from cxmetrics.model import Kind, Verdict
from tests.judge.requests import COUNTS, refusal, request

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
    ("ratio", {"n": 9, "sum_y": 9, "sum_x": 9, "sum_yy": 5, "sum_xx": 9, "sum_xy": 9}, "No customers can have"),
    ("ratio", {"n": 9, "mean_y": 1, "mean_x": 1, "var_y": 1, "var_x": 1, "cov_xy": 2}, "vary together too much"),
    ("ratio", {"n": 9, "mean_y": 1, "mean_x": 0, "var_y": 1, "var_x": 1, "cov_xy": 1}, "no ratio"),
    ("rate", {"counts": [1, 2], "exposures": [1]}, "2 'counts' for 1 'exposures'"),
    ("rate", {"counts": [1], "exposures": [0]}, "from 1e-09"),
    ("amount", {"values": [-1]}, "from 0"),
    ("amount", {"n": 3, "zeros": 4, "mean_log": 1, "sd_log": 1}, "more 'zeros' (4) than 'n' (3)"),
    ("median", {"levels": {"3": 10**9}}, "up to 1,000,000"),
    ("median", {"values": [1], "keys": ["a"]}, "not a median"),
    ("nps", {"levels": {"11": 3}}, "from 0 to 10, not 11"),
]


@pytest.mark.parametrize(("kind", "period", "words"), REFUSED, ids=[f"{kind} {words}" for kind, _, words in REFUSED])
def test_an_impossible_period_is_refused_in_one_sentence(kind: str, period: dict[str, Any], words: str) -> None:
    sentence = refusal(kind, period)
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_keys_are_in_both_periods_or_in_neither() -> None:
    assert "both periods" in refusal("nps", {"scores": [9], "keys": ["a"]}, {"scores": [9]})


NPS_PERIOD = {"scores": [9, 3]}


@pytest.mark.parametrize(
    ("kind", "period", "more", "words"),
    [
        ("nps", COUNTS, {"paired": True}, "single answers"),
        ("nps", NPS_PERIOD, {"paired": 1}, "true or false"),
        ("nps", NPS_PERIOD | {"keys": ["a", "a"]}, {"paired": True}, "not both"),
        ("nps", COUNTS, {"baseline": 3}, "must be a list"),
        ("nps", COUNTS, {"baseline": [3]}, "must be an object"),
        ("nps", COUNTS, {"baseline": [{"n": 3}]}, "'baseline' takes"),
        ("nps", COUNTS, {"population": 400}, "larger than the answers"),
        ("nps", COUNTS, {"population": 500, "still_open": True}, "these accounts alone"),
        ("nps", {"nps": 67, "n": 400}, {"population": 500}, "not a published score"),
        ("rate", {"count": 3, "exposure": 1}, {"population": 500}, "not with this kind"),
        ("nps", COUNTS, {"top_box": 9}, "'top_box' needs"),
        ("nps", COUNTS, {"counters": [1]}, "must be an object"),
        ("nps", COUNTS, {"counters": {"a": {"kind": "nps", "counters": {}}}}, "of its own"),
        ("nps", COUNTS, {"counters": {"": {}}}, "short text"),
        ("nps", COUNTS, {"name": "a\nb"}, "one line"),
    ],
)
def test_what_does_not_go_together_is_refused(
    kind: str, period: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=r"^[^\n]*\.$") as caught:
        verdict_of(request(kind, period, **more))
    assert words in str(caught.value)


def test_pairs_are_of_equal_length() -> None:
    assert "2 before and 1 after" in refusal("nps", NPS_PERIOD, {"scores": [9]}, paired=True)


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
