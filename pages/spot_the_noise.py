"""Spot the noise: could you have told the real chart from nineteen in which nothing changed?"""

from cxmetrics.ui import blank, lineup
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    blank.without_metric("Nothing to hide yet")
elif context.view.selection is None:
    blank.without_dates(context, context.view, "there are no months to draw")
else:
    lineup.page(context, context.view.selection)
