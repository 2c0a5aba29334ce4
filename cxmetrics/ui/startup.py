"""Before the server starts: what would be unsafe is refused, with a sentence that says what to set."""

from __future__ import annotations

import re

import streamlit as st

from cxmetrics.errors import BadInput
from cxmetrics.settings import Mode, Settings, settings
from cxmetrics.ui import logs
from cxmetrics.ui.gates import is_loopback

RANDOM_BYTES = 32
_MAKE_ONE = 'Make one with: python -c "import secrets; print(secrets.token_hex(32))"'


def check() -> None:
    """End the process where this installation must not be served as it is configured; begin the log of a hosted one."""
    try:
        found = settings()
        match found.mode:
            case Mode.LOCAL:
                demand_loopback(st.get_option("server.address"))
            case Mode.TEAM:
                _demand_hosts(found)
                _demand_team(found)
            case Mode.DEMO:
                _demand_hosts(found)
                demand_random(st.get_option("server.cookieSecret"), "server.cookieSecret")
    except BadInput as error:
        raise SystemExit(f"Not started. {error}") from None
    if found.mode is not Mode.LOCAL:
        logs.begin()


def demand_loopback(address: str | None) -> None:
    """Raise BadInput where local mode would be reached from other computers."""
    if not address or not is_loopback(address):
        raise BadInput(
            f"In local mode everybody who reaches it may do everything, and {address or 'every address'} is not this "
            "computer's own. Set --server.address to localhost; or, to serve others, set CXMETRICS_MODE to team or "
            "demo, and CXMETRICS_HOSTS to the names it is served under."
        )


def _demand_hosts(found: Settings) -> None:
    if not found.hosts:
        raise BadInput(
            f"In {found.mode} mode, set CXMETRICS_HOSTS to the host names it is served under, such as cx.example.com."
        )


def _demand_team(found: Settings) -> None:
    try:
        auth = st.secrets.get("auth", {})
    except FileNotFoundError:
        auth = {}
    if not auth.get("redirect_uri"):
        raise BadInput(
            "In team mode people log in with OpenID Connect. Set up the section [auth] of .streamlit/secrets.toml: "
            "redirect_uri, cookie_secret, client_id, client_secret and server_metadata_url."
        )
    demand_random(str(auth.get("cookie_secret", "")), "cookie_secret in [auth] of .streamlit/secrets.toml")
    if not found.owners:
        raise BadInput("In team mode, set CXMETRICS_OWNERS to the e-mail address of at least one owner.")


def demand_random(secret: str, name: str) -> None:
    """Raise BadInput for a secret of fewer than 32 random bytes: whoever guesses it can log in as anybody.

    Randomness cannot be proven, but what is short, of few characters or repeats itself is none.
    """
    needed = RANDOM_BYTES * 2 if re.fullmatch(r"[0-9a-fA-F]*", secret) else -(-RANDOM_BYTES * 8 // 6)
    if len(secret) < needed or len(set(secret)) < 10 or secret in (secret + secret)[1:-1]:
        raise BadInput(f"{name} is shorter than {RANDOM_BYTES} random bytes, or not random. {_MAKE_ONE}")
