"""People: who has a role in the workspace, and how an owner gives and takes one."""

from __future__ import annotations

import streamlit as st

from cxmetrics.errors import CxError
from cxmetrics.report import wording
from cxmetrics.ui.context import Context
from cxmetrics.ui.text import plain
from cxmetrics.workspace import shelf
from cxmetrics.workspace.members import Members
from cxmetrics.workspace.rights import Role

_ROLES = {
    Role.VIEWER: "Viewer: sees figures, never records",
    Role.EDITOR: "Editor: also brings files, edits definitions and shares",
    Role.OWNER: "Owner: also decides who may do what",
}


def members(context: Context) -> None:
    """Everybody with a role, and the form to invite somebody."""
    team = Members(shelf.register(), context.name, context.workspace)
    invited: list[str] = st.session_state.setdefault("invited", [])
    # an empty form after each invitation; one that is refused keeps its address
    with st.form(f"invite_{len(invited)}"):
        email = st.text_input("E-mail address, as they log in with", max_chars=320)
        role = st.selectbox("Role", list(_ROLES), format_func=_ROLES.__getitem__)
        if st.form_submit_button("Invite", type="primary"):
            try:
                team.invite(email, role)
            except CxError as error:
                st.warning(plain(str(error)))
            else:
                invited.append(email)
                st.rerun()
    st.caption("Nothing is sent. Tell them the address of this page; they see the workspace once they log in.")
    for member in team.members():
        with st.container(border=True):
            st.markdown(f"**{plain(member.email)}**, {member.role}")
            st.caption(plain(f"Invited by {member.invited_by} on {wording.day(member.invited_at)}."))
            st.button("Remove", key=f"remove_{member.email}", on_click=team.remove, args=(member.email,))
