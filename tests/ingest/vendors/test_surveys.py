"""Survey tools beyond their exports in the folder: what is asked, and what is left out rather than guessed."""

from __future__ import annotations

import pytest

from cxmetrics.layout import Role
from tests.ingest.conftest import Examine, roles

STAMPS = [f"2026/03/{n % 28 + 1:02} {n % 12 + 1}:05:03 PM GMT+1" for n in range(40)]
ASKED = "How likely are you to recommend us?"


def google(examine: Examine, question: str, scores: range) -> tuple[Role | None, tuple[str, ...], int]:
    """Role of the question, columns asked about, and sentences about it."""
    rows = "".join(f'"{stamp}","{scores[n % len(scores)]}"\n' for n, stamp in enumerate(STAMPS))
    proposal = examine(f'"Timestamp","{question}"\n{rows}')
    assert proposal.layout.vendor == "google_forms"
    about = sum(text.startswith(f'"{question}"') for text in proposal.warnings)
    return roles(proposal)[question], tuple(ask.column for ask in proposal.questions), about


def test_where_a_scale_of_google_forms_starts_is_never_guessed(examine: Examine) -> None:
    assert google(examine, ASKED, range(11)) == (Role.SCORE_NPS, (), 0)
    assert google(examine, ASKED, range(1, 11)) == (Role.SCORE_1_10, (), 1)
    assert google(examine, ASKED, range(3, 11)) == (Role.SCORE_NPS, (ASKED,), 0)
    assert google(examine, f"{ASKED} (0-10)", range(3, 11)) == (Role.SCORE_NPS, (), 0)


def test_a_log_that_begins_with_a_timestamp_is_no_form(examine: Examine) -> None:
    rows = "".join(f"2026-03-{n % 28 + 1:02} 10:00:00,{n},ok\n" for n in range(30))
    assert examine(f"Timestamp,Duration (seconds),Result\n{rows}").layout.vendor == "generic"


@pytest.mark.parametrize(
    ("low", "high"), [("0 - Not at all likely", "10 - Extremely likely"), ("Never - 0", "Sure - 10")]
)
def test_the_ends_of_a_scale_may_carry_words_on_either_side(examine: Examine, low: str, high: str) -> None:
    scores = [low, *map(str, range(1, 10)), high]
    rows = "".join(f"{n},4,01/{n % 28 + 1:02}/2026 10:00:00 AM,{scores[n % 11]}\n" for n in range(44))
    proposal = examine(f"Respondent ID,Collector ID,End Date,{ASKED}\n,,,Response\n{rows}")
    assert (proposal.layout.vendor, proposal.layout.header_rows) == ("surveymonkey", 2)
    assert roles(proposal)[ASKED] is Role.SCORE_NPS


def test_names_that_end_in_a_number_are_no_numbers(examine: Examine) -> None:
    rows = "".join(f"{n},{n % 11},2026-01-{n % 28 + 1:02},Store - {n % 4 + 1}\n" for n in range(44))
    assert roles(examine(f"id,{ASKED},Date,Where\n{rows}"))["Where"] is Role.SEGMENT


@pytest.mark.parametrize(
    ("happiest", "role"),
    [("9", Role.SCORE_NPS), ("6", Role.CES_1_7), ("2", Role.CSAT_TEXT), ("4", None)],
)
def test_what_hubspot_calls_a_promoter_tells_the_scale(examine: Examine, happiest: str, role: Role | None) -> None:
    said = {"Promoter": happiest, "Detractor": "0" if happiest in "29" else "1"}
    rows = "".join(f"{n},The visit,{said[feeling]},{feeling}\n" for n, feeling in enumerate([*said] * 20))
    proposal = examine(f"Record ID,Survey name,Rating,Sentiment\n{rows}")
    assert proposal.layout.vendor == "hubspot"
    assert roles(proposal)["Rating"] is role
    assert roles(proposal)["Sentiment"] is None
    assert any("does not say on which scale" in text for text in proposal.warnings) == (role is None)


def test_months_that_cannot_be_read_give_no_figures(examine: Examine) -> None:
    rows = "".join(f"Periode {n},200,50%,20%,30\n" for n in range(1, 7))
    proposal = examine(f"Month,Responses,%Promoters,%Detractors,NPS\n{rows}")
    assert proposal.layout.vendor == "monthly_summary"
    assert {role for role in roles(proposal).values() if role} == {Role.NPS}
    assert any('"Month" does not say its months' in text for text in proposal.warnings)


def test_a_survey_with_a_month_and_a_score_is_no_summary(examine: Examine) -> None:
    rows = "".join(f"R{n},March,{n % 11},fine number {n}\n" for n in range(44))
    assert examine(f"Response ID,Month,NPS,Comment\n{rows}").layout.vendor == "generic"
