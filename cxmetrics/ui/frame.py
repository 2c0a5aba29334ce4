"""The frame: the one script every page runs inside. It opens the workspace, reads the link, draws what all share."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from cxmetrics.errors import BadInput, CxError
from cxmetrics.report import letter
from cxmetrics.settings import Mode
from cxmetrics.ui import (
    access,
    example,
    lineup,
    opened,
    pages,
    plan,
    report,
    selection,
    share,
    uploads,
)
from cxmetrics.ui.context import Context, enter
from cxmetrics.ui.text import plain
from cxmetrics.workspace import fields, shelf
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.rights import Right
from cxmetrics.workspace.visitors import Visitor

ICON = Path(__file__).parent / "icon.png"
_WHO_SEES_IT = {
    Mode.LOCAL: ("shares", "safekeeping"),
    Mode.TEAM: ("shares", "people", "safekeeping"),
    Mode.DEMO: (),
}
"""Links and backups, where the mode has any, and people, where anybody has to log in."""


def main() -> None:
    """One run: navigation, workspace, link, sidebar, page."""
    st.set_page_config(page_title="cxmetrics", page_icon=str(ICON), layout="wide")
    st.html(letter.STYLE)
    visitor = access.door()
    scorecard, quick, planning, data = map(pages.page, ("scorecard", "quick_check", "plan", "data"))
    why = [pages.page(name) for name in pages.WHY]
    page = st.navigation(
        {
            "Is it real?": [scorecard, quick, planning],
            "Why?": why,
            "Where it comes from": [data, *map(pages.page, ("guide", "metrics", "methods", "methods_in_full"))],
            "Who sees it": [pages.page(name) for name in _WHO_SEES_IT[visitor.settings.mode]],
        },
        expanded=True,
    )
    example.ready()
    try:
        name = _workspace(visitor)
        workspace = opened.workspace(name)
        uploads.let(bool(visitor.own) or Right.IMPORT in workspace.actor.rights)
        version = workspace.version
        outline = opened.outline(name, version)
        own = fields.OF.get(page.url_path, ())
        looks = page in (scorecard, *why) or (page == planning and plan.basis() != plan.TYPED)
        view = _view(name, outline, own) if looks else None
    except CxError as error:
        _refuse(error, scorecard, (*visitor.names(), shelf.EXAMPLE)[0])
        st.stop()
    if page == scorecard and name == shelf.EXAMPLE:
        st.page_link(data, label="An example company. Bring a file of your own.", icon=":material/upload_file:")
    context = Context(name, workspace, version, outline, view)
    enter(context)
    try:
        page.run()
    except BadInput as error:  # the view can be read, and this page cannot show it
        _refuse(error, scorecard, (*visitor.names(), shelf.EXAMPLE)[0])
    if page in why and page.url_path != "spot_the_noise" and view and view.selection:
        lineup.link()
    if view:  # last, because a first visitor waits for the verdict and not for the widgets beside it
        _choices(context, view, page.url_path or "scorecard")
    if page in (scorecard, planning, quick, *why):
        _link()


def _workspace(visitor: Visitor) -> str:
    """The workspace of the link, else the one looked at last, else the first one; chosen in the sidebar."""
    state, names = st.session_state, visitor.names()
    asked = st.query_params.get("w") or state.get("workspace") or (*names, shelf.EXAMPLE)[0]
    if asked not in names:
        shelf.path_of(asked)  # a name that could never be one is refused in other words
        return asked
    state["workspace"] = state["pick_workspace"] = asked
    with st.sidebar:
        st.selectbox(
            "Workspace",
            names,
            format_func=lambda name: {shelf.EXAMPLE: "Example company", visitor.own: "Your files"}.get(name, name),
            key="pick_workspace",
            on_change=_picked_workspace,
        )
    if st.query_params.get("w") != asked:
        st.query_params["w"] = asked
    return asked


def _picked_workspace() -> None:
    st.session_state["workspace"] = st.session_state["pick_workspace"]
    st.query_params.from_dict({"w": st.session_state["pick_workspace"]})


def _view(name: str, outline: Outline, own: tuple[str, ...]) -> selection.View | None:
    """The view of the link; without one, the view this visitor last had of this workspace.

    None where there is no metric. own: the fields that the page itself adds to the link.
    """
    if not outline.metrics:
        return None
    params = dict(st.query_params)
    if not any(field in params for field in selection.FIELDS):
        params |= st.session_state.get("last_view", {}).get(name, {})
    view = selection.read(params, outline)
    fields = selection.write(view)
    st.session_state["last_view"] = {name: fields}
    whole = {"w": name, **fields, **{field: params[field] for field in own if field in params}}
    if dict(st.query_params) != whole:
        st.query_params.from_dict(whole)
    return view


def _choices(context: Context, view: selection.View, page: str) -> None:
    """What can be looked at instead, and whom to show it."""
    with st.sidebar:
        selection.draw(context.outline, view)
        share.button(context, page, view)
        report.button(context, page, view)


def _link() -> None:
    """The address of what is shown, whole."""
    address = f"{st.context.url or ''}?{urlencode(st.query_params.to_dict())}"
    with st.sidebar, st.popover("Copy link", width="stretch"):
        st.caption("This address shows the same view to everybody who may see this workspace.")
        st.code(address, language=None, wrap_lines=True)


def _refuse(error: CxError, scorecard: StreamlitPage, home: str) -> None:
    """Say what cannot be honoured and offer the way back, home or to the workspace; nothing is silently replaced."""
    st.warning(f"**{error.title}.** {plain(str(error))}", icon=":material/link_off:")
    name = st.session_state.get("workspace", home) if isinstance(error, BadInput) else home
    where = "the example" if name == shelf.EXAMPLE else name
    if st.button(f"Show the scorecard of {plain(where)}", type="primary"):
        st.session_state.pop("last_view", None)
        st.switch_page(scorecard, query_params={"w": name})


main()
