"""Uploads: the history of what was stored, and the records of each that are kept but not counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from cxmetrics.judge.findings import Finding
from cxmetrics.period import Period
from cxmetrics.plain import load
from cxmetrics.warehouse import records
from cxmetrics.warehouse.connection import Database
from cxmetrics.workspace.restatements import Restatement


@dataclass(frozen=True, slots=True)
class Upload:
    """One upload of the history. records = used + unchanged + the sum of set_aside. findings: odd since this one."""

    id: int
    source: str
    file_name: str
    uploaded_at: datetime
    records: int
    used: int
    updated: int
    unchanged: int
    set_aside: dict[str, int]
    unread: dict[str, int]
    undone_at: datetime | None
    can_be_undone: bool
    restated: tuple[Restatement, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SetAsideRecord:
    """A record that is kept but not counted: its row in the file as a spreadsheet counts, why, and what it said."""

    record: int
    reason: str
    raw: str


def history(database: Database) -> tuple[Upload, ...]:
    """Every upload, newest first, undone ones included."""
    with database.reading() as cursor:
        return entries(cursor)


def entries(cursor: duckdb.DuckDBPyConnection) -> tuple[Upload, ...]:
    """Every upload as seen within one transaction, newest first."""
    rows = cursor.execute(
        """
        SELECT u.id, coalesce(s.name, ''), u.file_name, u.uploaded_at, u.records, u.used, u.updated, u.unchanged,
            u.set_aside, u.unread, u.undone_at,
            u.undone_at IS NULL AND u.id = max(u.id) FILTER (u.undone_at IS NULL) OVER (PARTITION BY u.source),
            u.restated, u.findings
        FROM upload u LEFT JOIN source s ON s.id = u.source ORDER BY u.id DESC
        """
    ).fetchall()
    return tuple(
        Upload(*[*fields, load(changed, tuple[Restatement, ...]), load(odd, tuple[Finding, ...])])
        for *fields, changed, odd in rows
    )


def set_aside(database: Database, upload: int, limit: int = 500) -> tuple[SetAsideRecord, ...]:
    """The first records of an upload that are kept but not counted."""
    with database.reading() as cursor:
        row = cursor.execute("SELECT source FROM upload WHERE id = ? AND undone_at IS NULL", [upload]).fetchone()
        if row is None:
            return ()
        rows = cursor.execute(
            f"SELECT _cx_record, _cx_reason, coalesce(_cx_raw, '') FROM {records.table(int(row[0]))} "
            "WHERE _cx_upload = ? AND _cx_reason IS NOT NULL ORDER BY _cx_record LIMIT ?",
            [upload, limit],
        ).fetchall()
    return tuple(SetAsideRecord(*row) for row in rows)


def reach(database: Database, upload: int) -> Period | None:
    """First and last day of the counted records of an upload; None where no record has a date."""
    with database.reading() as cursor:
        row = cursor.execute("SELECT source FROM upload WHERE id = ? AND undone_at IS NULL", [upload]).fetchone()
        days = (
            cursor.execute(
                f"SELECT min(_cx_day), max(_cx_day) FROM {records.table(int(row[0]))} "
                f"WHERE _cx_upload = ? AND {records.COUNTS}",
                [upload],
            ).fetchone()
            if row
            else None
        )
    return Period(*days) if days and days[0] else None
