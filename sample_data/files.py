"""Writes a world to disk: five vendor exports, and truth.json beside them."""

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path

from sample_data import calls, qualtrics, roster, subscriptions, tickets
from sample_data.truths import describe
from sample_data.world import World

Rows = Iterable[Iterable[object]]


def write_exports(world: World, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    staff = world.staff
    tables: dict[str, tuple[Rows, Rows]] = {
        "qualtrics_survey.csv": (
            qualtrics.header_rows(),
            qualtrics.survey_rows(world.stream(11), world.survey, staff, world.customers),
        ),
        "zendesk_tickets.csv.gz": (
            [tickets.HEADER],
            tickets.ticket_rows(world.stream(12), world.tickets, staff),
        ),
        "call_log.csv.gz": ([calls.HEADER], calls.call_rows(world.calls, staff)),
        "subscriptions.csv": (
            [subscriptions.HEADER],
            subscriptions.subscription_rows(world.stream(13), world.customers),
        ),
        "hr_roster.csv": ([roster.HEADER], roster.roster_rows(staff)),
    }
    for name, (header, rows) in tables.items():
        (folder / name).write_bytes(_packed(name, _table(header, rows)))
    truth = json.dumps(describe(world), indent=2, ensure_ascii=False)
    (folder / "truth.json").write_bytes(f"{truth}\n".encode())


def _table(header: Rows, rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _packed(name: str, content: bytes) -> bytes:
    # Without a time of writing in the header, the same content gives the same bytes.
    return gzip.compress(content, compresslevel=9, mtime=0) if name.endswith(".gz") else content
