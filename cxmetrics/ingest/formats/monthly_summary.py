"""A monthly summary kept by hand: one row a month with answers and shares, then totals, a target and a source.

What is printed is rounded, so the figures are made from the answers and the shares, and the printed score only checks
them. A total is no month: below the table it is the footer, among the months it is set aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxmetrics.ingest.fields import Field, Sheet
from cxmetrics.ingest.formats.format import Decisions, Format
from cxmetrics.ingest.names import titles, words
from cxmetrics.ingest.records import Record
from cxmetrics.ingest.roles import role_of
from cxmetrics.layout import DECIMAL_COMMA, PERCENT, PERCENT_COMMA, Reason, Role, SetAside, Type

_PERIOD = re.compile(r"^(month|months|period|week|year month|monat|mois|mes)\b")
_ANSWERS = re.compile(r"\b(responses?|answers?|respondents?|completes|n|sample size|surveys|antworten)\b")
_SCORE = re.compile(r"^(nps|nps score|net promoter score)$")
_UP, _MIDDLE, _DOWN = (
    re.compile(form) for form in (r"\bpromot\w+", r"\b(passiv\w+|neutral\w*)", r"\b(d[eé]tra[ck]t\w+|kritiker)")
)
_NO_PERIOD = re.compile(
    r"\b(total|sum|target|goal|source|benchmark|average|mean|ytd|year to date|note)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"[-+\u2212]?\d+(?:[.,]\d+)?")
_ROUNDING = 1.0
"""Points by which a score and two shares may differ where each is rounded to a whole number."""


def _recognise(head: Sequence[Record]) -> float:
    names = [words(name) for name in head[0]] if head else []
    if not any(_PERIOD.search(name) for name in names):
        return 0.0
    groups = sum(any(form.search(name) for name in names) for form in (_UP, _DOWN))
    answers, score = (any(form.search(name) for name in names) for form in (_ANSWERS, _SCORE))
    if groups == 2:
        return 0.9
    # a month and a score may stand in any survey too; a table by the month begins with it
    return 0.7 if score and (answers or groups) and _PERIOD.search(names[0]) else 0.0


def _decide(sheet: Sheet) -> Decisions:
    period = next(field for field in sheet if _PERIOD.search(field.words))
    numbers = [field for field in sheet if field is not period and field.reading.type is Type.NUMBER]
    score = _find(numbers, _SCORE)
    up, middle, down = (
        _find([field for field in numbers if field is not score], form) for form in (_UP, _MIDDLE, _DOWN)
    )
    groups = [field for field in (up, middle, down) if field]
    n = _find([field for field in numbers if field not in (score, *groups)], _ANSWERS)
    counted = bool(n and groups and _are_people(groups, n))
    roles: dict[int, Role | None] = {field.position: _splits(field) for field in sheet}
    roles |= {field.position: Role.N if counted else Role.PERCENT for field in groups}
    roles |= {field.position: role for field, role in ((score, Role.NPS), (n, Role.N)) if field}
    shares = ((field.position, _share(field)) for field in groups)
    totals = tuple(text for text in period.values.counts if _NO_PERIOD.search(text))
    if period.reading.type is not Type.TIME:
        lost = f'"{period.label}" does not say its months in a way that can be read, so its figures have no dates.'
        return Decisions(roles | {field.position: None for field in (n, *groups) if field}, warnings=(lost,))
    return Decisions(
        roles | {period.position: Role.PERIOD},
        set_aside=(SetAside(Reason.TOTAL_ROW, period.name, totals),) if totals else (),
        formats={} if counted else {at: form for at, form in shares if form},
        caveats=_caveats(sheet, n, up, down, score, counted=counted),
    )


def _find(fields: Sequence[Field], form: re.Pattern[str]) -> Field | None:
    return next((field for field in fields if form.search(field.words)), None)


def _splits(field: Field) -> Role | None:
    role = role_of(field)
    return role if role in (Role.SEGMENT, Role.VERBATIM, Role.PII) else None


def _are_people(groups: Sequence[Field], n: Field) -> bool:
    """Whether promoters and detractors are counted rather than shares: then they are more than 100 somewhere."""
    most = max(max(field.values.numbers(), default=0) for field in groups)
    return most > 100 and not any("%" in text for field in groups for text in (field.label, *field.values.probe))


def _share(field: Field) -> str | None:
    """The format of a share: 62 is 62 % unless no share is above 1."""
    if any(value > 1 for value in field.values.numbers()):
        return PERCENT_COMMA if field.reading.format in (DECIMAL_COMMA, PERCENT_COMMA) else PERCENT
    return field.reading.format


def _caveats(
    sheet: Sheet, n: Field | None, up: Field | None, down: Field | None, score: Field | None, *, counted: bool
) -> tuple[str, ...]:
    if not (n and up and down):
        return (
            "This summary prints scores without all of the answers, promoters and detractors behind them, so no figure "
            "of it can be compared. Enter two of its scores on the Quick check page, or import the survey itself.",
        )
    rounded = "Shares are printed rounded, so how many people are behind them is known to within rounding only."
    found = [] if counted else [rounded]
    if score and not counted and _disagrees(sheet, up, down, score):
        found.append(
            f'"{score.label}" is not promoters minus detractors in every row, by more than rounding. The shares count.'
        )
    return tuple(found)


def _disagrees(sheet: Sheet, up: Field, down: Field, score: Field) -> bool:
    scale = 1 if any(value > 1 for value in up.values.numbers()) else 100
    for record in sheet.records:
        promoters, detractors, printed = (_number(record[field.position]) for field in (up, down, score))
        if promoters is None or detractors is None or printed is None:
            continue
        if abs(scale * (promoters - detractors) - printed) > _ROUNDING + 1e-9:
            return True
    return False


def _number(text: str) -> float | None:
    found = _NUMBER.search(text)
    return float(found[0].replace(",", ".").replace("\u2212", "-")) if found else None


FORMAT = Format("monthly_summary", _recognise, lambda _: 1, titles, _decide)
