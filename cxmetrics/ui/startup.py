"""Before the server starts: what would be unsafe is refused, with a sentence that says what to set."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from cxmetrics.bounds import bounds
from cxmetrics.errors import BadInput
from cxmetrics.settings import Mode, Settings, settings
from cxmetrics.ui import logs
from cxmetrics.ui.gates import is_loopback

RANDOM_BYTES = 32
HOSTED: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "global.developmentMode": False,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.fileWatcherType": "none",
    "server.trustedUserHeaders": {},
    "server.xsrfCookieSameSite": "strict",
}
"""Options of Streamlit that have to have these values where others than one's own computer are served."""
_MAKE_ONE = 'Make one with: python -c "import secrets; print(secrets.token_hex(32))"'


def check() -> None:
    """End the process where this installation must not be served as it is configured; begin the log of a hosted one."""
    st.secrets.load_if_toml_exists()  # where nothing else can be set, its first lines are the environment
    try:
        found, _ = settings(), bounds()
        match found.mode:
            case Mode.LOCAL:
                demand_loopback(st.get_option("server.address"))
            case Mode.TEAM:
                _demand_hosts(found)
                _demand_team(found)
            case Mode.DEMO:
                _demand_hosts(found)
                demand_random(st.get_option("server.cookieSecret"), "server.cookieSecret")
        if found.mode is not Mode.LOCAL:
            demand_options(found.mode, {name: st.get_option(name) for name in HOSTED})
    except BadInput as error:
        raise SystemExit(f"Not started. {error}") from None
    _allow_open_files()
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


def demand_options(mode: Mode, options: Mapping[str, object]) -> None:
    """Raise BadInput where an option of Streamlit is not as a server for others needs it."""
    for name, needed in HOSTED.items():
        if options[name] != needed:
            raise BadInput(
                f"In {mode} mode, Streamlit's option {name} has to be {json.dumps(needed)}, as .streamlit/config.toml "
                "beside app.py has it. Remove what sets it otherwise."
            )


def _allow_open_files() -> None:
    """As many open files as the system lets this process have: each open page takes four."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # macOS names a limit that it does not allow
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


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
