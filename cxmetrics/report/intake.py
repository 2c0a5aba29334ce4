"""Sentences about a file on its way in: what it was recognised as, what becomes of its records, what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from cxmetrics.judge.findings import Finding
from cxmetrics.layout import SCALES, Column, Layout, Reason, Role
from cxmetrics.model import Kind
from cxmetrics.report import figures
from cxmetrics.report.guide import BY_VENDOR

REASONS: dict[Reason, str] = {
    Reason.PREVIEW_ROW: "preview",
    Reason.TEST_ROW: "test",
    Reason.SPAM_ROW: "spam",
    Reason.INCOMPLETE_RESPONSE: "not finished",
    Reason.NO_SCORE: "without a score",
    Reason.NO_DATE: "without a readable date",
    Reason.OUT_OF_RANGE: "with a score outside its scale",
    Reason.MISSING_CODE: "with a code for missing",
    Reason.DUPLICATE_ID: "with an id seen before",
    Reason.OTHER_SURVEY_TYPE: "of another survey",
    Reason.MALFORMED_ROW: "not laid out like the others",
    Reason.TOTAL_ROW: "total",
    Reason.IMPOSSIBLE_DATES: "ending before they start",
    Reason.NOT_A_CUSTOMER: "not a customer",
    Reason.INTERNAL_LEG: "internal",
}


ROLES: dict[Role, str] = {
    Role.ID: "Id of the record",
    Role.DATE: "Date",
    Role.START: "Start (joined, hired)",
    Role.END: "End (left)",
    Role.PERSON: "Customer",
    Role.AGENT: "Employee who served",
    Role.SCORE_NPS: "Recommendation, 0 to 10 (NPS)",
    Role.SCORE_1_10: "Score, 1 to 10",
    Role.CSAT_1_5: "Satisfaction, 1 to 5",
    Role.CSAT_TEXT: "Satisfaction in words",
    Role.CSAT_GOOD_BAD: "Rating, good or bad",
    Role.CES_1_7: "Ease, 1 to 7",
    Role.STARS_1_5: "Stars, 1 to 5",
    Role.NPS_GROUP: "Promoter, passive, detractor",
    Role.SURVEY_TYPE: "Kind of survey",
    Role.STATUS: "Status",
    Role.FINISHED: "Finished or not",
    Role.PROGRESS: "Progress",
    Role.VERBATIM: "Comment",
    Role.SEGMENT: "Segment to split by",
    Role.PII: "Personal data (not stored)",
    Role.DURATION_SECONDS: "Duration in seconds",
    Role.DURATION_MS: "Duration in milliseconds",
    Role.DURATION_MIN: "Duration in minutes",
    Role.DURATION_HOURS: "Duration in hours",
    Role.AMOUNT: "Amount of money",
    Role.FLAG: "Yes or no",
    Role.REPLY_AT: "Time of the reply",
    Role.LEAVE_REASON: "Reason for leaving",
    Role.MULTI_SELECT: "One of several choices",
    Role.PERIOD: "Period",
    Role.N: "Count",
    Role.PERCENT: "Percentage",
    Role.NPS: "NPS already computed",
}
"""What each role is called on the confirm form."""

UNUSED = "Not used"
HIDDEN = "•••"
_PERSONAL = (Role.PII, Role.PERSON)
_FIRST = (Role.ID, Role.DATE, Role.START, Role.END, Role.PERIOD, *SCALES)


class Restated(Protocol):
    """One closed month of one metric whose figure an upload changed."""

    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def unit(self) -> str: ...
    @property
    def month(self) -> date: ...
    @property
    def before(self) -> float | None: ...
    @property
    def after(self) -> float | None: ...
    @property
    def records(self) -> int | None: ...


def recognised(layout: Layout) -> str:
    """ "Qualtrics: 3 header rows, utf-16, separated by tabs, 2 lines below the records left out"."""
    parts = [
        header_rows(layout.header_rows),
        layout.encoding,
        f"separated by {separator(layout.delimiter)}",
    ]
    if layout.skip_rows:
        parts.append(f"{_lines(layout.skip_rows)} above the header left out")
    if layout.footer_rows:
        parts.append(f"{_lines(layout.footer_rows)} below the records left out")
    if layout.timezone:
        parts.append(f"times in {layout.timezone}")
    return f"{vendor(layout.vendor)}: {', '.join(parts)}"


def vendor(name: str) -> str:
    """A vendor as people write it."""
    return BY_VENDOR[name].name if name in BY_VENDOR else name.replace("_", " ").capitalize()


def known_by(layout: Layout) -> str:
    """What the file was recognised by."""
    export = BY_VENDOR.get(layout.vendor)
    return f"Recognised by {export.known_by}." if export else ""


def told_apart(layout: Layout) -> str:
    """How a record of this file is known again in a later one."""
    ids = layout.named(Role.ID)
    if ids and Reason.DUPLICATE_ID not in layout.counted:
        return f"A record is known again by “{ids[0].label}”."
    if layout.named(Role.DATE) or layout.named(Role.START):
        return (
            "No column tells one record from another, so a record is known again only where all of it is the same, "
            "and one that was changed counts as a new one."
        )
    return "No column tells one record from another and none says when, so every record of a later file counts as new."


def switch(reason: Reason, records: int) -> str:
    """The label of the switch that sets records aside."""
    return f"Set aside {figures.count(records)} {REASONS[reason]}"


def receipt(records: int, used: int, unchanged: int, set_aside: Mapping[str, int]) -> str:
    """ "48 records, 38 used, 10 set aside: 2 preview, 1 test"."""
    parts = [f"{figures.count(records)} records", f"{figures.count(used)} used"]
    if unchanged:
        parts.append(f"{figures.count(unchanged)} already known")
    aside = sum(set_aside.values())
    text = ", ".join([*parts, f"{figures.count(aside)} set aside"])
    if not aside:
        return text
    reasons = ", ".join(f"{figures.count(n)} {REASONS[Reason(reason)]}" for reason, n in set_aside.items())
    return f"{text}: {reasons}"


def separator(delimiter: str) -> str:
    """A separator by name."""
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(delimiter, repr(delimiter))


def header_rows(rows: int) -> str:
    """How many header rows."""
    return "one header row" if rows == 1 else f"{rows} header rows"


def would(records: int, used: int, unchanged: int, updated: int, set_aside: Mapping[str, int]) -> str:
    """The counts before anything is stored, new and updated ones told apart where some are known already."""
    said = receipt(records, used, unchanged, set_aside)
    if not unchanged and not updated:
        return f"{said}."
    new, update = figures.count(used - updated), figures.count(updated)
    return f"{said}. Of those used {new} are new and {update} update a known record."


def unread(column: str, count: int) -> str:
    """Values that could not become a number or a time."""
    return f"{figures.count(count)} values of “{column}” could not be read and count as blank."


def notices(restated: Iterable[Restated], findings: Iterable[Finding]) -> list[str]:
    """What an upload changed in closed months, and what is odd since it came."""
    return [*(f"{restatement(change)}." for change in restated), *(finding.caveat for finding in findings)]


def restatement(change: Restated) -> str:
    """ "March 2026 restated: NPS 41.2 → 40.8, 12 records changed"."""
    before, after = (
        figures.value(change.kind, each, change.unit, _digits(change)) for each in (change.before, change.after)
    )
    said = f"{change.month:%B %Y} restated: {change.label} {before} → {after}"
    if change.records is None:
        return said
    return f"{said}, {figures.count(change.records)} {'record' if change.records == 1 else 'records'} changed"


def _digits(change: Restated) -> int:
    """One decimal, or as many as it takes to tell the two figures apart, up to three."""
    for digits in (1, 2, 3):
        if len({figures.value(change.kind, each, change.unit, digits) for each in (change.before, change.after)}) == 2:
            return digits
    return 1


def meanings(columns: Iterable[Column]) -> list[dict[str, str]]:
    """The rows of the table of columns: header, meaning, examples; nothing of people."""
    return [
        {
            "column": column.label,
            "meaning": ROLES[column.role] if column.role else UNUSED,
            "examples": HIDDEN if column.role in _PERSONAL else " · ".join(column.examples),
        }
        for column in columns
    ]


def first_records(
    layout: Layout, columns: Sequence[str], records: Iterable[Sequence[object]]
) -> tuple[list[str], list[list[str]]]:
    """(headers, rows) of the first records as they will be stored: ids, dates and scores first, people last and masked.

    records: values of `columns`, and last the reason where one is set aside.
    """
    used = [column for column in layout.columns if column.role]
    shown = sorted(used, key=lambda column: (column.role in _PERSONAL) - (column.role in _FIRST))
    place = {name: i for i, name in enumerate(columns)}

    def cell(column: Column, record: Sequence[object]) -> str:
        if column.role in _PERSONAL:
            return HIDDEN
        return _text(record[place[column.name]])

    rows = [
        [REASONS[Reason(str(record[-1]))] if record[-1] else "", *(cell(column, record) for column in shown)]
        for record in records
    ]
    return ["Set aside", *(column.label for column in shown)], rows


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M}"
        case float():
            return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
        case _:
            return str(value)


def _lines(number: int) -> str:
    return "one line" if number == 1 else f"{number} lines"
