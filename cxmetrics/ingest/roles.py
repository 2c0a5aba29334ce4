"""Roles that one column shows by itself: its header's words and its values must agree, or it has no role."""

from __future__ import annotations

import re
from collections.abc import Callable

from cxmetrics.ingest.durations import lasts
from cxmetrics.ingest.fields import Field
from cxmetrics.ingest.names import clean
from cxmetrics.ingest.scores import score_role
from cxmetrics.layout import WORDED, Role, Type

MOST_SEGMENTS = 60
ABANDONED = "abandoned"
_MOSTLY = 0.8
_LONG_TEXT = 40

_PERSONAL = re.compile(
    r"\be ?mail( address)?$|^e ?mail\b|\bip( address)?$|\bphone( number)?$|\b(mobile|telephone|fax)( number)?$"
    r"|\b(first|last|full|middle|family|given|sur) ?name$|\baddress( line)?( \d)?$|\b(latitude|longitude|postcode)$"
    r"|\b(user|customer|client|employee|recipient|requester|submitter|contact|manager|agent|assignee|caller) name$"
    r"|^name$|^(line |reporting )?manager$|\bdate of birth$|^(birthday|dob|passport|ssn)\b"
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_IP = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_SURVEY_TYPE = re.compile(r"^(survey|question) type$")
_STATUS = re.compile(r"^((response|ticket|case|survey|subscription|call|conversation|customer) )?status$")
_ENDING = re.compile(r"\b(disposition|status|outcome|result)\b")
_FINISHED = re.compile(r"^(is )?(finished|complete|completed)$")
_LEAVE_REASON = re.compile(
    r"\b(cancel\w*|leav\w*|churn\w*|terminat\w*|exit|attrition) (reason|type|cause)|reason for (leaving|cancel\w*|exit)"
)
_AMOUNT = re.compile(r"\b(amount|price|mrr|arr|revenue|charges?|spend|fees?|refund amount)\b")
_OUTCOME = re.compile(
    r"\b(churn\w*|attrition|left|leavers?|cancel\w*|abandon\w*|transfer\w*|resolved|solved|escalat\w*|reopen\w*"
    r"|complain\w*|renewed|converted|referred|fcr|first contact resolution)\b"
)
_VERBATIM = re.compile(
    r"\b(comments?|feedback|verbatim|tell us|why|explain|describe|suggestions?|remark|in your own words|improve"
    r"|review text|open ended|do better|anything else|what else|warum|kommentare?|anmerkung\w*|verbesser\w*|pourquoi"
    r"|commentaires?|comentarios?|commenti|opmerking\w*)\b"
)
_ORDINAL = re.compile(r"\b(level|tier|plan|region|site|store|cohort|grade|band|branch|team|wave)$")
_TIMED = re.compile(
    r"\b(duration|time|hold|talk|handle|handling|wait|waiting|queue|ring|wrap|resolution|response|reply|aht|asa|delay)\b"
)
_UNITS = (
    (Role.DURATION_MS, re.compile(r"\b(ms|msecs?|milliseconds?)\b")),
    (Role.DURATION_SECONDS, re.compile(r"(?<!')\b(s|secs?|seconds?)\b")),
    (Role.DURATION_MIN, re.compile(r"\b(mins?|minutes?)\b")),
    (Role.DURATION_HOURS, re.compile(r"\b(hrs?|hours?)\b")),
)
_OF_OPTIONS = (Role.MULTI_SELECT, Role.PII, Role.VERBATIM)


def role_of(field: Field) -> Role | None:
    """The first role whose rule holds, None for a column that says nothing certain."""
    if not field.values.probe:
        return None
    if role := score_role(field):
        return role
    role = next((role for role, rule in _RULES if rule(field)), None) or duration_role(field)
    # "Rate us: Price" is an answer about prices and not a price
    return role if field.title.option is None or role in _OF_OPTIONS else None


def duration_role(field: Field) -> Role | None:
    """The unit in the header of a column of durations; clocks and words such as "1h 5m" need none."""
    unit = next((role for role, form in _UNITS if form.search(field.words)), None)
    if field.reading.type is Type.NUMBER:
        return unit if _TIMED.search(field.words) else None
    clocks = field.reading.type is Type.TEXT and lasts(field.values.probe, field.label)
    return (unit or Role.DURATION_SECONDS) if clocks else None


def duration_without_unit(field: Field) -> bool:
    """Whether a column seems to hold durations but does not say in what."""
    ends = re.search(r"\b(duration|(handle|talk|hold|wait|reply|resolution|response) time)$", field.words)
    return field.reading.type is Type.NUMBER and ends is not None


def _few(field: Field) -> bool:
    return 2 <= field.values.distinct <= min(MOST_SEGMENTS, field.values.filled / 3)


def _personal(field: Field) -> bool:
    if field.values.yes_no:
        return False
    shown = max(field.values.share(_EMAIL.fullmatch), field.values.share(_IP.fullmatch)) >= _MOSTLY
    return shown or _PERSONAL.search(field.words) is not None


def _text(form: re.Pattern[str]) -> Callable[[Field], bool]:
    return lambda field: field.reading.type is Type.TEXT and form.search(field.words) is not None


def _finished(field: Field) -> bool:
    return _FINISHED.search(field.words) is not None and field.values.among("true", "false", "yes", "no", "1", "0") == 1


def _progress(field: Field) -> bool:
    return field.words == "progress" and field.values.within(0, 100) == 1


def _multi_select(field: Field) -> bool:
    """One option of a question where several may be chosen: its own text, or nothing."""
    option = field.title.option
    return option is not None and [clean(text) for text in field.values.counts] == [option]


def _amount(field: Field) -> bool:
    if field.reading.type is not Type.NUMBER or field.reading.format == WORDED or field.label.endswith("?"):
        return False
    return _AMOUNT.search(field.words) is not None and not field.values.yes_no


def _flag(field: Field) -> bool:
    if field.values.yes_no:
        return "?" in field.label or _OUTCOME.search(field.words) is not None
    return _ENDING.search(field.words) is not None and _few(field) and field.values.among(ABANDONED) > 0


def _verbatim(field: Field) -> bool:
    if field.reading.type is not Type.TEXT or field.values.yes_no:
        return False
    free = field.values.distinct > field.values.filled / 2 and field.values.average_length >= _LONG_TEXT
    return free or (_VERBATIM.search(field.words) is not None and field.values.distinct > 1)


def _segment(field: Field) -> bool:
    if not _few(field):
        return False
    named = field.reading.type is Type.TEXT or field.reading.format == WORDED
    return (
        named or field.values.yes_no or (field.reading.type is Type.NUMBER and _ORDINAL.search(field.words) is not None)
    )


_RULES: tuple[tuple[Role, Callable[[Field], bool]], ...] = (
    (Role.MULTI_SELECT, _multi_select),
    (Role.PII, _personal),
    (Role.SURVEY_TYPE, _text(_SURVEY_TYPE)),
    (Role.PROGRESS, _progress),
    (Role.FINISHED, _finished),
    (Role.LEAVE_REASON, _text(_LEAVE_REASON)),
    (Role.AMOUNT, _amount),
    (Role.FLAG, _flag),
    (Role.STATUS, _text(_STATUS)),
    (Role.VERBATIM, _verbatim),
    (Role.SEGMENT, _segment),
)
