"""Line-ups of visitors: the same on every visit, another for each, and picks that name nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.judge.lineup import PANELS, Mark
from cxmetrics.model import Selection
from cxmetrics.period import Period
from cxmetrics.workspace.picks import Pick, Picks, Tally
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.sittings import Sitting
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import answers, days, taken, written

MARCH = Selection("nps", Period.parse("2026-02"), Period.parse("2026-03"))


@pytest.fixture
def surveyed(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(None) as workspace:
        half_year = [day for month in range(1, 7) for day in days(f"2026-{month:02}")]
        taken(workspace, written(tmp_path, answers(half_year)))
        yield workspace


def sit(workspace: Workspace, who: str = "ana@example.com", selection: Selection = MARCH) -> Sitting:
    found = workspace.sitting(workspace.outline(), selection, who)
    assert found
    return found


def test_a_visitor_sees_the_same_line_up_again_and_others_see_others(surveyed: Workspace) -> None:
    mine = sit(surveyed)
    assert sit(surveyed) == mine
    others = [sit(surveyed, f"{i}@example.com") for i in range(30)]
    assert {other.view for other in others} == {mine.view}
    assert len({other.visitor for other in others}) == 30
    assert len({other.lineup.real for other in others}) > 10
    assert all(other.lineup.panels != mine.lineup.panels for other in others)


def test_it_shows_the_months_up_to_the_later_period_with_the_compared_ones_marked(surveyed: Workspace) -> None:
    found = sit(surveyed)
    assert [str(month) for month in found.months] == ["2026-01", "2026-02", "2026-03"]
    assert found.lineup.marks == (Mark.OTHER, Mark.EARLIER, Mark.LATER)
    series = surveyed.series(surveyed.outline(), "nps")[:3]
    real = found.lineup.panels[found.lineup.real]
    values = [point.estimate.value or 0.0 for point in series]
    # the real panel is the series itself on another scale
    step = (real[2] - real[1]) / (real[1] - real[0])
    assert step == pytest.approx((values[2] - values[1]) / (values[1] - values[0]), abs=0.02)


def test_too_few_months_or_two_periods_in_one_month_hide_nothing(surveyed: Workspace) -> None:
    outline = surveyed.outline()
    weeks = Selection("nps", Period.parse("2026-03-01..2026-03-07"), Period.parse("2026-03-08..2026-03-14"))
    assert surveyed.sitting(outline, weeks, "") is None
    first = Selection("nps", Period.parse("2026-01"), Period.parse("2026-02"))
    assert surveyed.sitting(outline, first, "") is None


def test_the_first_pick_of_each_visitor_counts_and_the_chance_is_that_of_all(
    surveyed: Workspace, tmp_path: Path
) -> None:
    picks = Picks(Register(tmp_path / "register.sqlite"), "w", surveyed)
    one, two, three = (sit(surveyed, who) for who in ("one", "two", "three"))
    assert picks.mine(one) is None
    assert picks.tally(one) == Tally(0, 0, 0)
    picks.pick(one, one.lineup.real, fresh=True)
    picks.pick(one, (one.lineup.real + 1) % PANELS, fresh=True)
    picks.pick(two, (two.lineup.real + 1) % PANELS, fresh=True)
    picks.pick(three, three.lineup.real, fresh=False)
    assert picks.mine(one) == Pick(one.lineup.real, hit=True, fresh=True)
    tally = picks.tally(one)
    assert tally == Tally(picks=2, hits=1, known=1)
    assert tally.p_value == pytest.approx(1 - 0.95**2)
    elsewhere = sit(surveyed, "one", replace(MARCH, after=Period.parse("2026-04")))
    assert picks.mine(elsewhere) is None
    with pytest.raises(BadInput):
        picks.pick(one, PANELS, fresh=True)


def test_what_is_kept_names_neither_visitor_nor_view(surveyed: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    sitting = sit(surveyed)
    Picks(Register(path), "w", surveyed).pick(sitting, 3, fresh=True)
    with sqlite3.connect(path) as connection:
        (row,) = connection.execute("SELECT * FROM pick").fetchall()
    assert "example.com" not in str(row)
    assert "nps" not in str(row)
