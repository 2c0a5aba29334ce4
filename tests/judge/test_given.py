"""Requests for a verdict from figures that somebody typed or piped in."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.errors import BadInput
from cxmetrics.judge.defaults import DEFAULT_DIRECTIONS, DEFAULT_MARGINS
from cxmetrics.judge.given import parse
from cxmetrics.judge.pairs import Pairs
from cxmetrics.judge.request import Request, scorecard_of, verdict_of
from cxmetrics.judge.shapes import SHAPES
from cxmetrics.model import Direction, Guard, Kind, Moments, Published, Reading, Verdict, Word

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


SECONDS = [float(second) for second in np.random.default_rng(31).lognormal(5, 0.8, 40)]
SPENT = [0.0] * 12 + [round(second, 2) for second in SECONDS]
CONTACTS = [0, 1, 0, 2, 1, 0, 3, 0, 1, 0] * 4
TICKETS = [1, 2, 1, 3, 2, 1, 5, 2, 1, 2] * 4


def logs(values: list[float]) -> dict[str, float]:
    found = np.log([value for value in values if value > 0])
    return {"n": len(values), "mean_log": found.mean(), "sd_log": found.std(ddof=1)}


def sums(y: list[int], x: list[int]) -> dict[str, float]:
    products = {"sum_yy": (y, y), "sum_xx": (x, x), "sum_xy": (x, y)}
    return {"n": len(y), "sum_y": float(sum(y)), "sum_x": float(sum(x))} | {
        name: sum(a * b for a, b in zip(*pair, strict=True)) for name, pair in products.items()
    }


FORMS: dict[str, list[dict[str, Any]]] = {
    "nps": [COUNTS, {"scores": [10] * 288 + [8] * 92 + [3] * 20}, {"levels": {"10": 200, "9": 88, "7": 92, "0": 20}}],
    "proportion": [{"events": 30, "n": 50}, {"values": [True] * 30 + [0] * 20}],
    "mean": [
        {"levels": {"1": 20, "5": 20}},
        {"values": [1, 5] * 20},
        {"n": 40, "mean": 3, "sd": 2.0254787341673333},
    ],
    "duration": [{"values": SECONDS}, logs(SECONDS)],
    "amount": [{"values": SPENT}, logs(SPENT) | {"zeros": 12}],
    "median": [{"values": [3, 1, 2] * 20}, {"levels": {"1": 20, "2": 20, "3": 20}}],
    "ratio": [
        {"numerators": CONTACTS, "denominators": TICKETS},
        sums(CONTACTS, TICKETS),
        {
            "n": 40,
            "mean_y": np.mean(CONTACTS),
            "mean_x": np.mean(TICKETS),
            "var_y": np.var(CONTACTS, ddof=1),
            "var_x": np.var(TICKETS, ddof=1),
            "cov_xy": np.cov(CONTACTS, TICKETS)[0, 1],
        },
    ],
    "rate": [{"count": 40, "exposure": 20.0}, {"counts": [2] * 20, "exposures": [1] * 20}],
}


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


def test_paired_yes_and_no_is_mcnemars_test() -> None:
    before, after = [1] * 40 + [0] * 40, [1] * 36 + [0] * 4 + [1] * 16 + [0] * 24
    asked = request("proportion", {"values": before}, {"values": after}, paired=True)
    assert asked.pairs == Pairs(both=36, gained=16, lost=4, neither=24)
    paired, apart = verdict_of(asked), verdict_of(request("proportion", {"values": before}, {"values": after}))
    assert paired.comparison.p_value == pytest.approx(0.00729, abs=1e-5)  # chi-squared 144/20, as R mcnemar.test
    assert (paired.word, apart.word) == (Word.IMPROVED, Word.NOT_ENOUGH_DATA)
    assert paired.comparison.before == apart.comparison.before
    assert paired.checks[0].p_value == pytest.approx(0.0072, abs=5e-4)


@pytest.mark.parametrize(("kind", "name"), [("nps", "scores"), ("mean", "values"), ("duration", "values")])
def test_paired_answers_are_those_of_people_who_answer_once_in_each_period(kind: str, name: str) -> None:
    before, after = [1 + i % 9 for i in range(40)], [1 + (i + i % 3) % 9 for i in range(40)]
    keys = {"keys": list(range(40))}
    keyed = verdict_of(request(kind, {name: before} | keys, {name: after} | keys)).comparison
    paired = verdict_of(request(kind, {name: before}, {name: after}, paired=True)).comparison
    assert paired.interval == keyed.interval
    assert paired.method.startswith("paired, t with 39 degrees of freedom")


def test_a_mean_has_its_top_box_and_its_ranks_beside_it() -> None:
    before = {"levels": {"1": 0, "2": 0, "3": 260, "4": 0, "5": 340}}
    after = {"levels": {"1": 0, "2": 0, "3": 0, "4": 500, "5": 100}}
    verdict = verdict_of(request("mean", before, after))
    assert verdict.word is Word.NO_MEANINGFUL_CHANGE
    assert verdict.beside["top box"].word is Word.IMPROVED
    assert "The top box says something else: improved. Read both." in verdict.caveats
    assert verdict.checks[0].value == pytest.approx(((260 * 600) + 340 * 50) / 600**2)
    assert verdict_of(request("mean", before, after, top_box=5)).beside["top box"].word is Word.DECLINED


@pytest.mark.parametrize(
    ("levels", "top_box"),
    [({"1": 1, "5": 1}, 4), ({"2": 1, "6": 1}, 6), ({"7": 2}, 6), ({"1": 1, "4": 3}, None), ({"0": 1, "5": 1}, None)],
)
def test_a_top_box_is_found_only_on_a_scale_that_is_known(levels: dict[str, int], top_box: float | None) -> None:
    asked = request("mean", {"levels": levels})
    assert (asked.shares is None) == (top_box is None)
    if asked.shares and top_box:
        assert asked.shares[0].positive == sum(count for level, count in levels.items() if float(level) >= top_box)


def test_amounts_show_how_many_spend_anything_beside_how_much() -> None:
    before, after = {"values": [0] * 100 + [20, 50, 80] * 100}, {"values": [0] * 250 + [20, 50, 80] * 100}
    verdict = verdict_of(request("amount", before, after))
    assert verdict.comparison.change == pytest.approx(0)
    assert verdict.comparison.before.mean == pytest.approx(50)
    assert verdict.beside["share above zero"].word is Word.DECLINED
    assert any("share above zero" in caveat for caveat in verdict.caveats)


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


def test_counts_by_unit_show_scatter_that_one_count_hides() -> None:
    before, after = [0, 9, 1, 12, 0, 8, 2, 0, 14, 4] * 2, [1, 14, 2, 18, 0, 12, 5, 0, 20, 8] * 2
    units = {"exposures": [1] * 20}
    by_unit = verdict_of(request("rate", {"counts": before} | units, {"counts": after} | units)).comparison
    in_one = verdict_of(
        request("rate", {"count": sum(before), "exposure": 20}, {"count": sum(after), "exposure": 20})
    ).comparison
    assert by_unit.change == in_one.change
    assert by_unit.standard_error is not None
    assert in_one.standard_error is not None
    assert by_unit.standard_error > 2 * in_one.standard_error
    assert by_unit.method.startswith("clustered by unit, t with")
    assert "never narrower than MOVER of Poisson" in by_unit.method


def test_the_same_units_in_both_periods_are_told_by_their_keys() -> None:
    before, after = [2, 30, 8, 15, 4, 22, 11, 40], [4, 33, 9, 19, 5, 27, 12, 46]
    units = {"exposures": [1] * 8}
    shops = {"keys": ["a", "b", "c", "d", "e", "f", "g", "h"]}
    apart = verdict_of(request("rate", {"counts": before} | units, {"counts": after} | units)).comparison
    same = verdict_of(request("rate", {"counts": before} | units | shops, {"counts": after} | units | shops)).comparison
    paired = verdict_of(request("rate", {"counts": before} | units, {"counts": after} | units, paired=True)).comparison
    assert same.dependence is not None
    assert (same.dependence.key, same.dependence.shared) == ("unit", True)
    assert same.standard_error is not None
    assert apart.standard_error is not None
    assert same.standard_error < apart.standard_error / 5
    assert paired.standard_error == pytest.approx(same.standard_error)


def test_a_baseline_teaches_how_much_a_figure_swings() -> None:
    restless = [{"events": events, "n": 10_000} for events in (700, 900, 620, 1000, 760, 880, 650, 940, 800)]
    before, after = {"events": 780, "n": 10_000}, {"events": 880, "n": 10_000}
    calm = verdict_of(request("proportion", before, after, margin=0.005))
    taught = verdict_of(request("proportion", before, after, margin=0.005, baseline=restless))
    assert calm.word is Word.IMPROVED
    assert taught.word is Word.NOT_ENOUGH_DATA
    assert taught.comparison.tau == pytest.approx(0.0132, abs=0.001)
    assert verdict_of(request("proportion", before, after, baseline=restless[:7])).comparison.tau is None
    medians = [{"values": [level + i for i in range(40)]} for level in (0, 30, 5, 40, 10, 50, 0, 30)]
    assert (verdict_of(request("median", medians[0], medians[1], baseline=medians)).comparison.tau or 0) > 5


def test_published_baselines_teach_as_well() -> None:
    printed = [{"nps": score, "n": 400} for score in (60, 70, 55, 75, 62, 71, 58, 74)]
    found = verdict_of(request("nps", {"nps": 67, "n": 400}, {"nps": 68, "n": 400}, baseline=printed))
    assert (found.comparison.tau or 0) > 5


def test_these_accounts_alone_are_known_better_than_a_process() -> None:
    figures = {"promoters": 75, "passives": 30, "detractors": 15}
    asked = verdict_of(request("nps", figures, population=150))
    assert asked.comparison.standard_error == pytest.approx(2.89885518 * 2**0.5)  # R survey, svydesign(fpc = 150)
    assert asked.caveats[-1].startswith("About these 150 accounts only")
    assert asked.comparison.n_needed is None


def test_an_open_period_typed_in_has_no_verdict() -> None:
    verdict = verdict_of(request("nps", COUNTS, still_open=True))
    assert (verdict.word, verdict.comparison.still_open) == (Word.NOT_ENOUGH_DATA, True)


def test_a_printed_score_that_so_many_answers_cannot_have_is_not_judged() -> None:
    verdict = verdict_of(request("nps", {"nps": 68, "n": 30}, {"nps": 67, "n": 30}))
    assert verdict.word is Word.NOT_ENOUGH_DATA
    assert "30 answers cannot have a score of 68: check the earlier period." in verdict.caveats
    assert not any("67" in caveat and "cannot have" in caveat for caveat in verdict.caveats)


def test_counters_typed_in_are_read_against_their_headline() -> None:
    lost = {"kind": "proportion", "before": {"events": 20, "n": 1000}, "after": {"events": 60, "n": 1000}}
    asked = request("nps", COUNTS, counters={"churn": lost | {"good_direction": "down", "margin": 0.01}})
    card = scorecard_of(asked)
    assert (card.reading, card.counters[0].key, card.counters[0].guard) == (Reading.NOISE, "churn", Guard.HARMED)


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
