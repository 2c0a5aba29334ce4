"""The example company: what was planted in its exports is found, and nothing is found where nothing happened."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY, Comparison, Guard, Reading, Scorecard, Segment, Selection, Word
from cxmetrics.period import Period
from cxmetrics.workspace import shelf
from cxmetrics.workspace.uploads import Upload
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import judged

TRUTH: dict[str, Any] = json.loads((shelf.EXPORTS / "truth.json").read_text(encoding="utf-8"))
PLANTED: dict[str, dict[str, Any]] = {truth["key"]: truth["expected"] for truth in TRUTH["truths"]}
HYGIENE: dict[str, dict[str, Any]] = TRUTH["hygiene"]
BEFORE, AFTER = TRUTH["headline"]["before"], TRUTH["headline"]["after"]
ALARMS = (Word.IMPROVED, Word.DECLINED)
CHANNELS = ("Phone", "E-mail", "Chat")
DRIP = list(PLANTED["invoice_drip"])


@pytest.fixture(scope="module")
def uploads(example: Workspace) -> dict[str, Upload]:
    return {upload.file_name: upload for upload in example.history()}


def counts(comparison: Comparison) -> tuple[tuple[int, int], tuple[int, int]]:
    """(those who pass, all) before and after, out of two shares."""
    before, after = comparison.before, comparison.after
    assert before.value is not None
    assert after.value is not None
    return (round(before.value * before.n), before.n), (round(after.value * after.n), after.n)


def planted(*figures: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((figure["x"], figure["n"]) for figure in figures)


def guards(card: Scorecard) -> dict[str, Guard]:
    return {counter.key: counter.guard for counter in card.counters}


def counter(card: Scorecard, key: str) -> Comparison:
    """What is behind one counter-metric of a headline."""
    found = next(counter.verdict for counter in card.counters if counter.key == key)
    assert found is not None
    return found.comparison


def test_nps_rises_by_a_point_within_noise_while_churn_is_harmed(example: Workspace) -> None:
    card = judged(example, "nps", BEFORE, AFTER)
    comparison, stated = card.headline.comparison, PLANTED["nps_bump"]
    assert (comparison.before.n, comparison.after.n) == (stated[BEFORE]["n"], stated[AFTER]["n"]) == (400, 400)
    assert comparison.before.value == pytest.approx(stated[BEFORE]["nps"])
    assert comparison.after.value == pytest.approx(stated[AFTER]["nps"])
    assert (card.headline.word, card.reading) == (Word.WITHIN_NOISE, Reading.NOISE)
    assert comparison.interval is not None
    assert comparison.interval[0] < 0 < comparison.interval[1]
    assert guards(card)["churn"] is Guard.HARMED
    assert guards(card)["referral_rate"] is Guard.MISSING


def test_the_employee_behind_the_bump_had_a_very_full_month(example: Workspace) -> None:
    names = {truth["key"]: truth["names"] for truth in TRUTH["truths"]}["nps_bump"]
    employee = Segment("employee", names["employee_id"])
    outline = example.outline()
    volume = {f"{point.period}": point.estimate.n for point in example.series(outline, "nps", employee)}
    # the week that was planted and all other weeks of this employee, over the months with data
    assert (
        sum(volume.values()) == PLANTED["nps_bump"]["cell"]["n"] + PLANTED["nps_bump"]["employee_all_other_weeks"]["n"]
    )
    assert volume[AFTER] >= PLANTED["nps_bump"]["cell"]["n"]
    assert max(volume, key=lambda month: volume[month]) == AFTER


def test_handle_time_improves_at_the_cost_of_callers_who_are_cut_off(example: Workspace) -> None:
    card = judged(example, "handle_time", BEFORE, AFTER)
    comparison, stated = card.headline.comparison, PLANTED["handle_time_gaming"]
    for estimate, month in ((comparison.before, BEFORE), (comparison.after, AFTER)):
        assert estimate.n == stated["handle_time"][month]["n"]
        assert estimate.value == pytest.approx(stated["handle_time"][month]["geometric_mean"], abs=0.005)
    assert (card.headline.word, card.reading) == (Word.IMPROVED, Reading.AT_A_COST)
    assert str(card.reading) == "real, but at a cost"
    for key in ("short_calls", "repeat_contact"):
        assert guards(card)[key] is Guard.HARMED
        assert counts(counter(card, key)) == planted(stated[key][BEFORE], stated[key][AFTER])


def test_the_employee_who_cuts_callers_off_stands_out_and_the_others_do_not(example: Workspace) -> None:
    stated = PLANTED["handle_time_gaming"]["employee"]
    names = {truth["key"]: truth["names"] for truth in TRUTH["truths"]}["handle_time_gaming"]
    gamer = Segment("employee", names["employee_id"])
    comparison = judged(example, "short_calls", BEFORE, AFTER, gamer).headline.comparison
    assert counts(comparison) == planted(stated[BEFORE]["short_calls"], stated[AFTER]["short_calls"])
    employees = example.outline().segments["short_calls"]["employee"]
    worse = [
        name
        for name in employees
        if judged(example, "short_calls", BEFORE, AFTER, Segment("employee", name)).headline.word is Word.DECLINED
    ]
    assert worse == [names["employee_id"]]


def test_churn_really_rises_in_the_last_month_and_in_none_before(example: Workspace) -> None:
    stated = PLANTED["churn_rise"]
    headline = judged(example, "churn", BEFORE, AFTER).headline
    assert counts(headline.comparison) == planted(stated[BEFORE], stated[AFTER])
    assert headline.word is Word.DECLINED
    earlier = list(stated["every_month_before"])
    for before, after in pairwise(earlier):
        verdict = judged(example, "churn", before, after).headline
        assert counts(verdict.comparison) == planted(*(stated["every_month_before"][m] for m in (before, after)))
        assert verdict.word not in ALARMS


def test_invoices_become_less_clear_without_any_month_that_alarms(example: Workspace) -> None:
    stated = PLANTED["invoice_drip"]
    assert len(DRIP) == 12
    for before, after in pairwise(DRIP):
        verdict = judged(example, "csat_invoice", before, after).headline
        assert counts(verdict.comparison) == planted(stated[before], stated[after])
        assert verdict.word not in ALARMS


def test_the_year_behind_the_drip_really_declines(example: Workspace) -> None:
    stated = PLANTED["invoice_drip"]
    for first, last, months in (("2025-Q2", "2026-Q1", 3), ("2025-04-01..2025-09-30", "2025-10-01..2026-03-31", 6)):
        verdict = judged(example, "csat_invoice", first, last).headline
        sides = [[stated[month] for month in part] for part in (DRIP[:months], DRIP[-months:])]
        assert counts(verdict.comparison) == tuple(
            (sum(figure["x"] for figure in side), sum(figure["n"] for figure in side)) for side in sides
        )
        assert verdict.word is Word.DECLINED
    assert judged(example, "csat_invoice", "2025-03", AFTER).headline.word is Word.DECLINED


def test_ticket_satisfaction_improves_in_every_channel_and_falls_in_total(example: Workspace) -> None:
    old, new = PLANTED["mix_shift"].values()
    total = judged(example, "ticket_csat", "2025-Q1", "2026-Q1").headline
    assert counts(total.comparison) == planted(old["total"], new["total"])
    assert total.word is Word.DECLINED
    for channel in CHANNELS:
        verdict = judged(example, "ticket_csat", "2025-Q1", "2026-Q1", Segment("channel", channel)).headline
        assert counts(verdict.comparison) == planted(old[channel], new[channel])
        assert verdict.word is Word.IMPROVED


@pytest.mark.parametrize("where", ["changed_locations", "elsewhere"])
def test_first_replies_become_faster_where_the_process_changed_and_nowhere_else(example: Workspace, where: str) -> None:
    names = {truth["key"]: truth["names"] for truth in TRUTH["truths"]}["callback_rollout"]
    changed = set(names["locations"])
    outline = example.outline()
    everywhere = set(outline.segments["first_reply_time"]["location"])
    places = changed if where == "changed_locations" else everywhere - changed
    monthly: dict[str, list[tuple[int, float]]] = {}
    for place in places:
        for point in example.series(outline, "first_reply_time", Segment("location", place)):
            assert point.estimate.value is not None
            monthly.setdefault(str(point.period), []).append((point.estimate.n, math.log(point.estimate.value / 60)))
        word = judged(
            example, "first_reply_time", "2025-07-01..2025-09-30", "2025-10-01..2026-03-31", Segment("location", place)
        ).headline.word
        assert (word is Word.IMPROVED) == (place in changed)
        assert word is not Word.DECLINED
    for month, figure in PLANTED["callback_rollout"][where].items():
        n = sum(n for n, _ in monthly[month])
        assert n == figure["n"]
        minutes = math.exp(sum(n * log for n, log in monthly[month]) / n)
        assert minutes == pytest.approx(figure["geometric_mean"], abs=0.005)


def test_tickets_that_never_got_a_reply_have_no_reply_time(example: Workspace) -> None:
    social = Segment("channel", "Social")
    stated = PLANTED["silent_channel"]["unanswered_social"]
    answered = judged(example, "first_reply_time", BEFORE, AFTER, social).headline.comparison.after.n
    assert answered == stated["n"] - stated["x"]


@pytest.mark.parametrize("null", TRUTH["nulls"], ids=lambda null: str(null["metric"]))
def test_nothing_is_found_where_nothing_happened(example: Workspace, null: dict[str, Any]) -> None:
    before, after = null["periods"]
    headline = judged(example, null["metric"], before, after).headline
    assert headline.word not in ALARMS
    stated = [null["expected"][month] for month in (before, after)]
    comparison = headline.comparison
    if "mean" in stated[0]:
        for estimate, figure in zip((comparison.before, comparison.after), stated, strict=True):
            assert estimate.n == figure["n"]
            assert estimate.value == pytest.approx(figure["mean"], abs=0.0005)
    else:
        assert counts(comparison) == planted(*stated)


def test_survey_records_are_set_aside_for_the_reasons_that_were_planted(uploads: dict[str, Upload]) -> None:
    stated = {name: n for name, n in HYGIENE["qualtrics_survey.csv"].items() if isinstance(n, int)}
    survey = uploads["qualtrics_survey.csv"]
    assert {"records": survey.records, "used": survey.used, **survey.set_aside} == stated


def test_trials_and_those_who_never_paid_are_no_customers(uploads: dict[str, Upload]) -> None:
    stated, subscriptions = HYGIENE["subscriptions.csv"], uploads["subscriptions.csv"]
    assert (subscriptions.records, subscriptions.used) == (stated["records"], stated["used"])
    assert subscriptions.set_aside == {"not_a_customer": stated["not_a_customer"]}


def test_of_the_roster_only_impossible_dates_are_set_aside(uploads: dict[str, Upload]) -> None:
    stated, roster = HYGIENE["hr_roster.csv"], uploads["hr_roster.csv"]
    assert roster.records == stated["records"]
    assert roster.set_aside == {"impossible_dates": stated["impossible_dates"]}
    assert roster.used == stated["records"] - stated["impossible_dates"]


@pytest.mark.parametrize("name", ["zendesk_tickets.csv.gz", "call_log.csv.gz"])
def test_every_ticket_and_every_call_is_used(uploads: dict[str, Upload], name: str) -> None:
    assert (uploads[name].records, uploads[name].used) == (HYGIENE[name]["records"],) * 2
    assert uploads[name].set_aside == uploads[name].unread == {}


def test_whole_files_hold_as_many_ratings_and_abandoned_calls_as_planted(example: Workspace) -> None:
    whole = example.whole(["ticket_csat", "abandon_rate", "first_reply_time", "resolution_time"])
    tickets, calls = HYGIENE["zendesk_tickets.csv.gz"], HYGIENE["call_log.csv.gz"]
    assert whole["ticket_csat"].n == tickets["rated"]
    assert (whole["abandon_rate"].positive, whole["abandon_rate"].n) == (calls["abandoned"], calls["records"])
    assert whole["first_reply_time"].n == tickets["records"] - tickets["not_answered"]
    assert whole["resolution_time"].n == tickets["records"] - tickets["not_solved"]


def test_the_month_after_the_headline_is_still_open(example: Workspace) -> None:
    outline = example.outline()
    (march, april) = example.series(outline, "nps", EVERYBODY)[-2:]
    assert (str(march.period), march.open) == (AFTER, False)
    assert (str(april.period), april.open) == (TRUTH["data_to"][:7], True)


def test_leavers_are_never_counted_in_part_of_a_month(example: Workspace) -> None:
    outline = example.outline()
    week, next_week = Period.parse("2026-03-01..2026-03-07"), Period.parse("2026-04-01..2026-04-07")
    with pytest.raises(BadInput, match="whole months"):
        example.scorecard(outline, Selection("churn", week, next_week), USUAL)
    nps = example.scorecard(outline, Selection("nps", week, next_week), USUAL)
    assert {counter.key: counter.guard for counter in nps.counters}["churn"] is Guard.MISSING
