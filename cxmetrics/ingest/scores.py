"""Scores: which survey question a column of numbers or ratings answers, and on which scale."""

from __future__ import annotations

import re

from cxmetrics.ingest.fields import Field
from cxmetrics.ingest.values import Values
from cxmetrics.layout import NOT_SATISFIED, SATISFIED, SCALES, Role, Type

SCORES = frozenset({*SCALES, Role.CSAT_TEXT, Role.CSAT_GOOD_BAD, Role.NPS_GROUP})
"""Everything a customer can be asked for."""
_FIT = 0.95
_SMALL_SAMPLE = 30
_TOP = {Role.SCORE_NPS: 6, Role.CES_1_7: 6, Role.CSAT_1_5: 5}
"""An answer that only this scale, and no shorter one, offers."""
_MANY_ONES = 10
_STATED = re.compile(
    r"(?<![\d.])([01])\s?(?:[-–—]|to|through|bis)\s?(5|7|10)(?!\d)|(?<![\d.])([01])\s?=.*?(?<!\d)(5|7|10)\s?=",
    re.IGNORECASE | re.DOTALL,
)
_RECOMMEND = re.compile(
    r"\b(recommend\w*|nps|net promoter|refer (us|a friend)|\w*empf[ei]hl\w*|\w*empfohlen|recomm?and\w*|recomi?end\w*"
    r"|raccomand\w*|consigli\w*|aan(ge)?b[ei]ve\w*|aanraden|poleci\w*|rekommend\w*|anbefal\w*)\b"
)
_SATISFIED = re.compile(
    r"\b(\w*satisf\w*|csat|happy|\w*zufrieden\w*|soddisf\w*|\w*tevreden\w*|nöjd\w*)\b"
    r"|^(overall |conversation )?rating$|how would you rate"
)
_EASY = re.compile(r"\b(ease|easy|easily|easier|effort|ces|einfach|leicht|facile|fácil|facilidad|makkelijk)\b")
_STARS = re.compile(r"\bstars\b|\bstar (rating|score)\b|^star$")
_RATED = re.compile(r"\b(rat(ing|ings|ed)|satisfaction|csat|score|results?)\b")
_TEN = re.compile(r"\b(score|rate|rating|scale|nps)\b")
_RATINGS = tuple(
    f"{word}{comment}" for word in ("good", "bad") for comment in ("", " with comment", " without comment")
)
_NOT_RATED = ("offered", "not offered", "unoffered")


def score_role(field: Field) -> Role | None:
    """The scale a field is answered on, None where it is no score or the scale is not certain."""
    if field.reading.type is Type.TEXT:
        return _text_score(field)
    if field.reading.type is Type.NUMBER:
        return _number_score(field)
    return None


def may_start_at_one(field: Field) -> bool:
    """Whether a recommendation question may run from 1: many answers are 1, none is 0, and the header does not say."""
    numbers = field.values.numbers()
    return not stated_scale(field.label) and numbers.get(1, 0) >= _MANY_ONES and not numbers.get(0)


def stated_scale(label: str) -> tuple[int, int] | None:
    """The lowest and highest answer a question names: "(1 = very hard, 7 = very easy)", "0-10"."""
    found = _STATED.search(label)
    if not found:
        return None
    low, high = found[1] or found[3], found[2] or found[4]
    return int(low), int(high)


def _number_score(field: Field) -> Role | None:
    values, text, stated = field.values, field.words, stated_scale(field.label)
    numbers = values.numbers()
    if not numbers or values.yes_no:
        return None
    recommend, easy, stars = (form.search(text) for form in (_RECOMMEND, _EASY, _STARS))
    satisfied = _SATISFIED.search(text)
    if stated == (1, 10) and values.within(1, 10) >= _FIT:
        return Role.SCORE_1_10
    if recommend:
        certain = stated == (0, 10) or (stated is None and reaches_top(values, Role.SCORE_NPS))
        return Role.SCORE_NPS if certain and values.within(0, 10) >= _FIT else None
    if stars:
        return Role.STARS_1_5 if values.within(1, 5, whole=False) >= _FIT else None
    if easy:
        certain = stated == (1, 7) or (stated is None and reaches_top(values, Role.CES_1_7))
        return Role.CES_1_7 if certain and values.within(1, 7) >= _FIT else None
    to_five = stated == (1, 5) or (satisfied and stated is None and reaches_top(values, Role.CSAT_1_5))
    if to_five and values.within(1, 5) >= _FIT:
        return Role.CSAT_1_5
    if stated is None and (satisfied or _TEN.search(text)) and values.within(1, 10) >= _FIT:
        return Role.SCORE_1_10 if any(6 <= number <= 10 for number in numbers) and 1 in numbers else None
    return None


def reaches_top(values: Values, role: Role) -> bool:
    """Whether an answer was given that a shorter scale does not have, or too few were given to expect one."""
    numbers = values.numbers()
    return sum(numbers.values()) < _SMALL_SAMPLE or any(value >= _TOP.get(role, 1) for value in numbers)


def _text_score(field: Field) -> Role | None:
    values = field.values
    if not values.probe or values.distinct > 20:
        return None
    if values.among("promoter", "passive", "detractor") >= _FIT:
        return Role.NPS_GROUP
    rated = _RATED.search(field.words) and values.among(*_RATINGS) > 0
    if rated and values.among(*_RATINGS, *_NOT_RATED) >= _FIT:
        return Role.CSAT_GOOD_BAD
    if values.among(*SATISFIED, *NOT_SATISFIED) >= _FIT and values.among("neutral") < 1:
        return Role.CSAT_TEXT
    return None
