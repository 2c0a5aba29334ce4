"""Files as plain data: what the importer sees in one, and what storing it did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cxmetrics.judge.compare import estimate
from cxmetrics.layout import Proposal, Role
from cxmetrics.model import Kind, Metric, Moments
from cxmetrics.period import Period
from cxmetrics.report import intake
from cxmetrics.workspace.restatements import Restatement
from cxmetrics.workspace.uploads import Upload


def of_file(
    proposal: Proposal,
    upload: Upload,
    metrics: Mapping[str, Metric],
    whole: Mapping[str, Moments],
    dates: Period | None,
) -> dict[str, Any]:
    """What the importer sees in a file; dates in the file's own clock."""
    layout = proposal.layout
    return {
        "vendor": layout.vendor,
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "header_rows": layout.header_rows,
        "footer_rows": layout.footer_rows,
        "records": upload.records,
        "valid": upload.used,
        "set_aside": upload.set_aside,
        "roles": {role: _names(proposal, role) for role in Role if layout.named(role)},
        "date_range": [str(dates.start), str(dates.end)] if dates else None,
        "timezone": layout.timezone,
        "metrics": {key: _figures(metric, whole[key]) for key, metric in metrics.items() if key in whole},
        "warnings": [
            *proposal.warnings,
            *(f"{n} values of {name!r} could not be read." for name, n in upload.unread.items()),
        ],
        "questions": [
            {"column": question.column, "text": question.text, "options": dict(question.options)}
            for question in proposal.questions
        ],
    }


def _names(proposal: Proposal, role: Role) -> str | list[str]:
    """As the file calls them, whether a column has the role in all records or only in some."""
    headers = proposal.layout.headers
    names = [headers[column.position] for column in proposal.layout.named(role)]
    return names[0] if len(names) == 1 else names


def _figures(metric: Metric, moments: Moments) -> dict[str, Any]:
    found = {"value": estimate(metric.kind, moments).value, "n": moments.n}
    if metric.kind is Kind.NPS:
        found |= {
            "promoters": moments.positive,
            "passives": moments.n - moments.positive - moments.negative,
            "detractors": moments.negative,
        }
    return found


def of_upload(upload: Upload | None, fresh: bool, metrics: list[str]) -> dict[str, Any]:
    """What an import did or would do; upload None where everything was known already."""
    found: dict[str, Any] = {"new": fresh, "metrics": metrics}
    if upload:
        found |= {
            "upload": upload.id,
            "records": upload.records,
            "used": upload.used,
            "updated": upload.updated,
            "unchanged": upload.unchanged,
            "set_aside": upload.set_aside,
            "unread": upload.unread,
            "restated": [_restated(change) for change in upload.restated],
            "checks": [
                {"check": finding.check, "sentence": finding.sentence, "remedy": finding.remedy}
                for finding in upload.findings
            ],
        }
    return found


def _restated(change: Restatement) -> dict[str, Any]:
    return {
        "metric": change.metric,
        "month": f"{change.month:%Y-%m}",
        "before": {"value": change.before, "n": change.n_before},
        "after": {"value": change.after, "n": change.n_after},
        "records": change.records,
        "sentence": f"{intake.restatement(change)}.",
    }
