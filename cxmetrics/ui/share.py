"""Sharing the view one looks at, and the list of every link of the workspace."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from cxmetrics.errors import CxError
from cxmetrics.judge.compare import USUAL
from cxmetrics.metrics.dimensions import EMPLOYEE
from cxmetrics.model import Selection
from cxmetrics.report import link_words, reports, wording
from cxmetrics.ui.context import Context
from cxmetrics.ui.gates import base_path
from cxmetrics.ui.selection import View
from cxmetrics.ui.text import plain
from cxmetrics.workspace import fields, shelf
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.gaming import suspect
from cxmetrics.workspace.rights import Right
from cxmetrics.workspace.saved import SavedView, Shown
from cxmetrics.workspace.shares import LONGEST_NAME, LONGEST_NOTE, LONGEST_TITLE, Link, Shares, Terms, utc_now
from cxmetrics.workspace.views import VIEWS

_LASTS: dict[str, int | None] = {"7 days": 7, "30 days": 30, "90 days": 90, "A year": 365, "Until I revoke it": None}
_HOW = {True: "Frozen: the figures as they are now", False: "Live: the figures as they are when it is opened"}


def button(context: Context, page: str, view: View) -> None:
    """Opens the form, for those who may share, on a page that can be shared and has figures to compare."""
    if page not in VIEWS or not view.selection or not context.may(Right.SHARE):
        return
    if st.button("Share this view", width="stretch", icon=":material/ios_share:"):
        st.session_state.pop("shared", None)
        _dialog(context, page, view)


@st.dialog("Share this view", width="medium")
def _dialog(context: Context, page: str, view: View) -> None:
    """The form; once sent, the link, which is shown this one time."""
    if made := st.session_state.get("shared"):
        _made(*made)
        return
    st.write(
        "Readers see the sentence, the figures, the charts and what they mean, and nothing else. They need no account."
    )
    selection = view.selection
    assert selection is not None  # the button is there only with one
    named = reports.title_of(context.outline.metrics[view.metric].label, selection)
    actor = context.workspace.actor
    with st.form("share", border=False):
        title = st.text_input("Title", named[:LONGEST_TITLE], max_chars=LONGEST_TITLE)
        note = st.text_area("Note to the reader", max_chars=LONGEST_NOTE, height=80)
        shared_by = actor.name or st.text_input(
            "Your name", st.session_state.get("shared_by", ""), max_chars=LONGEST_NAME, help="Readers see it."
        )
        frozen = st.radio("Figures", list(_HOW), format_func=_HOW.__getitem__)
        lasts = st.selectbox("Lasts", list(_LASTS), 1)
        password = st.text_input("Password (may stay empty)", type="password", autocomplete="new-password")
        shown = ticked(context, page, view)
        if not st.form_submit_button("Make the link", type="primary"):
            return
        saved = saved_view(page, view, selection)
        terms = Terms(title, shared_by, note, bool(frozen), _LASTS[lasts], password, shown)
        try:
            link, token = Shares(shelf.register(), context.name, context.workspace).share(saved, terms)
        except CxError as error:
            st.warning(plain(str(error)))
            return
    st.session_state["shared_by"] = shared_by
    st.session_state["shared"] = (link, token)
    st.rerun(scope="fragment")


def saved_view(page: str, view: View, selection: Selection) -> SavedView:
    """The view as it is kept: periods only where they are of one's own, because the others move on with the data."""
    periods = (selection.before, selection.after) if view.choice is Choice.CUSTOM else ()
    before, after = periods or (None, None)
    own = {name: st.query_params[name] for name in fields.OF.get(page, ()) if name in st.query_params}
    return SavedView(page, view.metric, view.choice, view.segment, USUAL, before, after, own)


def ticked(context: Context, page: str, view: View) -> Shown:
    """What readers see beyond the usual, asked only where the page has any of it."""
    of_one = view.segment.dimension == EMPLOYEE
    told_of = (suspect(context.outline, view.metric) if page == "gaming" else None) or view.metric
    of_many = VIEWS[page].names_employees and EMPLOYEE in context.outline.segments[told_of]
    employees = (of_one or of_many) and st.checkbox(
        "Show this employee to readers" if of_one else "Show employees to readers",
        help="Readers can see how one person did. Where too few answers stand behind it, it stays hidden.",
    )
    small = view.segment.dimension not in ("", EMPLOYEE) and st.checkbox(
        f"Show this segment even with fewer than {USUAL.minimum_n} answers",
        help="With so few answers, readers may recognise who gave them.",
    )
    reasons = VIEWS[page].gives_reasons and st.checkbox(
        f"Show reasons for leaving as they were written, where at least {USUAL.minimum_n} gave the same",
        help="Readers see what people wrote. Otherwise they see how many gave a reason.",
    )
    return Shown(employees, small, reasons)


def _made(link: Link, token: str) -> None:
    here = urlsplit(st.context.url or "")
    st.write(f"**{plain(link.title)}**")
    st.code(f"{here.scheme}://{here.netloc}{base_path()}/s/{token}", language=None, wrap_lines=True)
    st.write("Copy it now: only its fingerprint is kept, so it cannot be shown again. The Links page revokes it.")
    if (here.hostname or "") in ("localhost", "127.0.0.1", "::1"):
        st.caption("This server runs on your own computer, so the link opens only here.")


def links(context: Context) -> None:
    """Every link of the workspace, open ones first, each with its readers and its end."""
    shares = Shares(shelf.register(), context.name, context.workspace)
    every, now = shares.links(), utc_now()
    if not every:
        st.write("Nothing of this workspace is shared. Share a view from its page.")
        return
    for link in sorted(every, key=lambda link: not link.is_open(now)):
        _line(shares, link, link.is_open(now))


def _line(shares: Shares, link: Link, is_open: bool) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(link.title)}**")
        st.write(link_words.link_state(link.revoked_at, link.expires_at, is_open))
        how = "Frozen" if link.frozen else "Live"
        st.caption(
            plain(
                f"{how}{', with a password' if link.has_password else ''}. Shared by {link.shared_by} on "
                f"{wording.day(link.created_at)}. {link_words.readings(link.openings, link.opened_at)}"
            )
        )
        if is_open:
            st.button("Revoke", key=f"revoke_{link.id}", on_click=shares.revoke, args=(link.id,))
        else:
            st.button("Remove from this list", key=f"delete_{link.id}", on_click=shares.delete, args=(link.id,))
