"""Open workspaces, held once per process, and the figures of their current version."""

from __future__ import annotations

import streamlit as st

from cxmetrics.errors import NotFound
from cxmetrics.judge.findings import Finding
from cxmetrics.model import Point, Policy, Scorecard, Segment, Selection, Verdict
from cxmetrics.report import shared as pages
from cxmetrics.workspace import readers, shelf
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.readers import Door
from cxmetrics.workspace.workspace import Workspace


@st.cache_resource(show_spinner=False)
def _open(name: str) -> Workspace:
    return Workspace(shelf.path_of(name))


def workspace(name: str) -> Workspace:
    """The workspace called `name`; opened once, shared by every visitor. Raises NotFound, WorkspaceBusy."""
    if not shelf.path_of(name).exists():
        raise NotFound(f"There is no workspace called '{name}'.")
    return _open(name)


def create(name: str) -> Workspace:
    """The workspace called `name`, new where there is none."""
    return _open(name)


def discard(name: str) -> None:
    """Remove a workspace that was only made for a file that is then refused."""
    _open(name).close()
    _open.clear(name)
    path = shelf.path_of(name)
    for file in (path, path.with_name(path.name + ".wal")):
        file.unlink(missing_ok=True)


# Everything below is keyed by workspace and version: cached figures are shared by all who may open the workspace.


@st.cache_data(max_entries=64, show_spinner=False)
def outline(name: str, version: int) -> Outline:
    """What can be asked of a workspace."""
    return workspace(name).outline()


@st.cache_data(max_entries=2048, show_spinner=False)
def scorecard(name: str, version: int, selection: Selection, policy: Policy) -> Scorecard:
    """The headline and its counter-metrics."""
    return workspace(name).scorecard(outline(name, version), selection, policy)


@st.cache_data(max_entries=2048, show_spinner=False)
def verdict(name: str, version: int, selection: Selection, policy: Policy) -> Verdict:
    """The headline by itself."""
    return workspace(name).verdict(outline(name, version), selection, policy)


@st.cache_data(max_entries=512, show_spinner=False)
def series(name: str, version: int, key: str, segment: Segment) -> tuple[Point, ...]:
    """A metric month by month."""
    return workspace(name).series(outline(name, version), key, segment)


@st.cache_data(max_entries=256, show_spinner=False)
def shared(link: str, version: int | None, _door: Door) -> str:
    """What readers of a link see, as HTML; version: of its workspace, None where the figures are frozen."""
    figures = readers.figures(_door, workspace)
    return pages.PAGES[type(figures)](figures)


@st.cache_data(max_entries=2048, show_spinner=False)
def oddities(name: str, version: int, selection: Selection) -> tuple[Finding, ...]:
    """What the checks of the instrument say about a comparison."""
    return workspace(name).oddities(outline(name, version), selection)
