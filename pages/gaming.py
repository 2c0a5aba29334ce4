"""Gamed? Did a number that works against customers alone get better at their cost, and at whose desk?"""

from cxmetrics.ui import blank, gaming
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    gaming.nothing()
elif context.view.selection is None:
    blank.without_dates(context, context.view, "there are no two periods to compare")
else:
    gaming.page(context, context.view.selection)
