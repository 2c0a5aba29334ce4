"""The control chart as data and words: nothing judged that is open, nothing named by colour alone, marks in reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from cxmetrics.judge.course import Charted, course
from cxmetrics.judge.marks import Mark, MarkKind
from cxmetrics.measure import NpsOf
from cxmetrics.model import Direction, Estimate, Kind, Metric, Point
from cxmetrics.period import Period
from cxmetrics.report import course_chart, course_words
from tests.judge.examples import nps

METRIC = Metric("nps", "Net Promoter Score", Kind.NPS, "points", Direction.UP, NpsOf("q"), (), 5, "")
MONTHS = tuple(Period.months(2025, month) for month in range(1, 13))
JUMPED = [*(nps(200 + wobble, 150 - wobble, 50) for wobble in (10, -10) * 5), nps(210, 140, 50), nps(300, 50, 50)]
OPEN = Point(Period.months(2026, 1), Estimate(10.0, (-20.0, 40.0), 25), open=True)


def charted(marks: tuple[Mark, ...] = ()) -> Charted:
    return Charted(course(Kind.NPS, JUMPED), MONTHS, (OPEN,), marks, (), weekly=False)


def mark(day: date, text: str, number: int = 1) -> Mark:
    return Mark(number, day, MarkKind.COMMENT, text, None, "", (), "", datetime(2026, 1, 9))


def test_an_open_period_is_a_point_without_limits_or_verdict() -> None:
    data = course_chart.picture(METRIC, charted()).data
    (row,) = data[data["role"] == course_chart.OPEN].to_dict("records")
    assert (row["day"], row["value"], row["why"]) == ("2026-01-01", 10.0, "still open, not judged")
    assert not row["limits"]
    signals = data[(data["role"] == course_chart.SIGNAL) & (data["part"] == "point")]
    assert signals["day"].tolist() == ["2025-12-01"]
    assert signals["why"].tolist() == ["above the upper limit"]


def test_the_chart_is_told_in_words_with_its_signals_and_marks() -> None:
    said = course_chart.words(METRIC, charted((mark(date(2025, 3, 9), "Snow"),)))
    assert said == (
        "Control chart of Net Promoter Score, 12 points from January 2025 to December 2025. "
        "Signals: December 2025 above the upper limit. Marked: 9 March 2025: Snow."
    )


def test_marks_stand_at_heights_of_their_own_and_lean_inwards() -> None:
    days = [date(2025, 2, 1), date(2025, 2, 3), date(2025, 11, 9), date(2020, 1, 1)]
    picture = course_chart.picture(METRIC, charted(tuple(mark(day, f"On {day}", i) for i, day in enumerate(days))))
    marked = picture.data[picture.data["part"].str.startswith("mark")]
    assert marked["part"].tolist() == ["mark left 0", "mark left 1", "mark right 2"]
    assert "On 2025-02-03" in picture.table.to_csv() if picture.table is not None else False


def test_a_long_mark_is_cut_on_the_chart_and_whole_beside_it() -> None:
    text = "Callback instead of queueing in two places"
    picture = course_chart.picture(METRIC, charted((mark(date(2025, 3, 9), text),)))
    (row,) = picture.data[picture.data["part"].str.startswith("mark")].to_dict("records")
    assert row["label"] == "Callback instead of queuei…"
    assert row["why"] == text


def test_specifications_hold_no_text_of_a_mark_or_metric() -> None:
    made_up = replace(METRIC, label="</script>datum.secret")
    spec = str(course_chart.picture(made_up, charted((mark(date(2025, 3, 9), "datum.secret"),))).spec)
    assert "secret" not in spec


def test_signals_of_neighbouring_periods_are_one_row_the_latest_first() -> None:
    found = charted()
    steps = list(found.course.steps)
    for i in (2, 3, 4):
        steps[i] = replace(steps[i], signal="falling")
    rows = course_words.signals(replace(found, course=replace(found.course, steps=tuple(steps))))
    assert rows == [("December 2025", "above the upper limit"), ("March 2025 to May 2025", "falling")]


@pytest.mark.parametrize(
    ("period", "said"),
    [(Period.parse("2026-03"), "March 2026"), (Period.parse("2026-03-09..2026-03-15"), "the week from 9 March 2026")],
)
def test_periods_have_names(period: Period, said: str) -> None:
    assert course_words.when(period) == said


def test_nothing_closed_is_said_so() -> None:
    nothing = Charted(course(Kind.NPS, []), (), (OPEN,), (), (), weekly=False)
    assert course_words.say(METRIC, nothing, None) == ("Nothing to chart yet: no period of Net Promoter Score is over.")
    assert course_chart.words(METRIC, nothing) == "Net Promoter Score: no closed period to chart."
    assert course_words.about_limits(nothing) == []
    assert len(course_chart.picture(METRIC, nothing).data) == 1
