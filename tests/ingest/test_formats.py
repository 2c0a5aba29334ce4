"""Vendors' formats beyond the company exports: older exporters, codes for words, columns that are not filled."""

from __future__ import annotations

import csv
import io

from cxmetrics.ingest.formats import FORMATS, format_of
from cxmetrics.layout import Reason, Role, SetAside, Type
from tests.ingest.conftest import Examine, roles

NAMES = [
    "StartDate",
    "EndDate",
    "Status",
    "Progress",
    "Finished",
    "RecordedDate",
    "ResponseId",
    "Q9_NPS_GROUP",
    "Q9",
    "Q2",
]
TEXTS = ["Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID"]
QUESTIONS = ["How likely ...?<br>Please say - Group", "How likely ...?\nPlease say", "Satisfied?"]
IMPORT_IDS = ['{"ImportId":"startDate","timeZone":"America/Denver"}', *['{"ImportId":"x"}'] * 9]


def written(*rows: list[str], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def responses(status: str, finished: str, count: int = 40) -> list[list[str]]:
    when = "2026-01-02 10:00:00"
    return [[when, when, status, "100", finished, when, f"R_{n}", "3", str(n % 10 + 1), "4"] for n in range(count)]


def test_every_format_has_a_name_of_its_own() -> None:
    assert len({each.vendor for each in FORMATS}) == len(FORMATS)
    assert format_of([["a", "b"], ["1", "2"]]).vendor == "generic"


def test_qualtrics_in_utf_16_with_tabs_and_codes(examine: Examine) -> None:
    rows = [NAMES, TEXTS + QUESTIONS, IMPORT_IDS, *responses("0", "1")]
    layout = examine(written(*rows, delimiter="\t"), encoding="utf-16").layout
    assert (layout.vendor, layout.encoding, layout.delimiter, layout.header_rows) == ("qualtrics", "utf-16", "\t", 3)
    assert layout.timezone == "America/Denver"
    assert [column.name for column in layout.columns] == NAMES
    assert layout.columns[8].label == "How likely ...? Please say"
    assert SetAside(Reason.PREVIEW_ROW, "Status", ("Survey Preview", "1", "17")) in layout.set_aside
    assert SetAside(Reason.INCOMPLETE_RESPONSE, "Finished", ("False", "0")) in layout.set_aside


def test_the_group_beside_a_question_says_that_it_is_an_nps(examine: Examine) -> None:
    proposal = examine(written(NAMES, TEXTS + QUESTIONS, IMPORT_IDS, *responses("0", "1", 200)))
    assert (roles(proposal)["Q9_NPS_GROUP"], roles(proposal)["Q9"]) == (Role.NPS_GROUP, Role.SCORE_NPS)
    assert not proposal.questions


def test_qualtrics_dates_fall_back_to_the_end(examine: Examine) -> None:
    names = [name for name in NAMES if name != "RecordedDate"]
    texts = [text for text in TEXTS if text != "Recorded Date"]
    rows = [[*row[:5], *row[6:]] for row in responses("IP Address", "True")]
    found = roles(examine(written(names, texts + QUESTIONS, IMPORT_IDS[:9], *rows)))
    assert (found["EndDate"], found["StartDate"]) == (Role.DATE, None)


def test_the_older_qualtrics_exporter_numbers_its_columns(examine: Examine) -> None:
    header = ["V1", "V2", "V3", "V8", "V9", "V10", "Q1"]
    texts = [
        "ResponseID",
        "ResponseSet",
        "Name",
        "StartDate",
        "EndDate",
        "Finished",
        "How likely are you to recommend us?",
    ]
    when = "2015-01-02 10:00:00"
    rows = [[f"R_{n}", "Default", "Ana", when, when, "1", "-99" if n % 9 == 0 else str(n % 11)] for n in range(99)]
    proposal = examine(written(header, texts, *rows))
    layout = proposal.layout
    assert (layout.vendor, layout.header_rows, layout.missing) == ("qualtrics", 2, ("-99",))
    assert list(roles(proposal).values()) == [
        Role.ID,
        None,
        Role.PII,
        None,
        Role.DATE,
        Role.FINISHED,
        Role.SCORE_NPS,
    ]


def test_a_customer_column_stands_in_for_an_empty_reference(examine: Examine) -> None:
    names = [*NAMES, "ExternalReference", "customer_id"]
    rows = [[*row, "", f"C-{n % 9}"] for n, row in enumerate(responses("IP Address", "True"))]
    texts = [*TEXTS, *QUESTIONS, "External Data Reference", "customer_id"]
    found = roles(examine(written(names, texts, [*IMPORT_IDS, '{"ImportId":"x"}', '{"ImportId":"y"}'], *rows)))
    assert (found["customer_id"], found["ExternalReference"]) == (Role.PERSON, None)


def test_a_known_name_over_values_that_cannot_be_read_has_no_role(examine: Examine) -> None:
    rows = [[*row[:8], "very likely", "4"] for row in responses("IP Address", "True")]
    assert roles(examine(written(NAMES, TEXTS + QUESTIONS, IMPORT_IDS, *rows)))["Q9"] is None


def test_zendesk_counts_reopens_and_rates_by_words(examine: Examine) -> None:
    header = ["Summation column", "Id", "Requester", "Requester id", "Assignee", "Created at", "Satisfaction Score"]
    more = [
        "Reopens",
        "First reply time in minutes",
        "First reply time in minutes within business hours",
        "Queue [list]",
    ]
    rows = [
        ["1", str(n), "Ana Lee", "77", "Tom Hill", "2026-01-02 10:00", "Good with comment", "0", "12", "9", "Billing"]
        for n in range(9)
    ]
    layout = examine(written(header + more, *rows)).layout
    assert [column.role for column in layout.columns] == [
        None,
        Role.ID,
        Role.PII,
        Role.PERSON,
        Role.AGENT,
        Role.DATE,
        Role.CSAT_GOOD_BAD,
        Role.FLAG,
        Role.DURATION_MIN,
        None,
        Role.SEGMENT,
    ]
    assert layout.columns[7].type is Type.NUMBER
