"""What customers answer: recommendation, satisfaction, ease, stars."""

from __future__ import annotations

from cxmetrics.layout import NOT_SATISFIED, SATISFIED, Column, Layout, Role, is_answer
from cxmetrics.measure import FilledOf, MeanOf, NpsGroupOf, NpsOf, ShareOf, TallyOf
from cxmetrics.metrics.template import Found, Template
from cxmetrics.model import Direction, Kind

_UP, _DOWN = ("promot",), ("detract", "detrakt", "détract", "kritiker")
"""How summaries call the two groups, in the languages in which they are kept."""


def _scores(layout: Layout) -> Found:
    """The question itself; without it the groups that it was turned into, or a summary of both kinds of people."""
    if asked := layout.named(Role.SCORE_NPS):
        return [(column, NpsOf(column.name)) for column in asked]
    if groups := layout.named(Role.NPS_GROUP):
        return [(column, NpsGroupOf(column.name)) for column in groups]
    return _tally(layout)


def _tally(layout: Layout) -> Found:
    counts = layout.named(Role.N)
    groups = layout.named(Role.PERCENT) or counts
    n = next((column for column in counts if not _about(column, *_UP, "passiv", "neutral", *_DOWN)), None)
    up, down = (next((c for c in groups if _about(c, *words)), None) for words in (_UP, _DOWN))
    if n and up and down:
        yield up, TallyOf(n.name, up.name, down.name, shares=up.role is Role.PERCENT)


def _about(column: Column, *words: str) -> bool:
    return any(word in column.label.lower() for word in words)


def _satisfied(layout: Layout) -> Found:
    """The overall question first: it is the one meant by "our CSAT"."""
    columns = sorted(
        (*layout.named(Role.CSAT_1_5), *layout.named(Role.CSAT_TEXT)),
        key=lambda column: "overall" not in column.label.lower(),
    )
    return [
        (column, ShareOf(column.name, at_least=4))
        if column.role is Role.CSAT_1_5
        else (column, ShareOf(column.name, among=SATISFIED, out_of=NOT_SATISFIED))
        for column in columns
    ]


def _answered(layout: Layout) -> Found:
    return [(column, FilledOf(column.name)) for column in layout.named(Role.REPLY_AT) if is_answer(column)]


def _replied(layout: Layout) -> Found:
    """Of reviews, which hold nothing but stars and are all there, replied to or not."""
    if not layout.named(Role.STARS_1_5):
        return ()
    return [(column, FilledOf(column.name)) for column in layout.named(Role.REPLY_AT) if not is_answer(column)]


SURVEY = (
    Template(
        key="nps",
        label="Net Promoter Score",
        kind=Kind.NPS,
        unit="points",
        good_direction=Direction.UP,
        counter_metrics=("churn", "ticket_csat", "repeat_contact", "employee_turnover", "referral_rate"),
        smallest_change_that_matters=5,
        definition="Share of answers 9 and 10 minus share of answers 0 to 6 to the question how likely a customer is "
        "to recommend us, from 0 to 10; in points from \N{MINUS SIGN}100 to 100.",
        source_hint="a survey export with a 0-10 recommendation question",
        find=_scores,
    ),
    Template(
        key="csat",
        label="Satisfied customers",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("churn", "nps", "reopen_rate", "employee_turnover"),
        smallest_change_that_matters=0.03,
        definition="Share of answers 4 and 5 to a satisfaction question from 1 to 5, or of answers in words such as "
        "satisfied or very happy (CSAT, top boxes).",
        source_hint="a survey export with a 1-5 satisfaction question",
        find=_satisfied,
    ),
    Template(
        key="ces",
        label="Ease of getting help",
        kind=Kind.MEAN,
        unit="of 7",
        good_direction=Direction.UP,
        counter_metrics=("churn", "nps", "repeat_contact"),
        smallest_change_that_matters=0.2,
        definition="Mean answer to the effort question from 1 to 7, where 7 is easiest (Customer Effort Score).",
        source_hint="a survey export with a 1-7 effort question",
        find=lambda layout: [(column, MeanOf(column.name, top_box=6)) for column in layout.named(Role.CES_1_7)],
    ),
    Template(
        key="stars",
        label="Star rating",
        kind=Kind.MEAN,
        unit="of 5",
        good_direction=Direction.UP,
        counter_metrics=("nps", "churn", "ticket_csat"),
        smallest_change_that_matters=0.1,
        definition="Mean of ratings from 1 to 5 stars. Reviewers choose themselves, so this is no sample of customers.",
        source_hint="a review export with star ratings",
        find=lambda layout: [(column, MeanOf(column.name, top_box=4)) for column in layout.named(Role.STARS_1_5)],
    ),
    Template(
        key="score_1_10",
        label="Score from 1 to 10",
        kind=Kind.MEAN,
        unit="of 10",
        good_direction=Direction.UP,
        counter_metrics=("churn", "csat", "ticket_csat"),
        smallest_change_that_matters=0.3,
        definition="Mean answer from 1 to 10. It is not an NPS: that question runs from 0 to 10.",
        source_hint="a survey export with a 1-10 question",
        find=lambda layout: [(column, MeanOf(column.name, top_box=9)) for column in layout.named(Role.SCORE_1_10)],
    ),
    Template(
        key="response_rate",
        label="Invitations answered",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("stars", "nps", "csat"),
        smallest_change_that_matters=0.02,
        definition="Share of delivered invitations that were answered (survey response rate). Where it moves, scores "
        "may move because others answer.",
        source_hint="an export of survey invitations that says which were answered",
        find=_answered,
    ),
    Template(
        key="reply_rate",
        label="Reviews replied to",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("stars", "nps", "churn"),
        smallest_change_that_matters=0.03,
        definition="Share of reviews that the company has replied to. The newest have had the least time to get one.",
        source_hint="a review export with the dates of replies",
        find=_replied,
    ),
    Template(
        key="ticket_csat",
        label="Tickets rated good",
        kind=Kind.PROPORTION,
        unit="%",
        good_direction=Direction.UP,
        counter_metrics=("reopen_rate", "first_reply_time", "churn"),
        smallest_change_that_matters=0.03,
        definition="Ratings Good over ratings Good and Bad. Tickets whose rating was only offered are not counted.",
        source_hint="a help-desk export with satisfaction ratings",
        find=lambda layout: [
            (column, ShareOf(column.name, among=("good", "good with comment"), out_of=("bad", "bad with comment")))
            for column in layout.named(Role.CSAT_GOOD_BAD)
        ],
    ),
)
