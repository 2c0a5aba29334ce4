"""Values: what is stored of every way in which exports write times, durations, scores and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from cxmetrics.ingest.opening import open_text
from cxmetrics.ingest.proposal import corrected, propose
from cxmetrics.layout import Role
from cxmetrics.warehouse.pseudonyms import Secret
from cxmetrics.warehouse.reading import read_typed

RECOMMEND = "How likely are you to recommend us?"


def read(folder: Path, header: str, texts: Sequence[str], role: Role | None = None) -> list[object]:
    """One column as it is stored, in a role that is given or found."""
    path = folder / "export.csv"
    cells = [text.replace('"', '""') for text in texts]
    path.write_text(f'Key,"{header}"\n' + "".join(f'k{n},"{cell}"\n' for n, cell in enumerate(cells)), encoding="utf-8")
    proposal = propose(open_text(path, folder))
    if role:
        proposal = corrected(proposal, {header: role}, {})
    assert not proposal.questions
    typed = read_typed(path, proposal.layout, folder, secret=Secret(b"of this test alone"))
    column = duckdb.read_parquet(str(typed.rows)).project(f'"{header}"')
    return [row[0] for row in column.fetchall()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017/05/02 12:11:03 PM GMT+2", datetime(2017, 5, 2, 12, 11, 3)),
        ("Thu, 27 Oct 2016 14:51:34", datetime(2016, 10, 27, 14, 51, 34)),
        ("7/27/26 19:06:23", datetime(2026, 7, 27, 19, 6, 23)),
        ("6/23/25 07:00 AM", datetime(2025, 6, 23, 7)),
        ("6/23/25 12:00 AM", datetime(2025, 6, 23, 0)),
        ("2026-03-09T08:28:07Z", datetime(2026, 3, 9, 8, 28, 7)),
        ("2026-03-09T08:28:07+01:00", datetime(2026, 3, 9, 8, 28, 7)),
        ("2026-03-09 08:28:07 +0000 UTC", datetime(2026, 3, 9, 8, 28, 7)),
        ("2026-03-09T08:28:07.123456789Z", datetime(2026, 3, 9, 8, 28, 7, 123456)),
        ("2026-03-09 08:28:07 EST", datetime(2026, 3, 9, 8, 28, 7)),
        ("23.06.2026 8:28", datetime(2026, 6, 23, 8, 28)),
        ("1588599660", datetime(2020, 5, 4, 13, 41)),
        ("1588599660123", datetime(2020, 5, 4, 13, 41, 0, 123000)),
        ("46090.75", datetime(2026, 3, 9, 18)),
        ("46090,75", datetime(2026, 3, 9, 18)),
        ("Jan 2026", datetime(2026, 1, 1)),
        ("January 2026", datetime(2026, 1, 1)),
        ("2026-01", datetime(2026, 1, 1)),
        ("Jan-26", datetime(2026, 1, 1)),
        ("  2026-03-09  ", datetime(2026, 3, 9)),
    ],
)
def test_a_time_is_stored_on_the_clock_it_was_written_by(tmp_path: Path, text: str, expected: datetime) -> None:
    assert read(tmp_path, "Created at", [text, text]) == [expected, expected]


def test_times_written_in_several_ways_are_all_read(tmp_path: Path) -> None:
    texts = ["25/06/2026 10:00", "2026-06-26", "27/6/26", "28/06/2026 11:30 PM GMT+1", "29/06/2026 10:00"]
    assert [getattr(when, "day", None) for when in read(tmp_path, "Date", texts)] == [25, 26, 27, 28, 29]


@pytest.mark.parametrize(
    ("header", "text", "seconds"),
    [
        ("Talk Time", "00:05:12", 312),
        ("Talk Time", "125:10:05", 450_605),
        ("Talk Time", "0:00:07.5", 7.5),
        ("First response time (in hrs)", "01:30:00", 5400),
        ("Wait (mm:ss)", "75:30", 4530),
        ("Resolution (hh:mm)", "1:30", 5400),
        ("Hold", "1h 5m", 3900),
        ("Hold", "1 hr 5 min 3 sec", 3903),
        ("Hold", "2 days 3 hours", 183_600),
        ("Hold", "1.5h", 5400),
        ("Hold", "350ms", 0.35),
        ("Hold", "2m30s", 150),
        ("Handle Time (s)", "312.5", 312.5),
        ("Handle Time (ms)", "312500", 312.5),
        ("Handle Time (minutes)", "2,5", 150),
        ("Handle Time (hours)", "0.5", 1800),
    ],
)
def test_a_duration_is_stored_in_seconds(tmp_path: Path, header: str, text: str, seconds: float) -> None:
    assert read(tmp_path, header, [text, text]) == [pytest.approx(seconds)] * 2


def test_a_clock_without_hours_keeps_its_meaning_beside_longer_calls(tmp_path: Path) -> None:
    assert read(tmp_path, "Talk time", ["5:12", "59:59", "1:00:01", "0"]) == [312, 3599, 3601, 0]


def test_a_bare_clock_needs_a_word_that_something_lasts(tmp_path: Path) -> None:
    assert read(tmp_path, "Call Time", ["0:05:12", "0:00:40", "1:10:00"]) == [312, 40, 4200]
    with pytest.raises(duckdb.BinderException):  # times of day are no column that is kept
        read(tmp_path, "Start Time", ["09:05:12", "14:51:34"])


@pytest.mark.parametrize(
    ("header", "texts", "role", "expected"),
    [
        (RECOMMEND, ["10 - Extremely likely", "9", "0 - Not at all likely"], None, [10, 9, 0]),
        (RECOMMEND, ["5 - It's extremely important", "4", "5"], Role.SCORE_1_10, [5, 4, 5]),
        (RECOMMEND, ["9", "-99", "N/A", "k. A.", "-", "8"], None, [9, None, None, None, None, 8]),
        ("Amount", ["1.234,50", "7", "3,5 €"], Role.AMOUNT, [1234.5, 7, 3.5]),
        ("Amount", ["1 234,50", "7,25"], Role.AMOUNT, [1234.5, 7.25]),
        ("Amount", ["$1,234.50", "-$7", "USD 8.25"], Role.AMOUNT, [1234.5, -7, 8.25]),
        ("Amount", ["1'234.50", "7.25"], Role.AMOUNT, [1234.5, 7.25]),
        ("Promoters", ["45%", "7.5 %", "0%"], Role.PERCENT, [0.45, 0.075, 0]),
        ("Promoters", ["45 %", "7,5 %"], Role.PERCENT, [0.45, 0.075]),
        ("Amount", ["1e400", "nan", "inf", "2"] + ["3"] * 9, Role.AMOUNT, [None, None, None, 2] + [3] * 9),
        ("Queue", ["Billing", "[None]", "[Deleted]", "NA"], Role.SEGMENT, ["Billing", None, None, "NA"]),
    ],
)
def test_a_number_is_stored_however_it_is_written(
    tmp_path: Path, header: str, texts: Sequence[str], role: Role | None, expected: list[object]
) -> None:
    assert read(tmp_path, header, texts, role) == expected
