"""Qualtrics: responses as text, as codes in UTF-16 with tabs, and from the exporter before 2017."""

from __future__ import annotations

import json
from datetime import datetime

from tests.ingest.vendors.writing import moments, shuffled, table

_BEFORE = [
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
]
_DATES = ("StartDate", "EndDate", "RecordedDate")


def files() -> dict[str, bytes]:
    return {"qualtrics_texts.csv": _texts(), "qualtrics_codes.tsv": _codes(), "qualtrics_legacy.csv": _legacy()}


def _header(columns: list[tuple[str, str, str]], zone: str) -> list[list[str]]:
    ids = [{"ImportId": key} | ({"timeZone": zone} if name in _DATES else {}) for name, _, key in columns]
    return [[name for name, _, _ in columns], [text for _, text, _ in columns], [json.dumps(each) for each in ids]]


def _texts() -> bytes:
    """48 responses of which 38 count: 20 promoters, 14 passives and 4 detractors."""
    questions = [
        ("Q1_NPS_GROUP", "<b>How likely</b> are you to\nrecommend us? - Group", "QID1_NPS_GROUP"),
        ("Q1", "<b>How likely</b> are you to\nrecommend us?", "QID1"),
        ("Q2", "Overall, how satisfied are you with us? (1 = very dissatisfied, 5 = very satisfied)", "QID2"),
        ("Q3", "What should we improve?", "QID3_TEXT"),
        ("Q3 - Topics", "What should we improve? - Topics", "QID3_TEXT_topics"),
    ]
    header = _header([*_BEFORE, *questions], "America/Denver")
    oddities = {"preview": 2, "test": 1, "spam": 1, "unfinished": 3, "blank": 2}
    scores = {10: 11, 9: 7, 8: 9, 7: 5, 6: 2, 3: 1, 0: 1}
    # the duplicate repeats the first response, so it is not among the values that are shuffled
    kinds = [10, *shuffled(1, oddities | scores), 9]
    rows = []
    for i, (kind, when) in enumerate(zip(kinds, moments(*_JANUARY, len(kinds)), strict=True)):
        status = {"preview": "Survey Preview", "test": "Survey Test", "spam": "Spam"}.get(str(kind), "IP Address")
        score = kind if isinstance(kind, int) else 9
        rows.append(
            [when, when, status, f"192.0.2.{i}", 40 if kind == "unfinished" else 100, 60 + i, kind != "unfinished",
             when, f"R_{i:04}", "Lee", "Ana", f"ana{i}@example.com", f"C-{i % 30}", "51.5", "-0.1",
             ("email", "anonymous")[i % 2], *_answers(kind, score), f"Note {i}: more, please", "Price"]
        )  # fmt: skip
    first = next(row for row, kind in zip(rows, kinds, strict=True) if isinstance(kind, int))
    return table([*header, *rows, first])


_JANUARY = (datetime(2026, 1, 5, 9, 14, 33), datetime(2026, 2, 20, 17, 45, 1))


def _answers(kind: object, score: int) -> tuple[object, object, object]:
    if kind == "blank":
        return None, None, None
    group = "Promoter" if score >= 9 else "Passive" if score >= 7 else "Detractor"
    return group, score, 5 if score >= 9 else 4 if score == 8 else 2


def _codes() -> bytes:
    """33 responses of which 26 count: statuses, groups and booleans as numbers, questions in German."""
    questions = [
        ("Q7_NPS_GROUP", "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen? - Gruppe", "QID7_NPS_GROUP"),
        ("Q7", "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", "QID7"),
        ("Q8", "Was können wir besser machen?", "QID8_TEXT"),
    ]
    header = _header([*_BEFORE, *questions], "Europe/Berlin")
    scores = {10: 7, 9: 4, 8: 3, 7: 3, 6: 2, 5: 2, 2: 3}
    kinds = [10, *shuffled(2, {"1": 2, "8": 1, "unfinished": 3} | scores), 0]
    rows = []
    for i, (kind, when) in enumerate(zip(kinds, moments(*_MARCH, len(kinds)), strict=True)):
        score = kind if isinstance(kind, int) else 10
        unfinished = kind == "unfinished"
        rows.append(
            [when, when, kind if kind in ("1", "8") else 0, f"198.51.100.{i}", 55 if unfinished else 100, 90,
             int(not unfinished), when, f"R_{i:04}", None, None, None, None, "52.5", "13.4", "anonymous",
             3 if score >= 9 else 2 if score >= 7 else 1, score, f"Schneller wäre schön 😀 {i}"]
        )  # fmt: skip
    missing = [*rows[-1][:8], "R_9999", *rows[-1][9:16], None, -99, None]
    missing[2], missing[4], missing[6] = 0, 100, 1
    return table([*header, *rows, missing], delimiter="\t", encoding="utf-16")


_MARCH = (datetime(2026, 3, 1, 0, 5, 0), datetime(2026, 3, 31, 23, 50, 0))


def _legacy() -> bytes:
    """36 responses of which 28 count; -99 was seen and not answered, -1 not seen, and V10 says who finished."""
    names = ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "Q1", "Q2_TEXT"]
    texts = [
        "ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status",
        "StartDate", "EndDate", "Finished", "How likely are you to recommend us to a friend?", "Why?-TEXT",
    ]  # fmt: skip
    scores: dict[object, int] = {10: 6, 9: 5, 8: 5, 7: 3, 6: 2, 4: 3, 1: 2}
    kinds = [10, *shuffled(3, scores | {"preview": 1, "unfinished": 2, "-99": 1, "-1": 4}), 9]
    rows = []
    for i, (kind, when) in enumerate(zip(kinds, moments(*_LONG_AGO, len(kinds)), strict=True)):
        score = kind if isinstance(kind, int) or kind.startswith("-") else 8
        rows.append(
            [f"R_{i:04}", "Default Response Set", "Anonymous", f"C-{i}", "ana@example.com", f"203.0.113.{i}",
             1 if kind == "preview" else 0, when, when, int(kind != "unfinished"), score, "Slow" if i % 3 else -99]
        )  # fmt: skip
    return table([names, texts, *rows], end="\n")


_LONG_AGO = (datetime(2016, 5, 2, 8, 0, 0), datetime(2016, 6, 30, 20, 0, 0))
