"""The tables of Gamed?: a part is a share of a change only where there was one."""

from __future__ import annotations

from cxmetrics.judge.gaming import Gaming
from cxmetrics.model import EVERYBODY, Selection, Word
from cxmetrics.period import Period
from cxmetrics.report import gaming_cards
from cxmetrics.report.figures import MINUS, THIN
from cxmetrics.workspace.workspace import Workspace


def gaming(workspace: Workspace, before: str, after: str) -> Gaming:
    selection = Selection("handle_time", Period.parse(before), Period.parse(after), EVERYBODY)
    found = workspace.gaming(workspace.outline(), selection)
    assert found is not None
    return found


def test_the_parts_of_a_real_change_are_shares_of_it(example: Workspace) -> None:
    found = gaming(example, "2026-02", "2026-03")
    assert found.verdict.word is Word.IMPROVED
    (_, first), *_ = gaming_cards.parts(found)
    assert first == f"{MINUS}17.7{THIN}%, 95{THIN}% of it"


def test_the_parts_of_what_may_be_luck_are_no_shares_of_anything(example: Workspace) -> None:
    found = gaming(example, "2026-01", "2026-02")
    assert found.verdict.word not in (Word.IMPROVED, Word.DECLINED)
    parts = [text for _, text in gaming_cards.parts(found)[:4]]
    assert len(parts) == 4
    assert not any("of it" in part or part == f"{MINUS}0.0{THIN}%" for part in parts)
