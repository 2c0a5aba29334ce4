"""Readers before a link: let in by its token and password, and every link that is not open is like none."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cxmetrics.errors import BadInput
from cxmetrics.workspace import readers, shares
from cxmetrics.workspace.readers import ATTEMPTS, WINDOW
from cxmetrics.workspace.register import Register
from cxmetrics.workspace.shares import Link, Shares
from tests.workspace.sharing import TERMS, VIEW

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
