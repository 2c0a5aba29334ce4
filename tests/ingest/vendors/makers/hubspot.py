"""HubSpot: three kinds of survey that all say Promoter; and one kind of satisfaction survey whose type is left out."""

from __future__ import annotations

from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_AUTUMN = (datetime(2026, 9, 1, 9, 0), datetime(2026, 10, 30, 16, 45))
_PROMOTERS = {"NPS": 9, "CES": 6, "CSAT": 2}
_DETRACTORS = {"NPS": 6, "CES": 3, "CSAT": 0}


def files() -> dict[str, bytes]:
    return {"hubspot_kinds.csv": _kinds(), "hubspot_satisfaction.csv": _satisfaction()}


def _sentiment(kind: str, rating: int) -> str:
    if rating >= _PROMOTERS[kind]:
        return "Promoter"
    return "Detractor" if rating <= _DETRACTORS[kind] else "Passive"


def _kinds() -> bytes:
    """47 responses of which 42 count: 20 of NPS, 12 of CSAT, 10 of CES; 3 custom ones, 1 blank and 1 off its scale."""
    answers = {
        ("NPS", 10): 7, ("NPS", 9): 3, ("NPS", 8): 4, ("NPS", 6): 3, ("NPS", 1): 1, ("CSAT", 2): 7, ("CSAT", 1): 3,
        ("CSAT", 0): 2, ("CES", 7): 5, ("CES", 6): 1, ("CES", 4): 2, ("CES", 1): 2, ("CUSTOM", 3): 3,
        ("NPS", None): 1, ("CSAT", 5): 1,
    }  # fmt: skip
    given = [("NPS", 10), *shuffled(61, answers), ("NPS", 6)]
    names = [
        "Response ID", "Survey Name", "Survey Type", "Rating", "Sentiment", "Response", "Contact Email", "Contact ID",
        "Source", "Submission Date",
    ]  # fmt: skip
    rows = [
        [8800 + i, f"{kind} 2026", kind, rating, "" if rating is None or kind == "CUSTOM" else _sentiment(kind, rating),
         f"Said so, number {i}", f"p{i}@example.com", 600 + i % 20, ("Email", "Chat")[i % 2], f"{when:%Y-%m-%d %H:%M}"]
        for i, ((kind, rating), when) in enumerate(zip(given, moments(*_AUTUMN, len(given)), strict=True))
    ]  # fmt: skip
    return table([names, *rows])


def _satisfaction() -> bytes:
    """32 responses: 18 satisfied, 8 neutral, 6 not; the survey's name says nothing, only the sentiments do."""
    given = [2, *shuffled(62, {2: 16, 1: 8, 0: 6}), 2]
    names = ["hs_submission_timestamp", "hs_survey_name", "hs_value", "hs_response_group", "hs_content", "hs_object_id"]
    rows = [
        [f"{when:%Y-%m-%dT%H:%M:%SZ}", "After the visit", rating, _sentiment("CSAT", rating).upper(), None, 300 + i]
        for i, (rating, when) in enumerate(zip(given, moments(*_AUTUMN, len(given)), strict=True))
    ]
    return table([names, *rows], end="\n")
