"""Satisfied but left: had those who left sounded satisfied, and why do they say they left?"""

from cxmetrics.ui import blank, losses
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    blank.without_metric("Nothing to join yet", "Drop a survey export and a subscription export on the Data page.")
else:
    asked = losses.question(context.view)
    found = losses.found(context, asked)
    losses.headline(context, asked, found.customers)
    losses.choices(context.view)
    losses.reasons(found.customers)
    losses.employees(found.employees)
    losses.method()
