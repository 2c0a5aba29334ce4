"""Dates: every way exports write them, and never a guess about which number is the day."""

from __future__ import annotations

import pytest

from cxmetrics.ingest.dates import parses, pattern
from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Role, Type
from tests.ingest.conftest import Examine, formats


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-09", "%Y-%m-%d"),
        ("2026/3/9", "%Y/%m/%d"),
        ("2026-03-09 08:28", "%Y-%m-%d %H:%M"),
        ("2026-03-09T08:28:07", "%Y-%m-%dT%H:%M:%S"),
        ("2026-03-09T08:28:07.123Z", "%Y-%m-%dT%H:%M:%S.%f%z"),
        ("2026-03-09T08:28:07.1234567Z", "%Y-%m-%dT%H:%M:%S.%f%z"),
        ("2026-03-09T08:28:07+01:00", "%Y-%m-%dT%H:%M:%S%z"),
        ("2026-03-09 08:28:07 +0100", "%Y-%m-%d %H:%M:%S%z"),
        ("2026-03-09 08:28:07 UTC", "%Y-%m-%d %H:%M:%S%z"),
        ("2026-03-09 08:28:07 +0000 UTC", "%Y-%m-%d %H:%M:%S%z"),
        ("03/09/2026 08:28 AM EST", "%1/%2/%Y %I:%M %p%z"),
        ("2017/05/02 12:11:03 PM GMT+2", "%Y/%m/%d %I:%M:%S %p%z"),
        ("7/27/26 19:06:23", "%1/%2/%y %H:%M:%S"),
        ("6/23/25 07:00 AM", "%1/%2/%y %I:%M %p"),
        ("09.03.2026 8:28", "%d.%m.%Y %H:%M"),
        ("Thu, 27 Oct 2016 14:51:34", "%a, %d %b %Y %H:%M:%S"),
        ("27 October 2016", "%d %B %Y"),
        ("27-Oct-16", "%d-%b-%y"),
        ("Oct 27, 2016", "%b %d, %Y"),
        ("2026-03", "%Y-%m"),
        ("Mar 2026", "%b %Y"),
        ("Jan-26", "%b-%y"),
        ("01/2026", "%m/%Y"),
        ("Oct 27 2016", "%b %d %Y"),
        ("Thursday, October 27, 2016 at 2:51 PM", "%A, %B %d, %Y at %I:%M %p"),
        ("March 2026", "%B %Y"),
    ],
)
def test_a_date_gives_the_pattern_that_reads_it(text: str, expected: str) -> None:
    assert pattern(text) == expected
    assert "%1" in expected or parses(text, expected)


@pytest.mark.parametrize(
    "text", ["7590-VHVEG", "18-29", "3-1-1", "2026-13-01", "10 - Extremely likely", "12:30", "41", ""]
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert pattern(text) is None


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("02/06/2026", "25/06/2026"), "%d/%m/%Y"),
        (("02/06/2026", "06/25/2026"), "%m/%d/%Y"),
        (("6/3/25 07:00 AM", "6/23/25 07:00 AM"), "%m/%d/%y %I:%M %p"),
        (("02.06.2026", "03.06.2026"), "%d.%m.%Y"),
        (("1-2-2026 10:00", "31-2-2026 10:00"), "%d-%m-%Y %H:%M"),
    ],
)
def test_a_day_above_twelve_says_which_number_is_the_day(
    examine: Examine, dates: tuple[str, ...], expected: str
) -> None:
    proposal = examine("id,Date\n" + "".join(f"{n},{date}\n" for n, date in enumerate(dates)))
    assert formats(proposal)["Date"] == expected
    assert not proposal.questions


def test_days_up_to_twelve_are_asked_about(examine: Examine) -> None:
    proposal = examine("id,Date\n1,02/06/2026\n2,03/07/2026\n")
    (question,) = proposal.questions
    assert question.column == "Date"
    assert question.options == (
        ("%d/%m/%Y", "day first: 02/06/2026 is 2 June 2026"),
        ("%m/%d/%Y", "month first: 02/06/2026 is 6 February 2026"),
    )
    assert formats(proposal)["Date"] is None
    answered = corrected(proposal, {}, {"Date": "%d/%m/%Y"})
    assert not answered.questions
    assert formats(answered)["Date"] == "%d/%m/%Y"


def test_a_record_far_below_the_sample_settles_the_question(examine: Examine) -> None:
    text = "id,Date\n" + "".join(f"{n},02/06/2026\n" for n in range(15_000)) + "15001,25/06/2026\n"
    proposal = examine(text)
    assert not proposal.questions
    assert formats(proposal)["Date"] == "%d/%m/%Y"


def test_another_column_of_the_file_settles_the_question(examine: Examine) -> None:
    proposal = examine("id,Start Date,End Date\n1,02/06/2026,02/06/2026 10:00\n2,03/06/2026,25/06/2026 11:00\n")
    assert not proposal.questions
    assert formats(proposal)["Start Date"] == "%d/%m/%Y"


def test_both_orders_in_one_column_are_asked_about(examine: Examine) -> None:
    assert len(examine("id,Date\n" + "1,25/06/2026\n2,06/25/2026\n" * 5).questions) == 1


def test_the_question_says_how_many_records_allow_only_one_order(examine: Examine) -> None:
    (question,) = examine("id,Date\n" + "1,25/06/2026\n2,06/25/2026\n3,06/26/2026\n" * 5).questions
    assert question.text.endswith("5 of its values can only be day first, 10 only month first.")


def test_a_record_far_down_the_file_still_counts_for_the_order(examine: Examine) -> None:
    first = "".join(f"{n},{1 + n % 28:02}/06/2026\n" for n in range(11_000))
    assert formats(examine("id,Date\n" + first))["Date"] == "%d/%m/%Y"
    second = "".join(f"{n},06/{1 + n % 28:02}/2026\n" for n in range(11_000))
    (question,) = examine("id,Date\n" + first + second).questions
    # 11,000 records are 392 rounds of 28 days and 24 days more; 16 and then 12 of those days are above 12
    assert question.text.endswith("6,284 of its values can only be day first, 6,284 only month first.")


def test_one_slip_among_hundreds_does_not_undo_the_order(examine: Examine) -> None:
    text = "id,Date\n" + "".join(f"{n},{1 + n % 28}/06/2026\n" for n in range(400)) + "x,06/25/2026\n"
    assert formats(examine(text))["Date"] == "%d/%m/%Y"


def test_a_column_without_a_role_asks_nothing(examine: Examine) -> None:
    assert not examine("id,Date,Due date\n1,2026-01-01,02/06/2026\n2,2026-01-02,03/06/2026\n").questions


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("created_at", "1588599660", "epoch_s"),
        ("Timestamp", "1588599660123", "epoch_ms"),
        ("Completion time", "46090.79", "excel"),
        ("Fertigstellungszeit", "46090,79", "excel"),
        ("Date", "20260309", "%Y%m%d"),
    ],
)
def test_numbers_are_times_where_the_header_says_so(examine: Examine, header: str, value: str, expected: str) -> None:
    column = examine(f"id,{header}\n1,{value}\n2,{value}\n").layout.columns[1]
    assert (column.role, column.type, column.format) == (Role.DATE, Type.TIME, expected)


def test_numbers_are_no_times_where_the_header_does_not_say_so(examine: Examine) -> None:
    assert examine("id,Balance\n1,1588599660\n2,1588599661\n").layout.columns[1].type is Type.NUMBER


def test_iso_times_written_in_several_ways_are_read_by_the_standard(examine: Examine) -> None:
    proposal = examine("id,Date\n1,2026-01-01T10:00:00.120Z\n2,2026-01-01T10:00:00Z\n3,2026-01-01\n")
    column = proposal.layout.columns[1]
    assert (column.type, column.format) == (Type.TIME, None)
    assert not proposal.questions


def test_may_goes_with_the_other_months(examine: Examine) -> None:
    assert formats(examine("id,Date\n1,1 May 2026\n2,2 May 2026\n3,1 June 2026\n"))["Date"] == "%d %B %Y"


def test_a_mixture_of_patterns_is_noticed(examine: Examine) -> None:
    proposal = examine("id,Date\n" + "1,27 Oct 2025\n" * 8 + "2,2025-10-27\n" * 2)
    assert (
        '"Date" writes its dates in 2 ways: 8 like 27 Oct 2025, 2 like 2025-10-27. All are read.' in proposal.warnings
    )
    assert formats(proposal)["Date"] == "%d %b %Y | %Y-%m-%d"


@pytest.mark.parametrize(
    ("header", "value", "zone"),
    [
        ("Updated at (America/New_York)", "2026-01-01 10:00", "America/New_York"),
        ("Date & Time (UTC)", "2026-01-01 10:00", "UTC"),
        ("Date", "2026-01-01T10:00:00Z", "UTC"),
        ("Date", "2026-01-01 10:00", None),
        ("Date", "2017/05/02 12:11:03 PM GMT+2", "GMT+2"),
        ("created_at", "1588599660", "UTC"),
        ("created_at_utc", "2026-01-01 10:00", "UTC"),
    ],
)
def test_the_time_zone_comes_from_the_header_or_the_dates(
    examine: Examine, header: str, value: str, zone: str | None
) -> None:
    assert examine(f"id,{header}\n1,{value}\n2,{value}\n").layout.timezone == zone


def test_an_example_in_a_question_shows_two_different_days(examine: Examine) -> None:
    (question,) = examine("id,Date\n1,05/05/2026\n2,05/06/2026\n").questions
    assert question.options[0][1] == "day first: 05/06/2026 is 5 June 2026"
