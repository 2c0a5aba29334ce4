"""The spread of the example: who was planted as worst served is named with the right numbers, and nobody else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.spread import Served, Spread, Standing
from cxmetrics.model import EVERYBODY, Segment, Selection
from cxmetrics.period import Period
from cxmetrics.workspace import shelf
from cxmetrics.workspace.spread import Narrowed
from cxmetrics.workspace.workspace import Workspace

TRUTHS = json.loads((shelf.EXPORTS / "truth.json").read_text(encoding="utf-8"))["truths"]
PLANTED: dict[str, dict[str, Any]] = {truth["key"]: truth["expected"] for truth in TRUTHS}
NAMES: dict[str, dict[str, Any]] = {truth["key"]: truth["names"] for truth in TRUTHS}


def spread(
    workspace: Workspace,
    key: str,
    before: str = "2026-02",
    after: str = "2026-03",
    segment: Segment = EVERYBODY,
    narrowed: Narrowed | None = None,
) -> Spread:
    selection = Selection(key, Period.parse(before), Period.parse(after), segment)
    return workspace.spread(workspace.outline(), selection, narrowed or Narrowed())


def counts(served: Served) -> tuple[int, int]:
    assert served.figure.value is not None
    return round(served.figure.value * served.figure.n), served.figure.n


def named(found: Spread) -> set[Segment]:
    return {one.segment for one in found.served if one.standing in (Standing.WORSE, Standing.BETTER)}


def test_the_employee_who_cuts_calls_short_is_worst_served_and_his_place_is_not(example: Workspace) -> None:
    found = spread(example, "short_calls")
    expected = PLANTED["handle_time_gaming"]["employee"]["2026-03"]["short_calls"]
    assert found.worst is not None
    assert found.worst is found.served[0]
    assert found.worst.segment == Segment("employee", NAMES["handle_time_gaming"]["employee_id"])
    assert counts(found.worst) == (expected["x"], expected["n"])
    others = PLANTED["handle_time_gaming"]["everyone_else"]["2026-03"]["short_calls"]
    assert (round((found.worst.others.value or 0) * found.worst.others.n), found.worst.others.n) == (
        others["x"],
        others["n"],
    )
    assert named(found) == {found.worst.segment}


def test_his_customers_call_again_and_nobody_elses_more_than_others(example: Workspace) -> None:
    found = spread(example, "repeat_contact")
    assert named(found) == {Segment("employee", NAMES["handle_time_gaming"]["employee_id"])}
    assert found.worst is not None


def test_the_silent_channel_is_worst_served(example: Workspace) -> None:
    found = spread(example, "replied")
    unanswered = PLANTED["silent_channel"]["unanswered_social"]
    elsewhere = PLANTED["silent_channel"]["unanswered_elsewhere"]
    assert found.worst is not None
    assert found.worst is found.served[0]
    assert found.worst.segment == Segment("channel", NAMES["silent_channel"]["channel"])
    answered, n = counts(found.worst)
    assert (n - answered, n) == (unanswered["x"], unanswered["n"])
    assert (found.worst.others.value, found.worst.others.n) == (1.0, elsewhere["n"])
    assert named(found) == {found.worst.segment}


def test_the_paradox_of_the_growing_chat_is_found_and_chat_is_worst_served(example: Workspace) -> None:
    found = spread(example, "ticket_csat", "2025-Q1", "2026-Q1")
    assert [one.dimension for one in found.reversals] == ["channel"], "and not again as via, which says the same"
    expected = PLANTED["mix_shift"]
    reversal = found.reversals[0]
    assert reversal.whole == pytest.approx(
        sum((1, -1)[quarter == "2025-Q1"] * expected[quarter]["total"]["x"] / 2250 for quarter in expected)
    )
    assert reversal.within > 0 > reversal.whole
    assert found.worst is not None
    assert found.worst.segment == Segment("channel", "Chat")
    assert counts(found.worst) == (expected["2026-Q1"]["Chat"]["x"], expected["2026-Q1"]["Chat"]["n"])


@pytest.mark.parametrize(
    "key", ["nps", "csat", "ces", "csat_hold", "csat_invoice", "reopen_rate", "abandon_rate", "churn"]
)
def test_nobody_is_named_where_nothing_was_planted(example: Workspace, key: str) -> None:
    found = spread(example, key)
    assert len(found.judged) > 5
    assert named(found) == set()
    assert found.worst is None
    assert found.reversals == ()


def test_figures_are_those_of_the_cube(example: Workspace) -> None:
    outline = example.outline()
    selection = Selection("ticket_csat", Period.parse("2026-02"), Period.parse("2026-03"))
    found = {one.segment: one for one in spread(example, "ticket_csat").served}
    for verdict in example.segments(outline, selection):
        if verdict.segment in found:
            assert found[verdict.segment].figure.value == pytest.approx(verdict.after)
            assert found[verdict.segment].figure.n == verdict.n_after


def test_two_filters_are_one_crossing(example: Workspace, example_file: Path) -> None:
    chat, leeds = Segment("channel", "chat"), Segment("location", "Leeds")
    found = spread(example, "csat", "2025", "2026-Q1", chat, Narrowed(leeds))
    with duckdb.connect(str(example_file), read_only=True) as connection:
        expected = connection.execute(
            "SELECT countif(Q2 >= 4), count(Q2) FROM records_1 WHERE _cx_reason IS NULL AND _cx_replaced_by IS NULL "
            "AND channel = 'chat' AND location = 'Leeds' AND _cx_day BETWEEN DATE '2026-01-01' AND DATE '2026-03-31'"
        ).fetchone()
    assert found.crossing is not None
    assert counts(found.crossing) == expected
    assert found.whole.n == found.crossing.figure.n
    assert found.filters == (chat, leeds)
    assert found.crossing.figure.n + found.crossing.others.n == spread(example, "csat", "2025", "2026-Q1").whole.n
    assert found.reversals == (), "the whole is not what was asked about"


def test_important_customers_are_compared_with_the_others(example: Workspace) -> None:
    pro, plus = Segment("plan", "Pro"), Segment("plan", "Plus")
    found = spread(example, "csat", narrowed=Narrowed(important=(pro,)))
    assert found.important is not None
    row = next(one for one in found.served if one.segment == pro)
    assert (found.important.figure, found.important.others) == (row.figure, row.others)
    both = spread(example, "csat", narrowed=Narrowed(important=(pro, plus))).important
    assert both is not None
    assert both.figure.n == sum(one.figure.n for one in found.served if one.segment in (pro, plus))


def test_importance_may_be_known_from_the_list_of_customers(example: Workspace, example_file: Path) -> None:
    pro = Segment("plan", "Pro")
    assert "plan" not in example.outline().segments["replied"]
    found = spread(example, "replied", narrowed=Narrowed(important=(pro,))).important
    assert found is not None
    with duckdb.connect(str(example_file), read_only=True) as connection:
        expected = connection.execute(
            """
            SELECT plan = 'Pro', count("First reply time in minutes"), count(*) FROM records_2 JOIN
            (SELECT "Customer ID" AS person, any_value(Plan) AS plan FROM records_4 WHERE _cx_reason IS NULL GROUP BY 1)
            ON person = "Requester external id"
            WHERE _cx_reason IS NULL AND _cx_day BETWEEN DATE '2026-03-01' AND DATE '2026-03-31' GROUP BY 1 ORDER BY 1
            """
        ).fetchall()
    others = found.others
    assert [(round((others.value or 0) * others.n), others.n), counts(found)] == [row[1:] for row in expected]


@pytest.mark.parametrize(
    ("segment", "narrowed", "said"),
    [
        (Segment("channel", "chat"), Narrowed(Segment("channel", "phone")), "two segments of channel at once"),
        (EVERYBODY, Narrowed(Segment("location", "Atlantis")), "location: Atlantis"),
        (EVERYBODY, Narrowed(important=(Segment("plan", "Pro"), Segment("location", "Leeds"))), "values of one column"),
    ],
)
def test_what_cannot_be_asked_is_named(example: Workspace, segment: Segment, narrowed: Narrowed, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        spread(example, "csat", segment=segment, narrowed=narrowed)


def test_an_open_period_names_nobody(example: Workspace) -> None:
    found = spread(example, "short_calls", "2026-03", "2026-04")
    assert found.worst is None
    assert found.judged == ()
