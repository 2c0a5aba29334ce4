"""One column of scores for several kinds of survey: each kind on its own scale, and never averaged."""

from __future__ import annotations

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Only, Proposal, Reason, Role, SetAside
from tests.ingest.conftest import Examine, roles

KINDS = ("NPS", "csat", "Net Promoter Score", "thumbs", "ces")
SCORES = ("9", "4", "0", "1", "7")


@pytest.fixture
def proposal(examine: Examine) -> Proposal:
    rows = "".join(f"{n},{KINDS[n % 5]},{SCORES[n % 5]},2026-01-{n % 28 + 1:02}\n" for n in range(100))
    return examine(f"id,survey_type,score,created_at\n{rows}")


def test_each_kind_is_a_column_of_its_own(proposal: Proposal) -> None:
    found = {column.name: (column.role, column.only) for column in proposal.layout.columns if column.only}
    assert found == {
        "score (nps)": (Role.SCORE_NPS, Only("survey_type", ("NPS", "Net Promoter Score"))),
        "score (csat)": (Role.CSAT_1_5, Only("survey_type", ("csat",))),
        "score (ces)": (Role.CES_1_7, Only("survey_type", ("ces",))),
    }
    assert proposal.layout.headers == ("id", "survey_type", "score", "created_at")
    assert proposal.layout.width == 4


def test_a_kind_without_a_known_scale_is_set_aside_and_named(proposal: Proposal) -> None:
    counted = ("NPS", "Net Promoter Score", "csat", "ces")
    assert proposal.layout.set_aside == (SetAside(Reason.OTHER_SURVEY_TYPE, "survey_type", counted, unless=True),)
    assert proposal.warnings == ('"score" also answers thumbs, which is no scale that is counted here.',)


def test_a_part_is_judged_by_its_own_records_when_it_is_corrected(proposal: Proposal) -> None:
    assert roles(corrected(proposal, {"score (ces)": Role.SCORE_1_10}, {}))["score (ces)"] is Role.SCORE_1_10
    with pytest.raises(BadInput, match="between 1 and 5"):
        corrected(proposal, {"score (ces)": Role.CSAT_1_5}, {})


def test_a_score_from_one_to_ten_that_is_to_be_an_nps_keeps_its_scale(examine: Examine) -> None:
    rows = "".join(f"{n},{n % 10 + 1},2026-01-{n % 28 + 1:02}\n" for n in range(60))
    proposal = examine(f"id,How likely are you to recommend us? (1-10),Date\n{rows}")
    score = proposal.layout.columns[1]
    assert (score.role, score.scale, score.range) == (Role.SCORE_1_10, None, (1, 10))
    insisted = corrected(proposal, {score.name: Role.SCORE_NPS}, {}).layout.columns[1]
    assert (insisted.role, insisted.scale, insisted.range) == (Role.SCORE_NPS, (1, 10), (1, 10))
    kept = corrected(corrected(proposal, {score.name: Role.SCORE_NPS}, {}), {score.name: Role.SCORE_NPS}, {})
    assert kept.layout.columns[1].scale == (1, 10)
