"""The vendors' formats that are known by name; every other file is read by the generic one."""

from __future__ import annotations

from collections.abc import Sequence

from cxmetrics.ingest.formats import (
    delighted,
    five9,
    freshdesk,
    generic,
    genesys,
    google_forms,
    google_play,
    hr_roster,
    hubspot,
    intercom,
    medallia,
    microsoft_forms,
    monthly_summary,
    qualtrics,
    salesforce,
    stripe,
    surveymonkey,
    survicate,
    talkdesk,
    trustpilot,
    typeform,
    zendesk,
)
from cxmetrics.ingest.formats.format import Format
from cxmetrics.ingest.records import Record

FORMATS: tuple[Format, ...] = (
    qualtrics.FORMAT,
    surveymonkey.FORMAT,
    delighted.FORMAT,
    typeform.FORMAT,
    google_forms.FORMAT,
    microsoft_forms.FORMAT,
    hubspot.FORMAT,
    medallia.FORMAT,
    survicate.FORMAT,
    google_play.FORMAT,
    trustpilot.FORMAT,
    monthly_summary.FORMAT,
    zendesk.FORMAT,
    intercom.FORMAT,
    freshdesk.FORMAT,
    salesforce.FORMAT,
    stripe.FORMAT,
    genesys.FORMAT,
    five9.FORMAT,
    talkdesk.FORMAT,
    hr_roster.FORMAT,
)
CERTAIN_ENOUGH = 0.5


def format_of(head: Sequence[Record], footer: Sequence[str] = ()) -> Format:
    """The format that is surest of a file's first records or of the lines after its last, else the generic one."""
    best = max(FORMATS, key=lambda each: each.sureness(head, footer))
    return best if best.sureness(head, footer) >= CERTAIN_ENOUGH else generic.FORMAT
