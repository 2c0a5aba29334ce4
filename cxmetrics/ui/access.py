"""Access: who sits before this page, and the door of team mode."""

from __future__ import annotations

import streamlit as st

from cxmetrics.settings import Mode, settings
from cxmetrics.ui.text import plain
from cxmetrics.workspace.members import tidy
from cxmetrics.workspace.visitors import Visitor

VISIT_COOKIE = "cx_visit"


def visitor() -> Visitor:
    """Whoever the current run is for; looked at afresh each time, so that a role taken away is gone at once."""
    found = settings()
    match found.mode:
        case Mode.TEAM:
            return Visitor(found, email=_verified_address())
        case Mode.DEMO:
            return Visitor(found, visit=st.context.cookies.get(VISIT_COOKIE))
        case Mode.LOCAL:
            return Visitor(found)


def door() -> Visitor:
    """The visitor, let in; in team mode nobody passes who is not logged in and has a role somewhere."""
    who = visitor()
    if who.settings.mode is not Mode.TEAM:
        return who
    if not st.user.is_logged_in:
        st.title("Which numbers really moved?")
        st.write("This is for the members of a team.")
        st.button("Log in", on_click=st.login, type="primary")
        st.stop()
    _who_is_here()
    if who.email is None:
        st.title("Your address is not verified")
        st.write(
            "Whoever logs you in does not vouch for your e-mail address, so nothing can be shown. Have it verified."
        )
        st.stop()
    if not who.names() and not who.owns_all:
        st.title("Nothing is shared with you yet")
        st.write(f"Ask the owner of a workspace to invite {plain(who.email)}.")
        st.stop()
    return who


def _who_is_here() -> None:
    with st.sidebar:
        st.caption(plain(str(st.user.get("email", ""))))
        st.button("Log out", on_click=st.logout)


def _verified_address() -> str | None:
    """The address of whoever is logged in, if the provider says that it is theirs."""
    address = st.user.get("email")
    if not st.user.is_logged_in or not isinstance(address, str) or st.user.get("email_verified") is not True:
        return None
    return tidy(address)
