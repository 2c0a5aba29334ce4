"""Spread: is somebody served worse than the others?"""

from cxmetrics.ui import blank, scorecard, spread
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    blank.without_metric("Nothing to compare yet")
elif context.view.selection is None:
    blank.without_dates(context, context.view, "there is no period whose segments could be compared")
else:
    selection = context.view.selection
    found = spread.found(context, selection)
    spread.headline(context, selection, found)
    scorecard.oddities(context, selection)
    spread.segments(context.outline.metrics[selection.metric], found)
    spread.two_filters(context, selection, found)
    spread.important(context, selection, found)
    spread.method()
