"""What readers are told of agents and of those who left: no names, nothing of few, no words that were not ticked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.shared import SharedGaming, SharedLosses, SharedPlan
from cxmetrics.model import EVERYBODY, Segment
from cxmetrics.plain import dump, load_kept
from cxmetrics.report import shared, tables
from cxmetrics.report.shared_people import losses_table
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.losses import Question
from cxmetrics.workspace.saved import SavedView, Shown
from cxmetrics.workspace.views import gather
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

VIEW = SavedView("gaming", "handle_time", Choice.MONTH, EVERYBODY, USUAL)
LEFT = replace(VIEW, page="satisfied_but_left", metric="csat")
CULPRIT = "E-014"


def gamed(workspace: Workspace, view: SavedView = VIEW, **shown: bool) -> SharedGaming:
    found = gather(workspace, view, Shown(**shown))
    assert isinstance(found, SharedGaming)
    return found


def left(workspace: Workspace, view: SavedView = LEFT, **shown: bool) -> SharedLosses:
    found = gather(workspace, view, Shown(**shown))
    assert isinstance(found, SharedLosses)
    return found


def everything(found: object) -> str:
    """All that leaves the house: what is kept, the page and the table."""
    return dump(found) + shared.PAGES[type(found)](found) + tables.TABLES[type(found)](found).to_csv()


def test_the_agent_who_stands_out_has_a_number_and_no_name(example: Workspace) -> None:
    told, ticked = gamed(example), gamed(example, employees=True)
    agents = set(example.outline().segments["handle_time"]["employee"])
    assert CULPRIT in agents
    assert [name for name in agents if name in everything(told)] == []
    assert "282 of them at unnamed agent 1" in shared.PAGES[SharedGaming](told)
    assert f"282 of them at {CULPRIT}" in shared.PAGES[SharedGaming](ticked)
    assert len({trace.agent for trace in told.gaming.traces}) == len({trace.agent for trace in ticked.gaming.traces})
    for found in (told, ticked):
        assert load_kept(dump(found), SharedGaming) == found


def test_what_few_customers_said_of_an_agent_is_not_told_even_of_one_who_is_ticked(example: Workspace) -> None:
    outline = example.outline()
    whole = example.gaming(outline, gamed(example).selection)
    assert whole is not None
    assert whole.answered is not None
    assert whole.answered.agents[CULPRIT].after.n < USUAL.minimum_n
    told = gamed(example, employees=True).gaming.answered
    assert told is not None
    assert CULPRIT not in told.agents


def test_what_an_agents_few_contacts_ended_as_is_not_told(example: Workspace) -> None:
    strict = replace(VIEW, policy=replace(USUAL, minimum_n=300))
    traces = gamed(example, strict, employees=True).gaming.traces
    few = [trace.before for trace in traces if trace.before.n < 300]
    assert few
    assert {share.events for share in few} == {0}
    assert all(trace.after.n >= 300 for trace in traces)


def test_one_agents_contacts_are_shared_only_where_agents_are_ticked(example: Workspace) -> None:
    of_one = replace(VIEW, segment=Segment("employee", CULPRIT))
    with pytest.raises(BadInput, match="of one employee"):
        gather(example, of_one, Shown())


def test_where_nothing_can_be_gamed_and_nobody_left_there_is_nothing_to_share(
    workspace: Workspace, tmp_path: Path
) -> None:
    taken(workspace, written(tmp_path, answers([*days("2026-02"), *days("2026-03")])))
    for page in ("gaming", "satisfied_but_left"):
        with pytest.raises(BadInput, match="nothing to share"):
            gather(workspace, replace(VIEW, page=page, metric="nps"), Shown())


def test_reasons_are_counted_and_told_in_their_words_only_when_ticked(example: Workspace) -> None:
    whole = example.left(example.outline(), Question("csat"))
    reasons = [one.words for one in whole.customers.reasons]
    assert len(reasons) > 5
    told = everything(left(example))
    assert [words for words in reasons if words in told] == []
    assert "Gave a reason" in told
    ticked = everything(left(example, reasons=True))
    assert [words for words in reasons if words not in ticked] == []
    for found in (left(example), left(example, reasons=True)):
        assert load_kept(dump(found), SharedLosses) == found


def test_reasons_and_competitors_of_few_are_told_to_nobody(example: Workspace) -> None:
    strict = replace(LEFT, policy=replace(USUAL, minimum_n=200))
    found = left(example, strict, reasons=True)
    rare = ("Payment failed", "Bills hard to understand", "Quickwire")
    assert [words for words in rare if words in everything(found)] == []
    assert "Hillside Fibre" in everything(found)
    before, after = example.left(example.outline(), Question("csat")).customers, found.left.customers
    counted = [sum(round((one.share.value or 0) * one.share.n) for one in each.reasons) for each in (before, after)]
    assert counted[0] + before.other == counted[1] + after.other


def test_where_fewer_left_than_the_minimum_only_their_number_is_told(example: Workspace) -> None:
    strict = replace(LEFT, policy=replace(USUAL, minimum_n=1_000_000))
    found = left(example, strict, reasons=True)
    customers = found.left.customers
    assert (customers.reasons, customers.mentions, customers.none, found.left.employees) == ((), (), None, None)
    assert customers.answered is not None
    assert (customers.answered.positive.value, customers.answered.compared) == (None, None)
    assert losses_table(found)["share, %"].notna().sum() == 0


def test_a_plan_is_of_the_margin_and_says_what_the_page_says(example: Workspace) -> None:
    found = gather(example, replace(VIEW, page="plan", metric="nps"), Shown())
    assert isinstance(found, SharedPlan)
    assert load_kept(dump(found), SharedPlan) == found
    page = shared.PAGES[SharedPlan](found)
    assert "A change of 5 points in Net Promoter Score takes about 2\u202f000 answers a period" in page
    assert "With its counter-metrics" in page
