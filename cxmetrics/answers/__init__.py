"""Verdicts and files as plain data, for pipes: the same figures and the same sentences as the page."""

from cxmetrics.answers.findings import of_course, of_explanation, of_left, of_spread
from cxmetrics.answers.uploads import of_file, of_upload
from cxmetrics.answers.verdicts import of_request, of_scorecard, of_segment, of_verdict

__all__ = [
    "of_course",
    "of_explanation",
    "of_file",
    "of_left",
    "of_request",
    "of_scorecard",
    "of_segment",
    "of_spread",
    "of_upload",
    "of_verdict",
]
