"""Corrections: the user's word stands, unless the values contradict it."""

from __future__ import annotations

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Proposal, Reason, Role, SetAside, Type
from tests.ingest.conftest import Examine, formats, roles

TEXT = "Ref,Day,Rating of Us,Wait,Town,Paid,State\n" + "".join(
    f"r{n},02/0{day}/2026,{n % 11},{n * 7},{('Leeds', 'York')[n % 2]},2026-02-0{day},{('ok', 'Spam')[n > 50]}\n"
    for n, day in enumerate(list(range(1, 10)) * 7)
)


@pytest.fixture
def proposal(examine: Examine) -> Proposal:
    return examine(TEXT)


def test_a_new_role_brings_its_type(proposal: Proposal) -> None:
    fixed = corrected(proposal, {"Rating of Us": Role.SCORE_NPS, "Wait": Role.DURATION_SECONDS, "Town": None}, {})
    found = {column.name: (column.role, column.type) for column in fixed.layout.columns}
    assert found["Rating of Us"] == (Role.SCORE_NPS, Type.NUMBER)
    assert found["Wait"] == (Role.DURATION_SECONDS, Type.NUMBER)
    assert found["Town"] == (None, Type.TEXT)


def test_a_number_that_became_a_segment_can_become_a_score_again(proposal: Proposal) -> None:
    segment = corrected(proposal, {"Rating of Us": Role.SEGMENT}, {})
    assert segment.layout.columns[2].type is Type.TEXT
    assert corrected(segment, {"Rating of Us": Role.SCORE_NPS}, {}).layout.columns[2].type is Type.NUMBER


def test_a_role_that_only_one_column_may_have_moves(proposal: Proposal) -> None:
    assert roles(proposal)["Day"] is Role.DATE
    fixed = corrected(proposal, {"Paid": Role.DATE}, {})
    assert (roles(fixed)["Paid"], roles(fixed)["Day"]) == (Role.DATE, None)
    assert not fixed.questions


def test_a_question_stays_until_it_is_answered(proposal: Proposal) -> None:
    assert [question.column for question in proposal.questions] == ["Day"]
    kept = corrected(proposal, dict(roles(proposal)), {})
    assert kept.questions == proposal.questions
    answered = corrected(kept, {}, {"Day": "%m/%d/%Y"})
    assert (answered.questions, formats(answered)["Day"]) == ((), "%m/%d/%Y")


def test_a_question_moves_with_the_role(proposal: Proposal) -> None:
    moved = corrected(corrected(proposal, {"Day": None}, {}), {"Day": Role.START}, {})
    assert [question.column for question in moved.questions] == ["Day"]


def test_an_answer_survives_a_change_of_role(proposal: Proposal) -> None:
    answered = corrected(proposal, {}, {"Day": "%d/%m/%Y"})
    moved = corrected(answered, {"Day": Role.START}, {})
    assert (moved.questions, formats(moved)["Day"]) == ((), "%d/%m/%Y")


def test_an_answer_about_the_scale_is_a_role(examine: Examine) -> None:
    asked = examine("NPS score\n" + "".join(f"{n % 10 + 1}\n" for n in range(200)))
    assert len(asked.questions) == 1
    assert not corrected(asked, {"NPS score": Role.SCORE_NPS}, {}).questions
    assert roles(corrected(asked, {"NPS score": Role.SCORE_1_10}, {}))["NPS score"] is Role.SCORE_1_10


def test_a_status_brings_its_rules_and_takes_them_away(proposal: Proposal) -> None:
    fixed = corrected(proposal, {"State": Role.STATUS, "Rating of Us": Role.SCORE_NPS}, {})
    assert SetAside(Reason.SPAM_ROW, "State", ("spam",)) in fixed.layout.set_aside
    assert not corrected(fixed, {"State": Role.SEGMENT}, {}).layout.set_aside


def test_only_scores_left_makes_a_survey(proposal: Proposal) -> None:
    assert corrected(proposal, {"Rating of Us": Role.SCORE_NPS}, {}).layout.survey
    both = {"Rating of Us": Role.SCORE_NPS, "Wait": Role.DURATION_SECONDS}
    assert not corrected(proposal, both, {}).layout.survey


def test_a_warning_about_a_column_goes_with_its_role(examine: Examine) -> None:
    warned = examine("id,Handle Time\n1,20\n2,30\n")
    assert warned.warnings[0].startswith('"Handle Time"')
    fixed = corrected(warned, {"Handle Time": Role.DURATION_SECONDS}, {})
    assert not any("Handle Time" in text for text in fixed.warnings)


def test_a_source_can_be_renamed(proposal: Proposal) -> None:
    assert corrected(proposal, {}, {}, name="Store visits").layout.name == "Store visits"


@pytest.mark.parametrize(
    ("given", "forms", "sentence"),
    [
        ({"Nowhere": Role.ID}, {}, 'There is no column "Nowhere"'),
        ({}, {"Nowhere": "%Y"}, 'There is no column "Nowhere"'),
        ({"Day": Role.DATE, "Paid": Role.DATE}, {}, "Only one column of a file can be its date"),
        ({"Town": Role.SCORE_NPS}, {}, "its values are not numbers"),
        ({"Town": Role.DATE}, {}, "its values are not dates"),
        ({"Wait": Role.CSAT_1_5}, {}, "most of its values are not between 1 and 5"),
        ({}, {"Day": "%Y-%m-%d"}, "can be read as %Y-%m-%d"),
        ({}, {"Wait": "nonsense"}, "can be read as nonsense"),
        ({}, {"Town": "%Y"}, "stored as text"),
    ],
)
def test_what_the_values_contradict_is_refused(
    proposal: Proposal, given: dict[str, Role | None], forms: dict[str, str], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        corrected(proposal, given, forms)
