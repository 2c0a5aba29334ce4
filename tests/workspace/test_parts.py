"""Several kinds of survey in one file, from the file to the verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Role
from cxmetrics.workspace.memory import continued
from cxmetrics.workspace.workspace import Workspace
from tests.ingest.vendors.harness import EXPORTS
from tests.workspace.exports import judged, taken, written

HEADER = "id,survey_type,score,created_at"
BOTH_MONTHS = ("2026-02", "2026-03")
NPS = [f"{m}{n},nps,{(10, 9, 8, 3)[n % 4]},{m}-{n % 28 + 1:02}" for m in BOTH_MONTHS for n in range(40)]
CSAT = [f"c{n},csat,{(5, 4, 4, 1)[n % 4]},2026-03-{n % 31 + 1:02}" for n in range(60)]
ODD = ["t1,thumbs,1,2026-03-01", "t2,csat,9,2026-03-01", "t3,nps,,2026-03-01", "t4,nps,-99,2026-03-01"]


def test_each_kind_is_counted_on_its_own(workspace: Workspace, tmp_path: Path) -> None:
    upload = taken(workspace, written(tmp_path, [*NPS, *CSAT, *ODD], header=HEADER))
    assert (upload.records, upload.used) == (144, 140)
    assert upload.set_aside == {"other_survey_type": 1, "out_of_range": 1, "no_score": 1, "missing_code": 1}
    whole = workspace.whole(["nps", "csat"])
    assert (whole["nps"].n, whole["nps"].positive, whole["nps"].negative) == (80, 40, 20)
    assert (whole["csat"].n, whole["csat"].positive) == (60, 45)


def test_a_kind_that_comes_later_joins_the_same_source(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, NPS, header=HEADER))
    upload = taken(workspace, written(tmp_path, [*NPS, *CSAT], "april.csv", header=HEADER))
    assert (upload.unchanged, upload.used) == (80, 60)
    assert len(workspace.sources()) == 1
    assert list(workspace.outline().metrics) == ["nps", "csat"]
    _, proposal = workspace.examine(written(tmp_path, CSAT, "may.csv", header=HEADER))
    assert workspace.remembered(proposal) is not None


def test_a_column_of_several_kinds_that_is_renamed_still_falls_into_them(workspace: Workspace, tmp_path: Path) -> None:
    taken(workspace, written(tmp_path, [*NPS, *CSAT], header=HEADER))
    later = [line.replace("2026-03", "2026-04") for line in [*NPS, *CSAT]]
    text, proposal = workspace.examine(written(tmp_path, later, "april.csv", header=HEADER.replace("score", "points")))
    alike = workspace.likeness(proposal)
    assert alike is not None
    assert [missing.name for missing in alike.missing] == ["score"]
    layout = continued(proposal, alike, {"score": "points"}).layout
    workspace.store(text, layout, alike.source)
    assert list(workspace.outline().metrics) == ["nps", "csat"]
    whole = workspace.whole(["nps", "csat"])
    # April's NPS answers are new, and every answer on satisfaction was moved to another day
    assert (whole["nps"].n, whole["csat"].n) == (120, 60)


def test_an_nps_asked_from_one_says_so_in_its_name_and_with_every_verdict(workspace: Workspace, tmp_path: Path) -> None:
    question = "How likely are you to recommend us? (1-10)"
    lines = [f"{m}{n},{m}-{n % 28 + 1:02},{n % 10 + 1}" for m in BOTH_MONTHS for n in range(100)]
    text, proposal = workspace.examine(written(tmp_path, lines, header=f"id,Date,{question}"))
    workspace.store(text, corrected(proposal, {question: Role.SCORE_NPS}, {}).layout)
    metric = workspace.outline().metrics["nps"]
    assert metric.label == "Net Promoter Score (asked from 1 to 10)"
    assert judged(workspace, "nps", *BOTH_MONTHS).headline.caveats[-2].startswith("Asked from 1 to 10")
    assert workspace.whole(["nps"])["nps"].n == 200


def test_what_a_file_cannot_say_goes_with_every_verdict_on_it(workspace: Workspace) -> None:
    taken(workspace, EXPORTS / "trustpilot_sources.csv")
    caveats = judged(workspace, "stars", "2026-02", "2026-03").headline.caveats
    assert any("no sample of customers" in text for text in caveats)
    assert any("mixes invited and organic reviews" in text for text in caveats)


@pytest.mark.parametrize("zero", ["0", "11"])
def test_an_answer_off_the_scale_that_was_asked_is_out_of_range(
    workspace: Workspace, tmp_path: Path, zero: str
) -> None:
    question = "How likely are you to recommend us? (1-10)"
    lines = [f"{n},2026-02-{n % 28 + 1:02},{n % 10 + 1}" for n in range(100)]
    text, proposal = workspace.examine(
        written(tmp_path, [*lines, f"100,2026-02-03,{zero}"], header=f"id,Date,{question}")
    )
    upload, _ = workspace.store(text, corrected(proposal, {question: Role.SCORE_NPS}, {}).layout)
    assert upload.set_aside == {"out_of_range": 1}
