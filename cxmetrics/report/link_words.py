"""Sentences about share links: whose they are, until when, and who opened them."""

from __future__ import annotations

from datetime import date

from cxmetrics.report import figures
from cxmetrics.report.wording import day


def provenance(shared_by: str, at: date, frozen: bool) -> str:
    """Who shared a view, and of when its figures are."""
    how = "Frozen: the figures as they were then." if frozen else "Live: the figures as they are today."
    return f"Shared by {shared_by} on {day(at)}. {how}"


def ending(expires_at: date | None) -> str:
    """How long readers can open a link."""
    if expires_at is None:
        return "Read-only. This link stays open until it is withdrawn."
    return f"Read-only. This link ends on {day(expires_at)}, or when it is withdrawn."


def link_state(revoked_at: date | None, expires_at: date | None, is_open: bool) -> str:
    """Whether a link can be opened, and until when."""
    if revoked_at:
        return f"Revoked on {day(revoked_at)}"
    if expires_at is None:
        return "Open until revoked"
    return f"Open until {day(expires_at)}" if is_open else f"Ended on {day(expires_at)}"


def readings(openings: int, last: date | None) -> str:
    """How often a link was opened."""
    if last is None:
        return "Not opened yet."
    return f"Opened {'once' if openings == 1 else f'{figures.count(openings)} times'}, last on {day(last)}."
