"""The five rules, in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxmetrics.judge.compare import compare
from cxmetrics.judge.verdict import is_beyond_margin, judge
from cxmetrics.model import Direction, Kind, Moments, Policy, Published, Verdict, Word
from tests.judge.examples import comparison_with, equal_keys, nps, share, verdict_with


def of_nps(before: Moments | Published, after: Moments | Published, margin: float = 5) -> Verdict:
    return judge(compare(Kind.NPS, before, after), margin, Direction.UP)


def of_share(before: Moments, after: Moments, good: Direction = Direction.UP) -> Verdict:
    return judge(compare(Kind.PROPORTION, before, after), 0.03, good)


def test_nps_67_to_68_with_400_answers_each_is_within_noise() -> None:
    verdict = of_nps(nps(288, 92, 20), nps(292, 88, 20))
    assert verdict.word is Word.WITHIN_NOISE
    assert verdict.caveats[0].startswith("Sampling noise only")
    assert not verdict.gated


def test_the_same_score_from_2000_answers_each_is_no_meaningful_change() -> None:
    assert of_nps(nps(1440, 460, 100), nps(1440, 460, 100)).word is Word.NO_MEANINGFUL_CHANGE


def test_a_real_but_tiny_change_is_not_celebrated() -> None:
    verdict = of_nps(nps(288_000, 92_000, 20_000), nps(292_000, 88_000, 20_000))
    assert verdict.comparison.interval is not None
    assert verdict.comparison.interval[0] > 0
    assert verdict.word is Word.NO_MEANINGFUL_CHANGE
    assert any("less than what matters" in caveat for caveat in verdict.caveats)


@pytest.mark.parametrize(
    ("change", "good", "word"),
    [
        (0.2, Direction.UP, Word.IMPROVED),
        (-0.2, Direction.UP, Word.DECLINED),
        (0.2, Direction.DOWN, Word.DECLINED),
        (-0.2, Direction.DOWN, Word.IMPROVED),
    ],
)
def test_the_good_direction_decides_between_improved_and_declined(change: float, good: Direction, word: Word) -> None:
    assert verdict_with(change, half=0.1, margin=0.15, good_direction=good).word is word


def test_an_interval_more_than_twice_the_margin_on_either_side_is_not_enough_data() -> None:
    assert verdict_with(0.0, half=0.41, margin=0.2).word is Word.NOT_ENOUGH_DATA
    assert verdict_with(0.0, half=0.39, margin=0.2).word is Word.WITHIN_NOISE


def test_a_vague_interval_is_no_gate() -> None:
    assert not verdict_with(0.0, half=0.41, margin=0.2).gated


def test_fewer_than_twenty_answers_have_no_verdict_however_clear_they_look() -> None:
    verdict = of_nps(nps(0, 0, 19), nps(40, 0, 0))
    assert verdict.word is Word.NOT_ENOUGH_DATA
    assert verdict.caveats[0] == "Only 19 in the earlier period; a verdict takes at least 20."
    assert verdict.gated
    assert judge(verdict.comparison, 5, Direction.UP, Policy(minimum_n=10)).word is Word.IMPROVED


def test_shares_too_rare_to_judge_have_no_verdict() -> None:
    assert of_share(share(0, 30), share(0, 30)).gated
    assert of_share(share(30, 30), share(29, 30)).gated
    assert of_share(share(1, 30), share(50, 10_000)).gated
    assert not of_share(share(1, 20), share(1, 20)).gated


def test_rates_are_gated_by_events_and_not_by_the_unit_of_exposure() -> None:
    few, some = Moments(n=1, total=0, x_total=2.0), Moments(n=1, total=1, x_total=2.0)
    assert judge(compare(Kind.RATE, few, some), 0.1, Direction.DOWN).gated
    before, after = Moments(n=1, total=400, x_total=10.2), Moments(n=1, total=600, x_total=10.4)
    assert judge(compare(Kind.RATE, before, after), 1.0, Direction.DOWN).word is Word.DECLINED


def test_a_small_period_that_is_sure_only_because_its_answers_are_alike_has_no_verdict() -> None:
    levels = {5: 18, 4: 2}
    alike = Moments(n=20, total=sum(at * n for at, n in levels.items()), m2=18 * 0.1**2 + 2 * 0.9**2)
    usual = Moments(n=200, total=200 * 4.65, m2=199 * 0.9**2)
    for pair in ((alike, usual), (usual, alike)):
        comparison = compare(Kind.MEAN, *pair)
        assert comparison.p_value is not None
        assert comparison.p_value < 0.05
        verdict = judge(comparison, 0.1, Direction.UP)
        assert (verdict.word, verdict.gated) == (Word.NOT_ENOUGH_DATA, True)
        assert "more alike" in verdict.caveats[0]
    as_varied = Moments(n=20, total=20 * 3.9, m2=19 * 0.9**2)
    assert judge(compare(Kind.MEAN, as_varied, usual), 0.1, Direction.UP).word is Word.IMPROVED


def test_an_open_period_has_no_verdict() -> None:
    verdict = judge(comparison_with(0.2, half=0.1, still_open=True), 0.15, Direction.UP)
    assert verdict.word is Word.NOT_ENOUGH_DATA
    assert "not over yet" in verdict.caveats[0]


@pytest.mark.parametrize(
    ("groups", "gated", "warned"), [(1, True, False), (4, True, False), (5, False, True), (10, False, False)]
)
def test_few_keys_gate_and_not_many_keys_warn(groups: int, gated: bool, warned: bool) -> None:
    comparison = comparison_with(0.2, 0.1, dependence=equal_keys("agent", groups, 0.0025, shared=True))
    verdict = judge(comparison, 0.15, Direction.UP)
    assert verdict.gated == gated
    assert any("itself uncertain" in caveat for caveat in verdict.caveats) == warned


@pytest.mark.parametrize(("df", "gated", "warned"), [(0.0, True, False), (3.4, True, False), (5.0, False, True)])
def test_many_keys_of_which_few_count_are_few(df: float, gated: bool, warned: bool) -> None:
    unequal = replace(equal_keys("agent", 40, 0.0025, shared=True), df=df)
    verdict = judge(comparison_with(0.2, 0.1, dependence=unequal), 0.15, Direction.UP)
    assert verdict.gated == gated
    assert any("itself uncertain" in caveat for caveat in verdict.caveats) == warned


def test_answers_that_do_not_differ_have_no_noise_to_measure() -> None:
    same = Moments(n=50, total=200.0)
    verdict = judge(compare(Kind.MEAN, same, Moments(n=50, total=250.0)), 0.2, Direction.UP)
    assert verdict.word is Word.NOT_ENOUGH_DATA
    assert "do not differ" in verdict.caveats[0]


def test_an_empty_period_says_so_once() -> None:
    verdict = of_nps(Moments(), nps(40, 0, 0))
    assert verdict.gated
    assert [caveat for caveat in verdict.caveats if caveat.startswith("Only")] == [
        "Only 0 in the earlier period; a verdict takes at least 20."
    ]


def test_what_the_caller_adds_comes_last() -> None:
    assert (
        verdict_with(0.2, half=0.1, margin=0.15, caveats=("The wording changed.",)).caveats[-1]
        == "The wording changed."
    )


def test_a_known_swing_between_periods_is_not_called_sampling_noise_only() -> None:
    comparison = replace(comparison_with(0.2, 0.1), tau=0.01)
    assert judge(comparison, 0.15, Direction.UP).caveats == ()


def test_a_duration_margin_means_the_same_up_and_down() -> None:
    up = comparison_with(0.0, 0.1, kind=Kind.DURATION)
    inside = replace(up, interval_90=(1 / 1.05 - 1 + 1e-6, 0.05 - 1e-6), interval=(-0.06, 0.06))
    outside = replace(inside, interval_90=(1 / 1.05 - 1 - 1e-6, 0.04))
    assert judge(inside, 0.05, Direction.DOWN).word is Word.NO_MEANINGFUL_CHANGE
    assert judge(outside, 0.05, Direction.DOWN).word is Word.WITHIN_NOISE


def test_only_a_change_wholly_beyond_the_margin_is_beyond_it() -> None:
    assert is_beyond_margin(verdict_with(0.5, half=0.2, margin=0.2))
    assert not is_beyond_margin(verdict_with(0.3, half=0.2, margin=0.2))
    assert not is_beyond_margin(verdict_with(0.5, half=0.2, margin=0.2, n=5))


def test_published_67_to_68_is_within_noise_whatever_the_split() -> None:
    verdict = of_nps(Published(67, 400), Published(68, 400))
    assert verdict.word is Word.WITHIN_NOISE
    assert "Rounding alone makes the true change anything from 0 to 2 points." in verdict.caveats


def test_a_published_change_is_real_only_at_the_largest_error() -> None:
    assert of_nps(Published(67, 400), Published(87, 400)).word is Word.IMPROVED
    between = of_nps(Published(67, 400), Published(76, 400))
    assert between.word is Word.NOT_ENOUGH_DATA
    assert not between.gated
    assert "the counts behind the scores would settle it" in between.caveats[-1]


def test_rounding_alone_cannot_make_a_published_change_real() -> None:
    one_apart = of_nps(Published(67, 10**6), Published(68, 10**6), margin=0.5)
    assert one_apart.comparison.interval is not None
    assert one_apart.comparison.interval[0] > 0
    assert one_apart.word is Word.NOT_ENOUGH_DATA
    assert of_nps(Published(67.1, 10**6), Published(68.2, 10**6), margin=0.5).word is Word.IMPROVED
