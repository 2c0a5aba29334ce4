"""What was planted in the example company is named first, in a sentence with its names and numbers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cxmetrics import answers
from cxmetrics.cli import main
from cxmetrics.judge.explain import Split
from cxmetrics.judge.marks import MarkKind
from cxmetrics.judge.scale import change_on_scale
from cxmetrics.judge.why import Explanation
from cxmetrics.model import EVERYBODY, Kind, Segment, Selection, Word
from cxmetrics.period import Period
from cxmetrics.report import why_words
from cxmetrics.report.figures import MINUS, THIN
from cxmetrics.workspace import explanations, shelf
from cxmetrics.workspace.workspace import Workspace

TRUTHS: list[dict[str, Any]] = json.loads((shelf.EXPORTS / "truth.json").read_text(encoding="utf-8"))["truths"]
PLANTED = {truth["key"]: truth for truth in TRUTHS}
MONTHS = "2026-02", "2026-03"


def explained(
    example: Workspace, metric: str, before: str = MONTHS[0], after: str = MONTHS[1], segment: Segment = EVERYBODY
) -> Explanation:
    selection = Selection(metric, Period.parse(before), Period.parse(after), segment)
    return example.explanation(example.outline(), selection)


def said(example: Workspace, metric: str, found: Explanation) -> str:
    return why_words.sentence(found, example.outline().metrics[metric])


def split_by(found: Explanation, dimension: str) -> Split:
    return next(split for split in found.splits if split.dimension == dimension)


def test_the_rise_of_one_point_rests_on_one_employee_s_week(example: Workspace) -> None:
    truth = PLANTED["nps_bump"]
    names, expected = truth["names"], truth["expected"]
    found = explained(example, "nps")
    (first,) = found.culprits.named
    assert first.cell == (
        ("employee", names["employee_id"]),
        ("location", names["location"]),
        ("week", names["week_from"]),
    )
    assert first.n == (0, expected["cell"]["n"])
    assert first.flips
    assert first.without.comparison.after.n == expected["after_without_cell"]["n"]
    assert first.without.comparison.after.value == pytest.approx(expected["after_without_cell"]["nps"], abs=0.05)
    assert first.without.comparison.change == pytest.approx(100 * (272 - 20) / 380 - 67)
    assert first.expected is not None
    assert first.expected < 3
    assert said(example, "nps", found) == (
        "Net Promoter Score went from 67 to 68, within noise. Without employee E-077 in Leeds, 9 to 15 March 2026 "
        "(20 records) it is 67.0, then 66.3: the rise is gone."
    )
    assert found.splits[0].dimension == "employee"


def test_one_employee_s_short_calls_made_handle_time_fall(example: Workspace) -> None:
    truth = PLANTED["handle_time_gaming"]
    names, others = truth["names"], truth["expected"]["everyone_else"]
    found = explained(example, "handle_time")
    (first,) = found.culprits.named
    assert dict(first.cell)["employee"] == names["employee_id"]
    assert found.verdict.word is Word.IMPROVED
    assert first.without.word is Word.NO_MEANINGFUL_CHANGE
    for side, month in ((first.without.comparison.before, MONTHS[0]), (first.without.comparison.after, MONTHS[1])):
        assert side.n == others[month]["handle_time"]["n"]
        assert side.value == pytest.approx(others[month]["handle_time"]["geometric_mean"], abs=0.01)
    assert f"Without employee {names['employee_id']} in {names['location']} (521 records)" in said(
        example, "handle_time", found
    )


def test_churn_rises_everywhere_and_nobody_is_named_for_it(example: Workspace) -> None:
    found = explained(example, "churn")
    assert found.verdict.word is Word.DECLINED
    assert found.culprits.named == ()
    assert found.culprits.looked_at > 20
    assert said(example, "churn", found) == (
        f"Customers lost went from 2.0{THIN}% to 3.6{THIN}%, really worse. Nothing stands out: no plan or region "
        "carries it."
    )
    for one in found.splits:
        assert one.rate == pytest.approx(160 / 4454 - 89 / 4442, abs=2e-4)
        assert not one.mix_is_sure


def test_every_channel_improves_and_the_whole_falls(example: Workspace) -> None:
    truth = PLANTED["mix_shift"]
    (before, after), figures = truth["periods"], truth["expected"]
    found = explained(example, "ticket_csat", before, after)
    leading = found.splits[0]
    assert leading.dimension == "channel"
    assert leading.simpson
    shares = {
        period: {channel: figures[period][channel] for channel in ("Phone", "E-mail", "Chat")}
        for period in (before, after)
    }
    rate = sum(
        (shares[after][channel]["x"] / shares[after][channel]["n"] - one["x"] / one["n"])
        * (one["n"] + shares[after][channel]["n"]) / (2 * 2250)
        for channel, one in shares[before].items()
    )  # fmt: skip
    assert leading.rate == pytest.approx(rate, abs=1e-12)
    assert leading.mix == pytest.approx(1805 / 2250 - 1888 / 2250 - rate, abs=1e-12)
    assert leading.reweighted is not None
    assert leading.reweighted.interval[0] > 0
    assert found.culprits.named[0].cell == (("channel", truth["names"]["growing_channel"]),)
    assert found.findings[0].check == "mix"
    assert said(example, "ticket_csat", found) == (
        f"Tickets rated good went from 84{THIN}% to 80{THIN}%, really worse, but it rose in every channel: "
        f"channel Chat went from 15{THIN}% to 50{THIN}% of the records (Simpson's paradox; mix {MINUS}9.3 pp, "
        "rate +5.6 pp)."
    )


def test_faster_replies_are_carried_by_the_two_places_that_call_back(example: Workspace) -> None:
    truth = PLANTED["callback_rollout"]
    found = explained(example, "first_reply_time", "2025-Q3", "2025-Q4")
    assert [one.cell for one in found.culprits.named] == [
        (("location", location),) for location in truth["names"]["locations"]
    ]


@pytest.mark.parametrize("metric", ["nps", "csat", "ces", "handle_time", "churn", "repeat_contact", "ticket_csat"])
@pytest.mark.parametrize("periods", [MONTHS, ("2025-Q1", "2026-Q1"), ("2024", "2025")])
def test_mix_and_rate_add_up_over_every_dimension(example: Workspace, metric: str, periods: tuple[str, str]) -> None:
    found = explained(example, metric, *periods)
    change = found.verdict.comparison.change
    assert change is not None
    whole = change_on_scale(example.outline().metrics[metric].kind, change)
    assert {split.dimension for split in found.splits} & {"employee", "plan"}
    for split in found.splits:
        assert split.mix + split.rate == pytest.approx(whole, abs=1e-9)
        assert sum(part.mix + part.rate for part in split.parts) == pytest.approx(whole, abs=1e-9)


def test_leaving_a_cell_out_is_a_refit_of_the_records_of_the_file(example: Workspace) -> None:
    """Out of the export itself, read without any of the product's code."""
    found = explained(example, "nps")
    groups: dict[str, list[int]] = {month: [] for month in MONTHS}
    seen: set[str] = set()
    with (shelf.EXPORTS / "qualtrics_survey.csv").open(encoding="utf-8", newline="") as file:
        header, _, _, *rows = csv.reader(file)
        for row in rows:
            record = dict(zip(header, row, strict=True))
            month = record["RecordedDate"][:7]
            if month not in groups or record["Status"] != "IP Address" or record["Finished"] != "True":
                continue
            if not record["Q1"] or record["ResponseId"] in seen:
                continue
            seen.add(record["ResponseId"])
            week = date.fromisoformat(record["RecordedDate"][:10]).isocalendar()[:2]
            if record["employee_id"] == "E-077" and week == date(2026, 3, 9).isocalendar()[:2]:
                continue
            groups[month].append((int(record["Q1"]) >= 9) - (int(record["Q1"]) <= 6))
    before, after = (100 * sum(groups[month]) / len(groups[month]) for month in MONTHS)
    rest = found.culprits.named[0].without.comparison
    assert (rest.before.n, rest.after.n) == (len(groups[MONTHS[0]]), len(groups[MONTHS[1]]))
    assert rest.change == pytest.approx(after - before, abs=1e-9)


def test_a_segment_is_explained_by_its_own_records(example: Workspace) -> None:
    found = explained(example, "nps", segment=Segment("location", "Leeds"))
    assert found.verdict.comparison.after.n == sum(part.n[1] for part in found.splits[0].parts)
    assert "location" not in {split.dimension for split in found.splits}
    assert found.splits[0].change == pytest.approx(found.verdict.comparison.change, abs=1e-9)


def test_of_very_many_records_only_some_values_are_crossed_and_all_are_looked_at(
    example: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explanations, "_FEW_RECORDS", 1_000)
    found = explained(example, "handle_time")
    assert dict(found.culprits.named[0].cell)["employee"] == "E-014"
    employees = split_by(found, "employee")
    assert len(employees.parts) > 30
    assert employees.mix + employees.rate == pytest.approx(employees.change, abs=1e-9)
    assert found.culprits.looked_at < explained_whole(example)


def explained_whole(example: Workspace) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explanations, "_FEW_RECORDS", 10**9)
        return explained(example, "handle_time").culprits.looked_at


def test_as_plain_data_it_says_what_the_page_says(example: Workspace) -> None:
    metric = example.outline().metrics["nps"]
    found = explained(example, "nps")
    plain = answers.of_explanation(found, metric)
    assert plain["sentence"] == said(example, "nps", found)
    (one,) = plain["contributors"]
    assert one["cell"] == {"employee": "E-077", "location": "Leeds", "week": "2026-03-09"}
    assert (one["n"], one["flips"]) == (20, True)
    assert one["change_without"] == pytest.approx(-0.684, abs=1e-3)
    assert plain["mix"] + plain["rate"] == pytest.approx(1.0, abs=1e-9)
    assert metric.kind is Kind.NPS
    assert plain["scale"] == "linear"


def test_the_command_line_carries_the_explanation_of_the_page(example_copy: Path) -> None:
    periods = ("--before", MONTHS[0], "--after", MONTHS[1])
    found = CliRunner().invoke(main, ["verdict", str(example_copy), "--metric", "nps", *periods, "--json"])
    plain = json.loads(found.stdout)["explanation"]
    assert set(plain) >= {"sentence", "contributors", "mix", "rate", "caveats"}
    assert set(plain["contributors"][0]) >= {"cell", "n", "change_without", "flips"}
    with Workspace(example_copy, read_only=True) as workspace:
        outline = workspace.outline()
        same = answers.of_explanation(explained(workspace, "nps"), outline.metrics["nps"])
    assert plain == json.loads(json.dumps(same))


@pytest.fixture
def marked(example_copy: Path) -> Iterator[Workspace]:
    """The example with its roll-out marked, for every metric."""
    truth = PLANTED["callback_rollout"]["names"]
    with Workspace(example_copy) as workspace:
        day, places = date.fromisoformat(truth["from"]), truth["locations"]
        workspace.mark(day, MarkKind.EVENT, truth["change"], None, "location", places)
        yield workspace


@pytest.mark.parametrize("periods", [("2025-Q3", "2025-Q4"), ("2025-09", "2025-10"), ("2025-Q1", "2026-Q1")])
def test_a_marked_roll_out_is_held_against_the_places_without_it(marked: Workspace, periods: tuple[str, str]) -> None:
    factor = PLANTED["callback_rollout"]["expected"]["factor"]
    found = explained(marked, "first_reply_time", *periods)
    (one,) = found.effects
    assert one.beyond_chance
    assert one.interval is not None
    assert one.interval[0] < factor - 1 < one.interval[1]
    assert one.difference == pytest.approx(factor - 1, abs=0.05)
    assert one.key == "employee"
    assert one.tau is not None
    assert "\u201ccallback instead of queueing\u201d, from 1 October 2025 in Bristol and Cardiff" in said(
        marked, "first_reply_time", found
    )


def test_the_figures_of_a_roll_out_are_those_of_its_places(marked: Workspace) -> None:
    expected = PLANTED["callback_rollout"]["expected"]
    (one,) = explained(marked, "first_reply_time", "2025-09", "2025-10").effects
    here, elsewhere = expected["changed_locations"], expected["elsewhere"]
    assert one.n == tuple((side["2025-09"]["n"], side["2025-10"]["n"]) for side in (here, elsewhere))
    for change, side in ((one.here, here), (one.elsewhere, elsewhere)):
        ratio = side["2025-10"]["geometric_mean"] / side["2025-09"]["geometric_mean"]
        assert change == pytest.approx(ratio - 1, abs=1e-3)


def test_only_days_on_the_right_side_of_a_mark_count(marked: Workspace) -> None:
    (one,) = explained(marked, "first_reply_time", "2025-08-01..2025-10-31", "2025-11-01..2025-12-31").effects
    (cut,) = explained(marked, "first_reply_time", "2025-08-01..2025-09-30", "2025-11-01..2025-12-31").effects
    assert one.n == cut.n
    assert explained(marked, "first_reply_time", "2026-02", "2026-03").effects == ()


def test_a_mark_without_places_is_told_and_not_tested(marked: Workspace) -> None:
    marked.mark(date(2026, 3, 5), MarkKind.EVENT, "New prices")
    marked.mark(date(2026, 3, 6), MarkKind.COMMENT, "Snow")
    marked.mark(date(2026, 3, 7), MarkKind.EVENT, "Of another metric", "churn", "plan", ["Basic"])
    found = explained(marked, "nps")
    (one,) = found.effects
    assert one.nobody_else
    assert why_words.marked(marked.outline().metrics["nps"], one) == (
        "\u201cNew prices\u201d, from 5 March 2026, was everywhere, so there is nothing to hold it against."
    )
    assert "New prices" not in said(marked, "nps", found)


def test_too_few_employees_or_records_give_no_interval(marked: Workspace) -> None:
    marked.mark(date(2026, 3, 3), MarkKind.EVENT, "Two of them trained", "nps", "employee", ["E-077", "E-014"])
    (one,) = explained(marked, "nps").effects
    assert one.interval is None
    assert one.p_value is None
    assert "too few" in why_words.marked(marked.outline().metrics["nps"], one)
