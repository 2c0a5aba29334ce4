"""Text from files and links is shown and never obeyed."""

from __future__ import annotations

import pytest

from cxmetrics.ui.text import plain


@pytest.mark.parametrize("sign", list(r"\`*_{}[]()#+-.!|<>~$:&"))
def test_every_sign_of_markdown_is_escaped(sign: str) -> None:
    assert plain(f"a{sign}b") == f"a\\{sign}b"


def test_a_line_break_cannot_begin_a_heading_or_a_table() -> None:
    assert "\n" not in plain("first\n# second")


@pytest.mark.parametrize(
    "address", ["http://x.example", "HTTPS://x.example", "www.x.example", "WWW.x.example", "me@x.example"]
)
def test_no_address_is_left_whole_for_markdown_to_link(address: str) -> None:
    shown = plain(address).replace("\\", "")
    assert shown != address
    assert shown.replace("\u2060", "") == address


def test_ordinary_words_stay_as_they_are() -> None:
    assert plain("Leeds, 12 % of 400 (März)") == "Leeds, 12 % of 400 \\(März\\)"
