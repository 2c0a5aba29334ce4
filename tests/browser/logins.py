"""A team behind a real OpenID provider on this computer, and people who log in with it."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.harness import free_port, rerun, serving, settled, visit

ANN, BOB, EVE = "ann@example.com", "bob@example.com", "eve@example.com"
"""An owner by configuration, somebody to invite, and somebody whose address nobody vouches for."""

USERS = (
    {"sub": "ann", "email": "Ann@example.com", "email_verified": True},
    {"sub": "bob", "email": BOB, "email_verified": True},
    {"sub": "eve", "email": ANN, "email_verified": False},
)


@contextmanager
def provider() -> Iterator[str]:
    """The address of an OpenID provider in a process of its own, which knows these users."""
    port = free_port()
    users = [part for user in USERS for part in ("--user-claims", json.dumps(user))]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *users],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def team(home: Path, folder: Path, log: Path | None = None) -> Iterator[str]:
    """The address of a server in team mode; `folder` gets its secrets."""
    with provider() as people, pytest.MonkeyPatch.context() as patch:
        for name, value in {"MODE": "team", "HOSTS": "127.0.0.1", "OWNERS": ANN}.items():
            patch.setenv(f"CXMETRICS_{name}", value)
        (folder / ".streamlit").mkdir(parents=True)
        (folder / ".streamlit" / "secrets.toml").write_text(
            "[auth]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{secrets.token_hex(32)}"\n'
            'client_id = "cxmetrics"\n'
            'client_secret = "known to both"\n'
            f'server_metadata_url = "{people}/.well-known/openid-configuration"\n'
        )
        with serving(home, folder=folder, log=log) as url:
            yield url


def log_in(page: Page, url: str, who: str) -> None:
    """From the front page, by the provider's own page, and back."""
    visit(page, url)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name=who).first.click()
    page.get_by_role("button", name="Log out").wait_for()
    settled(page)


def invite(page: Page, url: str, email: str, role: str = "Viewer") -> None:
    """As an owner, on the page of people."""
    visit(page, f"{url}/people?w=example")
    page.get_by_role("textbox", name="E-mail address, as they log in with").fill(email)
    if role != "Viewer":
        page.get_by_role("combobox", name="Role").click()
        page.get_by_role("option", name=role).click()
    with rerun(page):
        page.get_by_role("button", name="Invite").click()
