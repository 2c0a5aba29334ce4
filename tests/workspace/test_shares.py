"""Share links: frozen stays frozen, live follows, and every link that is not open looks like one that never was."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxmetrics.errors import BadInput, CxError, Damaged, NotFound
from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.marks import MarkKind
from cxmetrics.model import EVERYBODY, Guard, Segment
from cxmetrics.period import Period
from cxmetrics.plain import dump, load_kept
from cxmetrics.report import shared as pages
from cxmetrics.report.reports import FORMATS, Report
from cxmetrics.shared import SharedScorecard
from cxmetrics.workspace import readers, shares
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.readers import ATTEMPTS, WINDOW
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.rights import RIGHTS, Actor, Role
from cxmetrics.workspace.saved import SavedView, Shown
from cxmetrics.workspace.shares import Link, Shares, Terms
from cxmetrics.workspace.views import VIEWS, gather, scorecard
from cxmetrics.workspace.workspace import Workspace
from tests.workspace.exports import CALLS, answer, answers, days, taken, written

VIEW = SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL)
TERMS = Terms("To the board", "Dana Reed")
START = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Clock:
    """The time that links are made, looked up and end by."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(shares, "utc_now", clock)
    monkeypatch.setattr(readers, "utc_now", clock)
    return clock


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "register.sqlite")


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Forty answers a day in February and March, from two towns."""
    taken(workspace, written(tmp_path, answers([*days("2026-02"), *days("2026-03")], a_day=40)))
    return workspace


@pytest.fixture
def ours(register: Register, filled: Workspace) -> Shares:
    return Shares(register, "ours", filled)


@pytest.fixture
def seen(register: Register, filled: Workspace) -> Callable[[str], SharedScorecard]:
    """What a reader with a token sees."""

    def look(token: str) -> SharedScorecard:
        door = readers.door(register, token)
        assert door is not None
        figures = readers.figures(door, {"ours": filled}.__getitem__)
        assert isinstance(figures, SharedScorecard)
        return figures

    return look


def test_a_frozen_link_shows_the_same_figures_whatever_happens_to_the_workspace(
    ours: Shares, filled: Workspace, tmp_path: Path, seen: Callable[[str], SharedScorecard]
) -> None:
    expected = gather(filled, VIEW, Shown())
    _, token = ours.share(VIEW, TERMS)
    assert seen(token) == expected
    assert (expected.selection.before, expected.selection.after) == (Period.parse("2026-02"), Period.parse("2026-03"))

    april = [line.replace("R", "S", 1) for line in answers(days("2026-04"), (0, 1, 2), a_day=40)]
    later = taken(filled, written(tmp_path, april, "april.csv"))
    filled.edit(replace(filled.outline().metrics["nps"], label="Another name", smallest_change_that_matters=40))
    assert seen(token) == expected
    filled.undo(later.id)
    assert seen(token) == expected


def test_a_live_link_follows_the_data_and_says_how_far_it_reaches(
    ours: Shares, filled: Workspace, tmp_path: Path, seen: Callable[[str], SharedScorecard]
) -> None:
    _, token = ours.share(VIEW, replace(TERMS, frozen=False))
    assert seen(token).data_through == date(2026, 3, 31)
    april = [line.replace("R", "S", 1) for line in answers(days("2026-04"), (0, 1, 2), a_day=40)]
    taken(filled, written(tmp_path, april, "april.csv"))
    now = seen(token)
    assert now == gather(filled, VIEW, Shown())
    assert now.data_through == date(2026, 4, 30)
    assert now.selection.after == Period.parse("2026-04")
    assert now.scorecard.headline.comparison.after.value == -100


def test_a_live_link_to_periods_of_ones_own_keeps_them(
    ours: Shares, filled: Workspace, seen: Callable[[str], SharedScorecard]
) -> None:
    before, after = Period.parse("2026-02-02..2026-02-08"), Period.parse("2026-03-02..2026-03-08")
    _, token = ours.share(replace(VIEW, choice=Choice.CUSTOM, before=before, after=after), replace(TERMS, frozen=False))
    assert (seen(token).selection.before, seen(token).selection.after) == (before, after)


def test_neither_token_nor_password_is_kept_anywhere(ours: Shares, tmp_path: Path) -> None:
    _, token = ours.share(VIEW, replace(TERMS, password="open sesame"))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name.startswith("register.sqlite") for path in files)
    for path in files:
        content = path.read_bytes()
        assert token.encode() not in content
        assert b"open sesame" not in content


def test_tokens_are_256_random_bits_and_never_repeat(ours: Shares) -> None:
    tokens = {ours.share(VIEW, TERMS)[1] for _ in range(20)}
    assert len(tokens) == 20
    assert {len(token) for token in tokens} == {43}  # 32 bytes, six bits a character


def end_by(how: str, ours: Shares, link: Link, clock: Clock) -> None:
    match how:
        case "expired":
            clock.now += timedelta(31)
        case "revoked":
            ours.revoke(link.id)
        case "deleted":
            ours.delete(link.id)


@pytest.mark.parametrize("how", ["expired", "revoked", "deleted"])
def test_a_link_that_ended_is_like_one_that_never_was(ours: Shares, register: Register, clock: Clock, how: str) -> None:
    link, token = ours.share(VIEW, TERMS)
    assert readers.door(register, token)
    end_by(how, ours, link, clock)
    assert readers.door(register, token) is None
    assert readers.try_password(register, token, "anything") is False


def test_a_link_ends_to_the_second_and_one_without_end_never(ours: Shares, register: Register, clock: Clock) -> None:
    _, token = ours.share(VIEW, TERMS)
    _, endless = ours.share(VIEW, replace(TERMS, days=None))
    clock.now = START + timedelta(30, seconds=-1)
    assert readers.door(register, token)
    clock.now = START + timedelta(30)
    assert readers.door(register, token) is None
    clock.now = START + timedelta(36500)
    assert readers.door(register, endless)


def test_a_revoked_link_stays_in_the_list_without_its_figures(ours: Shares, tmp_path: Path) -> None:
    link, _ = ours.share(VIEW, TERMS)
    ours.revoke(link.id)
    (listed,) = ours.links()
    assert listed.revoked_at is not None
    with sqlite3.connect(tmp_path / "register.sqlite") as connection:
        assert connection.execute("SELECT figures FROM link").fetchall() == [(None,)]


def test_ten_thousand_guesses_open_nothing(ours: Shares, register: Register) -> None:
    ours.share(VIEW, TERMS)
    guesses = (secrets.token_urlsafe(32) for _ in range(10_000))
    assert not any(readers.door(register, guess) for guess in guesses)


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "'; DROP TABLE link; --", "\x00", "\ud800", "né"])
def test_a_strange_token_opens_nothing(ours: Shares, register: Register, token: str) -> None:
    ours.share(VIEW, TERMS)
    assert readers.door(register, token) is None
    assert len(ours.links()) == 1


def test_openings_are_counted_with_the_last(ours: Shares, register: Register, clock: Clock) -> None:
    link, token = ours.share(VIEW, TERMS)
    assert (link.openings, link.opened_at) == (0, None)
    for _ in range(3):
        clock.now += timedelta(hours=1)
        door = readers.door(register, token)
        assert door is not None
        readers.count_opening(register, door.link)
    again = ours.link(link.id)
    assert (again.openings, again.opened_at) == (3, START + timedelta(hours=3))


def test_a_password_lets_in_whoever_knows_it_and_nobody_else(ours: Shares, register: Register) -> None:
    _, token = ours.share(VIEW, replace(TERMS, password="open sesame"))
    door = readers.door(register, token)
    assert door is not None
    assert not door.admits("")
    assert not door.admits(token)
    assert not readers.try_password(register, token, "open barley")
    assert readers.try_password(register, token, "open sesame")
    assert door.admits(door.proof())


def test_the_proof_for_one_link_opens_no_other(ours: Shares, register: Register) -> None:
    doors = []
    for _ in range(2):
        _, token = ours.share(VIEW, replace(TERMS, password="open sesame"))
        door = readers.door(register, token)
        assert door is not None
        doors.append(door)
    assert not doors[0].admits(doors[1].proof())


def test_wrong_passwords_close_the_door_for_a_while(ours: Shares, register: Register, clock: Clock) -> None:
    _, token = ours.share(VIEW, replace(TERMS, password="open sesame"))
    for _ in range(ATTEMPTS):
        assert not readers.try_password(register, token, "open barley")
    with pytest.raises(BadInput, match="Try again in 15 min"):
        readers.try_password(register, token, "open sesame")
    clock.now += WINDOW - timedelta(seconds=61)
    with pytest.raises(BadInput, match="Try again in 2 min"):
        readers.try_password(register, token, "open sesame")
    clock.now += timedelta(seconds=61)
    assert readers.try_password(register, token, "open sesame")


def test_a_right_password_forgives_the_wrong_ones_before(ours: Shares, register: Register) -> None:
    _, token = ours.share(VIEW, replace(TERMS, password="open sesame"))
    for _ in range(3):
        for _ in range(ATTEMPTS - 1):
            assert not readers.try_password(register, token, "open barley")
        assert readers.try_password(register, token, "open sesame")


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, title="  "),
        replace(TERMS, title="x" * 121),
        replace(TERMS, shared_by=""),
        replace(TERMS, shared_by="x" * 81),
        replace(TERMS, note="x" * 1001),
        replace(TERMS, days=0),
        replace(TERMS, days=-1),
        replace(TERMS, days=4000),
        replace(TERMS, password="short"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused_and_nothing_is_made(ours: Shares, terms: Terms) -> None:
    with pytest.raises(BadInput):
        ours.share(VIEW, terms)
    assert ours.links() == ()


def test_whoever_is_logged_in_shares_under_their_own_name(register: Register, filled: Workspace) -> None:
    theirs = filled.entrusted(Actor("ann@example.com", RIGHTS[Role.EDITOR]))
    link, _ = Shares(register, "ours", theirs).share(VIEW, TERMS)
    assert link.shared_by == "ann@example.com"


def test_the_links_of_another_workspace_are_neither_seen_nor_ended(
    ours: Shares, register: Register, filled: Workspace
) -> None:
    link, token = ours.share(VIEW, TERMS)
    others = Shares(register, "others", filled)
    assert others.links() == ()
    for act in (others.link, others.revoke, others.delete):
        with pytest.raises(NotFound):
            act(link.id)
    assert readers.door(register, token)


@pytest.mark.parametrize(
    "view",
    [
        replace(VIEW, page="data"),
        replace(VIEW, metric="moon_phase"),
        replace(VIEW, segment=Segment("location", "Atlantis")),
    ],
)
def test_a_view_that_is_not_there_cannot_be_shared(ours: Shares, view: SavedView) -> None:
    with pytest.raises(CxError):
        ours.share(view, TERMS)
    assert ours.links() == ()


def test_a_live_link_whose_metric_is_gone_says_so(
    ours: Shares, filled: Workspace, seen: Callable[[str], SharedScorecard]
) -> None:
    _, token = ours.share(VIEW, replace(TERMS, frozen=False))
    filled.undo(filled.history()[0].id)
    with pytest.raises(NotFound, match="no metric 'nps' any more"):
        seen(token)


LEEDS = replace(VIEW, segment=Segment("location", "Leeds"))
BATH = replace(VIEW, segment=Segment("location", "Bath"))


def test_a_segment_with_few_answers_is_shown_only_when_ticked(
    register: Register, workspace: Workspace, tmp_path: Path
) -> None:
    few = [answer(90_000 + i, day, 10, "Bath") for i, day in enumerate(days("2026-02")[:19] + days("2026-03"))]
    taken(workspace, written(tmp_path, [*answers([*days("2026-02"), *days("2026-03")], a_day=40), *few]))
    ours = Shares(register, "ours", workspace)
    with pytest.raises(BadInput, match="fewer than 20 answers"):
        ours.share(BATH, TERMS)
    assert scorecard(workspace, BATH, Shown(small_segments=True)).scorecard.headline.comparison.before.n == 19
    assert ours.share(BATH, replace(TERMS, shown=Shown(small_segments=True)))
    assert ours.share(LEEDS, TERMS)


def test_months_with_few_answers_are_left_out_of_a_segments_chart(workspace: Workspace, tmp_path: Path) -> None:
    lone = answer(90_000, "2026-01-15", 3, "Leeds")
    taken(workspace, written(tmp_path, [lone, *answers([*days("2026-02"), *days("2026-03")], a_day=40)]))
    assert len(workspace.series(workspace.outline(), "nps", LEEDS.segment)) == 3
    assert [point.period.start.month for point in scorecard(workspace, LEEDS, Shown()).series] == [2, 3]


def calls(agent: str, a_day: int, first: int) -> list[str]:
    every = [day for day in (*days("2026-02"), *days("2026-03")) for _ in range(a_day)]
    return [f"K{first + i},{day} 10:00:00,C{i},{agent},{200 + i % 7 * 10}" for i, day in enumerate(every)]


@pytest.fixture
def call_centre(workspace: Workspace, tmp_path: Path) -> Workspace:
    """Two employees: one on every call, one on a handful."""
    few = [line for i, line in enumerate(calls("E-2", 1, 50_000)) if i % 5 == 0]
    taken(workspace, written(tmp_path, [*calls("E-1", 3, 0), *few], "calls.csv", CALLS))
    return workspace


def test_an_employee_is_shown_only_when_ticked_and_never_below_the_minimum(
    register: Register, call_centre: Workspace
) -> None:
    theirs = Shares(register, "ours", call_centre)
    one = replace(VIEW, metric="handle_time", segment=Segment("employee", "E-1"))
    rare = replace(one, segment=Segment("employee", "E-2"))
    everything = replace(TERMS, shown=Shown(employees=True, small_segments=True))
    with pytest.raises(BadInput, match="of one employee"):
        theirs.share(one, TERMS)
    with pytest.raises(BadInput, match="of one employee"):
        theirs.share(one, replace(TERMS, shown=Shown(small_segments=True)))
    assert theirs.share(one, replace(TERMS, shown=Shown(employees=True)))
    with pytest.raises(BadInput, match="fewer than 20"):
        theirs.share(rare, everything)


def test_a_counter_metric_of_few_answers_comes_without_its_figures(
    ours: Shares, filled: Workspace, tmp_path: Path, seen: Callable[[str], SharedScorecard]
) -> None:
    lines = [f"T{i},{day},{5 - i % 3},Leeds" for i, day in enumerate((*days("2026-02")[:9], *days("2026-03")[:9]))]
    header = "Response ID,Date,How satisfied are you? (1-5),Location"
    taken(filled, written(tmp_path, lines, "satisfied.csv", header))
    outline = filled.outline()
    (few,) = [key for key in outline.metrics if key != "nps"]
    filled.edit(replace(outline.metrics["nps"], counter_metrics=(few,)))
    _, token = ours.share(LEEDS, TERMS)
    (counter,) = seen(token).scorecard.counters
    assert counter.guard is Guard.NOT_PROVEN_SAFE
    assert counter.verdict is not None
    comparison = counter.verdict.comparison
    assert (comparison.before.n, comparison.before.value, comparison.after.value) == (9, None, None)
    assert (comparison.interval, comparison.change) == (None, None)
    assert "n/a" in pages.scorecard(seen(token))


@pytest.mark.parametrize("page", VIEWS)
def test_every_page_that_can_be_shared_has_a_readers_page_and_a_report_in_each_format(
    example: Workspace, page: str
) -> None:
    figures = gather(example, replace(VIEW, page=page), Shown())
    assert pages.PAGES[type(figures)](figures)
    for form in FORMATS.values():
        assert len(form.make(Report("The view", figures, date(2026, 6, 1)))) > 100


def test_figures_kept_by_another_version_are_read_as_far_as_they_go(filled: Workspace) -> None:
    figures = gather(filled, VIEW, Shown())
    older = dump(figures).replace('"data_through":', '"forgotten": 1, "data_through":')
    assert load_kept(older, SharedScorecard) == figures
    with pytest.raises(BadInput, match="another version"):
        load_kept('{"metrics": {}}', SharedScorecard)


def test_a_register_that_is_damaged_or_newer_is_refused_in_words(tmp_path: Path) -> None:
    damaged, newer = tmp_path / "damaged.sqlite", tmp_path / "newer.sqlite"
    damaged.write_bytes(b"rubbish" * 1000)
    with pytest.raises(Damaged, match="damaged"):
        Register(damaged)
    Register(newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NotFound, match="newer version"):
        Register(newer)


def test_a_register_is_nobody_elses_business(register: Register, tmp_path: Path) -> None:
    assert (tmp_path / "register.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("page", ["what_moved_it", "over_time", "spread"])
def test_employees_are_named_to_readers_only_where_they_are_ticked(call_centre: Workspace, page: str) -> None:
    view = replace(VIEW, page=page, metric="handle_time")
    usual, ticked = (gather(call_centre, view, Shown(employees=each)) for each in (False, True))
    for found in (usual, ticked):
        assert load_kept(dump(found), VIEWS[page].noun) == found
    for text in (dump(usual), pages.PAGES[type(usual)](usual)):
        assert "E-1" not in text
        assert "E-2" not in text
    assert VIEWS[page].names_employees is ("E-1" in dump(ticked))
    with pytest.raises(BadInput, match="of one employee"):
        gather(call_centre, replace(view, segment=Segment("employee", "E-1")), Shown())


@pytest.mark.parametrize("page", ["what_moved_it", "over_time", "spread"])
def test_a_segment_of_few_is_on_no_page_for_readers(workspace: Workspace, tmp_path: Path, page: str) -> None:
    few = [answer(90_000 + i, day, 10, "Bath") for i, day in enumerate(days("2026-02")[:19] + days("2026-03")[:19])]
    taken(workspace, written(tmp_path, [*answers([*days("2026-02"), *days("2026-03")], a_day=40), *few]))
    found = gather(workspace, replace(VIEW, page=page), Shown())
    assert "Bath" not in pages.PAGES[type(found)](found)
    with pytest.raises(BadInput, match="fewer than 20 answers"):
        gather(workspace, replace(BATH, page=page), Shown())
    assert gather(workspace, replace(BATH, page=page), Shown(small_segments=True))


def test_who_marked_something_is_not_told_to_readers(filled: Workspace) -> None:
    theirs = filled.entrusted(Actor("ann@example.com", RIGHTS[Role.EDITOR]))
    theirs.mark(date(2026, 3, 1), MarkKind.EVENT, "New greeting")
    for page in ("over_time", "what_moved_it"):
        kept = dump(gather(filled, replace(VIEW, page=page), Shown()))
        assert "New greeting" in kept
        assert "ann@example.com" not in kept
