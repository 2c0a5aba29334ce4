"""Scorecard: did the headline really move, and who paid for it?"""

from cxmetrics.judge.compare import USUAL
from cxmetrics.ui import blank, lineup, opened, scorecard
from cxmetrics.ui.context import current

context = current()
if context.view is None:
    blank.without_metric("Nothing to judge yet")
elif context.view.selection is None:
    scorecard.undated(context, context.view)
else:
    card = opened.scorecard(context.name, context.version, context.view.selection, USUAL)
    scorecard.headline(context, context.view.selection, card)
    scorecard.oddities(context, context.view.selection)
    scorecard.why(card)
    scorecard.plan(card)
    lineup.link()
    scorecard.counters(context, card)
    scorecard.three_ways(context, context.view.selection)
    scorecard.over_time(context, context.view.selection)
    scorecard.small_print(context, context.view.selection, card)
