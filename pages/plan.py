"""Plan: how many answers, and how many weeks, would settle a change that matters?"""

from cxmetrics.ui import blank, plan
from cxmetrics.ui.context import current

context = current()
plan.choose_basis()
if plan.basis() == plan.TYPED:
    plan.of_figure()
elif context.view is None:
    blank.without_metric("Nothing to plan yet", "Drop an export on the Data page, or plan from a figure you know.")
elif context.view.selection is None:
    blank.without_dates(context, context.view, "it is not known how many answers come in a week")
else:
    plan.of_metric(context, context.view.selection)
