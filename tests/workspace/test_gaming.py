"""Gamed? finds what was planted, names the right agent with the right numbers, and nobody where nothing happened."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.signs import Sign
from cxmetrics.model import EVERYBODY, Segment, Selection, Word
from cxmetrics.period import Period
from cxmetrics.report import gaming_words as words
from cxmetrics.workspace.comparisons import months_between
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written
from tests.workspace.test_truths import AFTER, BEFORE, PLANTED, TRUTH

STATED = PLANTED["handle_time_gaming"]
NAMES = next(truth["names"] for truth in TRUTH["truths"] if truth["key"] == "handle_time_gaming")
KEYS = {Sign.SHORT: "short_calls", Sign.AGAIN_WEEK: "repeat_contact"}


def asked(
    workspace: Workspace,
    metric: str = "handle_time",
    before: str = BEFORE,
    after: str = AFTER,
    segment: Segment = EVERYBODY,
    target: float | None = None,
) -> Gaming:
    selection = Selection(metric, Period.parse(before), Period.parse(after), segment)
    found = workspace.gaming(workspace.outline(), selection, target)
    assert found
    return found


def test_the_agent_who_cuts_customers_off_is_named_first_with_the_right_numbers(example: Workspace) -> None:
    found = asked(example)
    first, agent = found.traces[0], NAMES["employee_id"]
    assert (found.named, first.agent, first.sign) == ((agent,), agent, Sign.SHORT)
    mine, others = STATED["employee"], STATED["everyone_else"]
    for share, month in ((first.before, BEFORE), (first.after, AFTER)):
        assert {"x": share.events, "n": share.n} == {key: mine[month]["short_calls"][key] for key in ("x", "n")}
    assert (first.others.events, first.others.n) == (
        others[AFTER]["short_calls"]["x"],
        others[AFTER]["short_calls"]["n"],
    )
    assert {trace.sign for trace in found.traces if trace.named} == {Sign.SHORT, Sign.AGAIN_DAY, Sign.AGAIN_WEEK}
    assert found.short_s == NAMES["short_seconds"]


def test_the_sentence_says_why_the_average_fell_and_where(example: Workspace) -> None:
    before, after = (STATED["short_calls"][month]["x"] for month in (BEFORE, AFTER))
    theirs = STATED["employee"][AFTER]["short_calls"]["x"]
    assert words.say(asked(example)) == (
        f"Handle time fell 19\u202f% because very short calls rose from {before} to {after}, {theirs} of them at "
        f"{NAMES['employee_id']}."
    )


def test_signs_have_the_figures_and_the_verdicts_of_the_scorecard(example: Workspace) -> None:
    found = asked(example)
    outline = example.outline()
    for sign, key in KEYS.items():
        c = found.signs[sign].comparison
        for estimate, month in ((c.before, BEFORE), (c.after, AFTER)):
            assert (round((estimate.value or 0) * estimate.n), estimate.n) == (
                STATED[key][month]["x"],
                STATED[key][month]["n"],
            )
    selection = Selection("short_calls", Period.parse(BEFORE), Period.parse(AFTER))
    short, on_scorecard = found.signs[Sign.SHORT], example.verdict(outline, selection, USUAL)
    assert (short.word, short.caveats) == (on_scorecard.word, on_scorecard.caveats)
    assert short.comparison.interval == pytest.approx(on_scorecard.comparison.interval, rel=1e-9)
    assert short.comparison.p_value == pytest.approx(on_scorecard.comparison.p_value, rel=1e-6)
    assert found.signs[Sign.AGAIN_DAY].word is Word.DECLINED
    assert found.signs[Sign.TRANSFERRED].word is Word.WITHIN_NOISE


def test_the_parts_of_the_change_add_up_and_the_rest_did_not_change(example: Workspace) -> None:
    found = asked(example)
    split, change = found.split, found.verdict.comparison.change
    assert split
    assert change is not None
    assert split.share + split.short + split.rest == pytest.approx(split.change, abs=1e-9)
    assert split.change == pytest.approx(math.log1p(change), abs=1e-9)
    assert split.share / split.change > 0.9
    assert split.without.word is Word.NO_MEANINGFUL_CHANGE


@pytest.mark.parametrize("metric", ["handle_time", "talk_time", "resolution_time"])
def test_before_it_happened_nobody_is_named_in_more_than_one_month_of_twenty(example: Workspace, metric: str) -> None:
    months = [month for month in months_between(example.outline().extents[metric]) if str(month) < AFTER]
    found = [asked(example, metric, str(before), str(after)) for before, after in pairwise(months)]
    assert len(found) == 25
    assert sum(bool(each.named) for each in found) <= 0.05 * len(found)
    assert all(each.agents > 35 for each in found)


@pytest.mark.parametrize("metric", ["handle_time", "talk_time", "resolution_time"])
def test_where_nothing_happened_the_sentence_says_that_nothing_stands_out(example: Workspace, metric: str) -> None:
    found = asked(example, metric, "2025-11", "2025-12")
    assert words.say(found) == (
        f"Nothing stands out: none of {found.agents} agents has more of any sign than chance allows, and no sign got "
        "worse."
    )


def test_every_sign_of_every_agent_is_what_pandas_counts_on_the_records(example: Workspace, example_file: Path) -> None:
    found = asked(example)
    with duckdb.connect(str(example_file), read_only=True) as connection:
        calls = connection.execute("SELECT * FROM records_3").df().sort_values("Start Time")
    calls = calls.rename(columns={"Agent ID": "agent", "Customer ID": "who", "Start Time": "at"})
    length = calls["Handle Time (seconds)"]
    wait = calls.groupby("who")["at"].shift(-1) - calls["at"]
    signs = {
        Sign.SHORT: length < 15,
        Sign.AGAIN_DAY: wait <= pd.Timedelta(hours=24),
        Sign.AGAIN_WEEK: wait <= pd.Timedelta(days=7),
        Sign.TRANSFERRED: calls["Transferred"] == "Yes",
    }
    march = calls["at"].dt.strftime("%Y-%m") == AFTER
    for sign, y in signs.items():
        counted = calls[march & (length > 0)].assign(y=y).groupby(["agent", "who"])["y"].agg(["count", "sum"])
        traces = {trace.agent: trace.after for trace in found.traces if trace.sign is sign}
        assert len(traces) == found.agents
        for agent, share in traces.items():
            n, events = counted.loc[agent, "count"].to_numpy(), counted.loc[agent, "sum"].to_numpy()
            expected = (n.sum(), events.sum(), n.size, (n * n).sum(), (n * events).sum(), (events * events).sum())
            assert (
                share.n, share.events, share.groups, share.squares, share.products, share.events_squared
            ) == expected, (sign, agent)  # fmt: skip


def test_another_metric_leads_to_the_first_one_that_works_against_customers(example: Workspace) -> None:
    assert asked(example, "nps").metric.key == "handle_time"
    assert asked(example, "resolution_time").metric.key == "resolution_time"


def test_a_segment_is_looked_at_by_itself_where_the_records_have_it(example: Workspace) -> None:
    glasgow = asked(example, segment=Segment("location", NAMES["location"]))
    assert not glasgow.everybody
    assert glasgow.named == (NAMES["employee_id"],)
    assert 0 < glasgow.agents < asked(example).agents / 2
    leeds = asked(example, segment=Segment("location", "Leeds"))
    assert leeds.named == ()
    assert asked(example, "nps", segment=Segment("plan", "Pro")).everybody


CALLS = "Call ID,Start Time,Customer ID,Agent ID,Handle Time (seconds)"


def calls(month: str, agents: int, a_day: int, seconds: int, first: int, agent: int = 0) -> list[str]:
    """Calls of customers of their own, of `agents` agents in turn, or all of one."""
    found: list[str] = []
    for day in days(month):
        for i in range(a_day):
            number = first + len(found)
            who = agent or 1 + number % agents
            found.append(f"{number},{day} {9 + i % 8:02}:{number % 60:02}:00,C{number},A-{who},{seconds + number % 97}")
    return found


def test_an_agent_with_fewer_contacts_than_a_verdict_needs_is_never_named(tmp_path: Path) -> None:
    usual = [*calls("2026-01", 6, 6, 200, 1), *calls("2026-02", 6, 6, 200, 1_000), *calls("2026-03", 6, 6, 200, 2_000)]
    short = [f"{9_000 + i},2026-02-{1 + i:02} 18:00:00,D{i},A-9,4" for i in range(19)]
    with Workspace(None) as workspace:
        taken(workspace, written(tmp_path, [*usual, *short], "calls.csv", CALLS))
        few = asked(workspace, before="2026-01", after="2026-02")
    assert few.named == ()
    with Workspace(None) as workspace:
        one_more = [*usual, *short, "9100,2026-02-27 18:00:00,D100,A-9,4"]
        taken(workspace, written(tmp_path, one_more, "calls.csv", CALLS))
        enough = asked(workspace, before="2026-01", after="2026-02")
    assert enough.named == ("A-9",)


def test_contacts_of_nobody_known_are_a_customer_each_and_come_back_never(tmp_path: Path) -> None:
    usual = [line for month in ("2026-01", "2026-02", "2026-03") for line in calls(month, 6, 6, 200, 1)]
    short = [f"S{i},2026-02-{1 + i % 27:02} 18:00:00,,A-2,4" for i in range(25)]
    lines = [",".join((*line.split(",")[:2], "", *line.split(",")[3:])) for line in usual]
    numbered = [f"{i}-{line}" for i, line in enumerate([*lines, *short])]
    without = [",".join((*line.split(",")[:2], *line.split(",")[3:])) for line in numbered]
    for header, rows in ((CALLS, numbered), (CALLS.replace("Customer ID,", ""), without)):
        with Workspace(None) as workspace:
            taken(workspace, written(tmp_path, rows, "calls.csv", header))
            found = asked(workspace, before="2026-01", after="2026-02")
        assert found.named == ("A-2",)
        assert found.traces[0].after.groups == found.traces[0].after.n
        assert not {Sign.AGAIN_DAY, Sign.AGAIN_WEEK} & {trace.sign for trace in found.traces}


def test_answers_are_joined_to_the_last_contact_before_them_by_the_customer_s_key(tmp_path: Path) -> None:
    lines = [*calls("2026-01", 4, 4, 200, 1), *calls("2026-02", 4, 4, 200, 1_000), *calls("2026-03", 4, 4, 200, 2_000)]
    header = "Response ID,Date,How likely are you to recommend us? (0-10),Customer ID"
    scores = [f"R{i},2026-02-{10 + i % 3:02} 20:00:00,{10 if i % 4 else 2},C{1_000 + i}" for i in range(30)]
    late = ["R90,2026-05-20 20:00:00,1,C1005", "R91,2026-02-01 05:00:00,1,C1000", "R92,2026-02-11,1,nobody"]
    with Workspace(None) as workspace:
        taken(workspace, written(tmp_path, lines, "calls.csv", CALLS))
        taken(workspace, written(tmp_path, [*scores, *late], "answers.csv", header))
        answered = asked(workspace, before="2026-01", after="2026-02").answered
    assert answered
    february = 4 * 28
    assert (answered.contacts, answered.followed) == (february, 30)
    assert answered.metric.key == "nps"
    expected = np.mean([1 if i % 4 else -1 for i in range(30)]) * 100
    assert answered.whole.value == pytest.approx(expected)


def test_a_workspace_without_such_a_metric_has_nothing_to_ask(tmp_path: Path) -> None:
    with Workspace(None) as workspace:
        taken(workspace, written(tmp_path, answers([*days("2026-02"), *days("2026-03")])))
        selection = Selection("nps", Period.parse("2026-02"), Period.parse("2026-03"))
        assert workspace.gaming(workspace.outline(), selection) is None
    assert words.missing().startswith("Bring a call log with handle times, ")


def test_contacts_moved_below_a_target_are_seen_at_the_agent_who_moves_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    lines: list[str] = []
    for month in ("2026-01", "2026-02", "2026-03"):
        for i in range(4_000):
            agent, day = 1 + i % 10, days(month)[i % 28]
            seconds = int(rng.lognormal(math.log(280), 0.5))
            if agent == 3 and month == "2026-02" and 300 <= seconds < 420:
                seconds = 295 + i % 5
            lines.append(
                f"{month}-{i},{day} {8 + i % 10:02}:{i % 60:02}:00,C{month}{i},A-{agent:02},{max(seconds, 20)}"
            )
    with Workspace(None) as workspace:
        taken(workspace, written(tmp_path, lines, "calls.csv", CALLS))
        found = asked(workspace, before="2026-01", after="2026-02", target=300)
        searched = asked(workspace, before="2026-01", after="2026-02")
        calm = asked(workspace, before="2026-01", after="2026-03", target=300)
    assert found.pile
    assert found.pile.real()
    assert found.named == ("A-03",)
    assert found.traces[0].sign is Sign.AT_TARGET
    assert "Calls pile up just below 5\u202fmin 00\u202fs." in words.say(found)
    assert searched.pile
    assert (searched.pile.found.target, searched.pile.asked, searched.named) == (300, False, ("A-03",))
    assert calm.pile
    assert not calm.pile.real()
    assert calm.named == ()
