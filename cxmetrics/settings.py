"""Settings: how an installation is run, configured by environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cxmetrics import bounds
from cxmetrics.errors import BadInput


class Mode(StrEnum):
    """Whom the application serves."""

    LOCAL = "local"
    TEAM = "team"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation is run.

    home: the folder of the workspaces. hosts: the names under which it may be asked for, empty for those of this
    computer. owners: e-mail addresses that own every workspace in team mode. visit_hours: how long a visitor's own
    workspace outlives their last look in demo mode.
    """

    home: Path
    mode: Mode = Mode.LOCAL
    hosts: tuple[str, ...] = ()
    owners: frozenset[str] = frozenset()
    visit_hours: float = 2


VARIABLES: dict[str, str] = {
    "CXMETRICS_HOME": "the folder of the workspaces; `workspaces` in the current folder by default",
    "CXMETRICS_MODE": "local (the default), team or demo",
    "CXMETRICS_HOSTS": "the host names it is served under, separated by commas; needed in team and demo mode",
    "CXMETRICS_OWNERS": "team mode: e-mail addresses that own every workspace and may make new ones",
    "CXMETRICS_VISIT_HOURS": "demo mode: hours after which a visitor's own workspace is deleted; 2 by default",
} | bounds.VARIABLES
"""Every variable that is read, with what it sets."""


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings as the environment has them now. Raises BadInput, naming the variable, for one that cannot be."""
    given = os.environ if environment is None else environment
    mode = given.get("CXMETRICS_MODE", Mode.LOCAL)
    if mode not in list(Mode):
        raise BadInput(f"CXMETRICS_MODE is '{mode[:40]}'. It can be {', '.join(Mode)}.")
    try:
        hours = float(given.get("CXMETRICS_VISIT_HOURS", "2"))
    except ValueError:
        hours = 0
    if not 0 < hours < 24 * 365:
        raise BadInput("CXMETRICS_VISIT_HOURS has to be a number of hours, such as 2.")
    return Settings(
        home=Path(given.get("CXMETRICS_HOME", "workspaces")),
        mode=Mode(mode),
        hosts=tuple(_listed(given.get("CXMETRICS_HOSTS", ""))),
        owners=frozenset(_listed(given.get("CXMETRICS_OWNERS", ""))),
        visit_hours=hours,
    )


def _listed(text: str) -> list[str]:
    return [part.strip().casefold() for part in text.split(",") if part.strip()]
