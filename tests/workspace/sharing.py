"""A view to share, and the terms on which it is shared."""

from __future__ import annotations

from cxmetrics.judge.compare import USUAL
from cxmetrics.model import EVERYBODY
from cxmetrics.workspace.comparisons import Choice
from cxmetrics.workspace.saved import SavedView
from cxmetrics.workspace.shares import Terms

VIEW = SavedView("scorecard", "nps", Choice.MONTH, EVERYBODY, USUAL)
TERMS = Terms("To the board", "Dana Reed")
