"""Pure statistics on numbers and arrays: intervals, differences, clusters and power, with no metric in sight.

Every function broadcasts over numpy arrays, so that one call judges one pair of periods or ten thousand segments.
Functions on two periods take arrays whose first axis is (before, after); intervals at several levels come back with
the levels on a new last axis. Where nothing is defined the arrays hold NaN, and whoever turns them into nouns writes
None. Wilson, Newcombe and Welch are closed forms here, not calls, because statsmodels takes a second to import and
has none of their p-values by inversion; tests/stats holds each of them to statsmodels or scipy.
"""
