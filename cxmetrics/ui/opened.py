"""Open workspaces, held once per process, and the figures of their current version, for those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Condition
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st
from cachetools import LRUCache, cached

from cxmetrics.errors import NotFound
from cxmetrics.judge.cohorts import Cohorts
from cxmetrics.judge.course import Asked, Charted
from cxmetrics.judge.drip import Year
from cxmetrics.judge.findings import Finding
from cxmetrics.judge.gaming import Gaming
from cxmetrics.judge.losses import Left
from cxmetrics.judge.spread import Spread
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Point, Policy, Scorecard, Segment, Selection, Verdict
from cxmetrics.report.shared import PAGES
from cxmetrics.ui import access, leaving
from cxmetrics.workspace import files, readers, shelf, visits
from cxmetrics.workspace.losses import Question
from cxmetrics.workspace.outline import Outline
from cxmetrics.workspace.readers import Door
from cxmetrics.workspace.rights import Right, demand
from cxmetrics.workspace.sittings import Sitting
from cxmetrics.workspace.spread import Narrowed
from cxmetrics.workspace.visitors import Visitor
from cxmetrics.workspace.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")

_FORGETTING: list[Callable[[], None]] = []


@st.cache_resource(show_spinner=False, on_release=Workspace.close)
def held(name: str) -> Workspace:
    """The workspace called `name` with every right, new where there is none: for `opened` and readers of links only."""
    return Workspace(shelf.path_of(name), asker=leaving.asker)


def workspace(name: str) -> Workspace:
    """The workspace called `name`, for this visitor.

    Raises WorkspaceBusy, and NotFound alike for one that does not exist and one that this visitor may not see.
    """
    actor, path = access.visitor().actor(name), shelf.path_of(name)
    if Right.READ not in actor.rights or not path.exists():
        raise NotFound(f"There is no workspace called '{name}'.")
    if visits.is_visit(name):
        visits.touch(path)
    return held(name).entrusted(actor)


def create(name: str, visitor: Visitor) -> Workspace:
    """The workspace called `name`, for this visitor, new where there is none. Raises Forbidden, BadInput."""
    if not shelf.path_of(name).exists():
        visitor.demand_may_make(name)
    return held(name).entrusted(visitor.actor(name))


def discard(name: str) -> None:
    """Remove a workspace, one that was only made for a file that is then refused, or whose visitor is gone."""
    held.clear(name)
    files.remove(shelf.path_of(name))


def close_all() -> None:
    """Let go of every file, each whole in itself, and of all figures, at the end of the server."""
    held.clear()
    for forget in (*_FORGETTING, shared.cache_clear):
        forget()


def _figures(entries: int) -> Callable[[Callable[Concatenate[str, P], R]], Callable[Concatenate[str, P], R]]:
    """Figures are kept for all who may see the workspace; whether they may is asked every time.

    entries: how many are kept. They are handed out as they are, never copied, so they have to be frozen. Streamlit's
    own cache takes longer to look a question up than many pages take to answer it.
    """

    def keeping(figures: Callable[Concatenate[str, P], R]) -> Callable[Concatenate[str, P], R]:
        kept = cached(LRUCache(entries), condition=Condition())(figures)
        _FORGETTING.append(kept.cache_clear)

        @wraps(figures)
        def asked(name: str, /, *args: P.args, **kwargs: P.kwargs) -> R:
            demand(access.visitor().actor(name), Right.READ)
            return kept(name, *args, **kwargs)

        return asked

    return keeping


# Everything below is keyed by workspace and version.


@_figures(64)
def outline(name: str, version: int) -> Outline:
    """What can be asked of a workspace."""
    return held(name).outline()


@_figures(2048)
def scorecard(name: str, version: int, selection: Selection, policy: Policy) -> Scorecard:
    """The headline and its counter-metrics."""
    return held(name).scorecard(outline(name, version), selection, policy)


@_figures(2048)
def verdict(name: str, version: int, selection: Selection, policy: Policy) -> Verdict:
    """The headline by itself."""
    return held(name).verdict(outline(name, version), selection, policy)


@_figures(512)
def explanation(name: str, version: int, selection: Selection, policy: Policy) -> Explanation:
    """What moved the headline."""
    return held(name).explanation(outline(name, version), selection, policy)


@_figures(512)
def series(name: str, version: int, key: str, segment: Segment) -> tuple[Point, ...]:
    """A metric month by month."""
    return held(name).series(outline(name, version), key, segment)


@_figures(2048)
def oddities(name: str, version: int, selection: Selection) -> tuple[Finding, ...]:
    """What the checks of the instrument say about a comparison."""
    return held(name).oddities(outline(name, version), selection)


@_figures(512)
def gaming(name: str, version: int, selection: Selection, target: float | None) -> Gaming | None:
    """Whether a metric that works against customers alone was gamed."""
    return held(name).gaming(outline(name, version), selection, target)


@_figures(512)
def sitting(name: str, version: int, selection: Selection, who: str) -> Sitting | None:
    """The line-up of a comparison for one visitor."""
    return held(name).sitting(outline(name, version), selection, who)


@_figures(512)
def course(name: str, version: int, key: str, segment: Segment, asked: Asked) -> Charted:
    """A metric on its control chart."""
    return held(name).course(outline(name, version), key, segment, asked)


@_figures(128)
def cohorts(name: str, version: int, key: str, segment: Segment) -> Cohorts | None:
    """Who stayed how long, by when they joined."""
    return held(name).cohorts(outline(name, version), key, segment)


@_figures(128)
def years(name: str, version: int, segment: Segment) -> tuple[Year, ...]:
    """What every metric did over its last year."""
    return held(name).years(outline(name, version), segment)


@_figures(128)
def left(name: str, version: int, question: Question, policy: Policy) -> Left:
    """Who left, what they had last answered, and why they say they left."""
    return held(name).left(outline(name, version), question, policy)


@_figures(256)
def spread(name: str, version: int, selection: Selection, narrowed: Narrowed, policy: Policy) -> Spread:
    """Every segment of the later period against the others."""
    return held(name).spread(outline(name, version), selection, narrowed, policy)


@cached(LRUCache(256), key=lambda link, version, _: (link, version), condition=Condition())
def shared(link: str, version: int | None, door: Door) -> str:
    """What readers of a link see, as HTML; version: of its workspace, None where the figures are frozen."""
    figures = readers.figures(door, held)
    return PAGES[type(figures)](figures)
