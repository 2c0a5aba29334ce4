"""What is odd about a file is found as it is stored, kept with its upload, and a caveat on the verdicts it touches."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cxmetrics.judge.findings import Finding
from cxmetrics.model import Selection
from cxmetrics.period import Period
from cxmetrics.workspace.comparisons import months_between
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import HEADER, SCORE, answer, answers, contents, days, judged, taken, written

ALL = (0, 10, 9, 8, 1, 7, 6, 5, 9, 4, 3, 10, 2, 9, 8)
FEBRUARY = answers(days("2026-02"), ALL, 20)
MARCH = [line.replace("R", "S", 1) for line in answers(days("2026-03"), ALL, 20)]


def odd(workspace: Workspace, before: str = "2026-02", after: str = "2026-03") -> list[str]:
    """The checks that speak about the headline of two periods."""
    selection = Selection("nps", Period.parse(before), Period.parse(after))
    return [finding.check for finding in workspace.oddities(workspace.outline(), selection)]


def test_a_point_that_a_form_lost_is_a_caveat_on_the_verdicts_it_touches(workspace: Workspace, tmp_path: Path) -> None:
    lost = [line.replace(",5,", ",6,") for line in MARCH]
    taken(workspace, written(tmp_path, FEBRUARY))
    assert workspace.history()[0].findings == ()
    upload = taken(workspace, written(tmp_path, lost, "march.csv"))
    (finding,) = upload.findings
    assert finding.sentence == f"Nobody answered 5 to “{SCORE}” in March 2026, though 4 is common."
    assert odd(workspace) == ["missing_scale_point"]
    assert finding.caveat in judged(workspace, "nps", "2026-02", "2026-03").headline.caveats
    workspace.undo(upload.id)
    assert workspace.outline().findings["nps"] == ()


def test_nothing_is_odd_about_ordinary_answers(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, FEBRUARY))
    assert taken(workspace, written(tmp_path, MARCH, "march.csv")).findings == ()
    assert odd(workspace) == []


def test_undoing_restores_what_was_odd_before(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        taken(workspace, written(tmp_path, [line.replace(",5,", ",6,") for line in FEBRUARY]))
    before = contents(path)
    with Workspace(path) as workspace:
        workspace.undo(taken(workspace, written(tmp_path, [*MARCH[:-300], answer(7, "1970-01-01", 9)], "m.csv")).id)
    assert contents(path) == before


def test_zeros_that_became_blanks_are_found_in_the_next_file(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, FEBRUARY))
    upload = taken(workspace, written(tmp_path, [line.replace(",0,", ",,") for line in MARCH], "march.csv"))
    assert [finding.check for finding in upload.findings] == ["zeros_as_blanks"]


def test_another_question_under_the_same_column_is_a_shift(workspace: Workspace, tmp_path: Path) -> None:
    def export(name: str, lines: list[str], question: str) -> Path:
        ids = '{"ImportId":"_recordId"},{"ImportId":"recordedDate"},{"ImportId":"QID1"},{"ImportId":"place"}'
        quoted = ",".join(f'"{each.replace(chr(34), chr(34) * 2)}"' for each in ids.split(","))
        header = f"ResponseId,RecordedDate,Q1,Location\nResponse ID,Recorded Date,{question},Location\n{quoted}"
        return written(tmp_path, lines, name, header)

    taken(workspace, export("february.csv", FEBRUARY, "How likely are you to recommend us?"))
    upload = taken(workspace, export("march.csv", MARCH, "How likely would you recommend us after this call?"))
    assert [finding.check for finding in upload.findings] == ["wording"]
    assert upload.findings[0].since == date(2026, 3, 1)
    assert odd(workspace) == ["wording"]
    assert odd(workspace, "2026-03-01..2026-03-14", "2026-03-15..2026-03-28") == []


def test_ids_that_a_spreadsheet_cut_are_found(workspace: Workspace, tmp_path: Path) -> None:
    lines = [f"5.7{i:04}E+17,{day},{i % 11},Leeds" for i, day in enumerate(days("2026-03") * 4)]
    upload = taken(workspace, written(tmp_path, lines))
    assert [finding.check for finding in upload.findings] == ["damaged_ids"]


def test_customers_that_a_spreadsheet_cut_are_found_though_they_are_stored_as_keys(
    workspace: Workspace, tmp_path: Path
) -> None:
    lines = [f"R{i},{day},{i % 11},Leeds,5703064{i:08}000" for i, day in enumerate(days("2026-03") * 4)]
    upload = taken(workspace, written(tmp_path, lines, header=f"{HEADER},Customer ID"))
    assert [finding.check for finding in upload.findings] == ["damaged_ids"]


def test_times_that_never_were_in_the_zone_of_the_file_are_found(workspace: Workspace, tmp_path: Path) -> None:
    lines = [f"R{i},{day} 0{i % 6}:30:00,{i % 11},{'LY'[i % 2]}" for i, day in enumerate(days("2026-03") * 12)]
    zone = '"{""ImportId"":""endDate"",""timeZone"":""Europe/Berlin""}"'
    ids = f'"{{""ImportId"":""_recordId""}}",{zone},"{{""ImportId"":""Q""}}","{{}}"'
    header = f"ResponseId,RecordedDate,Q1,Location\nResponse ID,Recorded Date,{SCORE},Location\n{ids}"
    upload = taken(workspace, written(tmp_path, lines, header=header))
    (finding,) = upload.findings
    assert finding.check == "clock_change"
    assert finding.sentence.startswith("2 records of 29 March 2026 are dated in an hour that clocks skipped")


def test_the_planted_change_of_mix_in_the_sample_is_found(example: Workspace) -> None:
    selection = Selection("ticket_csat", Period.parse("2025-Q1"), Period.parse("2026-Q1"))
    found = example.oddities(example.outline(), selection)
    assert {finding.check for finding in found} == {"mix"}
    assert any(finding.sentence.startswith("Channel changed its mix: ") for finding in found)


def test_nothing_is_odd_from_month_to_month_in_the_sample(example: Workspace) -> None:
    said: list[tuple[str, Period, Finding]] = []
    outline = example.outline()
    for key, extent in outline.extents.items():
        months = [month for month in months_between(extent) if outline.covers(key, month) and outline.run(key) < 2]
        for before, after in zip(months[-7:], months[-6:], strict=False):
            found = example.oddities(outline, Selection(key, before, after))
            said += [(key, after, finding) for finding in found]
    assert said == []
