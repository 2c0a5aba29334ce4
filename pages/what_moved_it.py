"""What moved it: the change in parts that add up, who carries it, and whether that is more than chance."""

from cxmetrics.judge.compare import USUAL
from cxmetrics.ui import blank, moved, opened
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    blank.without_metric("Nothing to explain yet")
elif context.view.selection is None:
    blank.without_dates(context, context.view, "there is no change to explain")
else:
    selection = context.view.selection
    found = opened.explanation(context.name, context.version, selection, USUAL)
    moved.headline(context, selection, found)
    moved.without(context, selection, found)
    moved.marked(context, selection, found)
    moved.split(context, selection, found)
    moved.fine_print(found)
