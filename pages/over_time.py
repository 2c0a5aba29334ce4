"""Over time: is there a signal, and does it drip although no single month alarms?"""

from cxmetrics.ui import blank, over_time, scorecard
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    blank.without_metric("Nothing to chart yet")
elif context.view.selection is None:
    scorecard.undated(context, context.view)
else:
    shown = over_time.Shown.of(context, context.view.selection)
    over_time.headline(context, shown)
    over_time.oddities(context, shown)
    over_time.chart(context, shown)
    over_time.marks(context, shown)
    scorecard.three_ways(context, context.view.selection)
    over_time.cohorts(context, shown)
    over_time.years(context, shown)
    over_time.small_print()
