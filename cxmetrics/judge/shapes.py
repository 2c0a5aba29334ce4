"""The forms in which one period's figures can be given: counts, summaries, or the single answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from cxmetrics.errors import BadInput
from cxmetrics.judge.cells import POINTS, Figures
from cxmetrics.judge.fields import Fields, list_at, number, numbers, object_at, text_of, whole
from cxmetrics.judge.ordinal import Levels, levels_of
from cxmetrics.model import Kind, Moments, Ordered, Published
from cxmetrics.stats.arrays import Floats, floats

_PROMOTERS_FROM, _PASSIVES_FROM, _HIGHEST_SCORE = 9, 7, 10
_LEAST = 1e-9
_ROUNDING = 1e-9
_MOST_ORDERED = 1_000_000


class Given(NamedTuple):
    """One period's figures.

    answers: the single answers y behind its moments, where these were sent. weights: of each of them, where they are
    counts of units with an exposure. levels: how often each answer was given,
    where that is known. share: of amounts, how many are above zero.
    """

    figures: Figures
    answers: Floats | None = None
    weights: Floats | None = None
    levels: Levels | None = None
    share: Moments | None = None


def _nps_counts(fields: Fields) -> Given:
    promoters, passives, detractors = (whole(fields[name], name) for name in ("promoters", "passives", "detractors"))
    return Given(_of_levels({1.0: promoters, 0.0: passives, -1.0: detractors}))


def _nps_published(fields: Fields) -> Given:
    return Given(Published(number(fields["nps"], "nps", -POINTS, POINTS), whole(fields["n"], "n", 1)))


def _nps_scores(fields: Fields) -> Given:
    scores = floats([_score(value) for value in list_at(fields, "scores")])
    groups = _groups(scores)
    return Given(moments_of(groups), groups)


def _nps_levels(fields: Fields) -> Given:
    levels = _levels(fields)
    groups = dict.fromkeys((1.0, 0.0, -1.0), 0)
    for score, count in levels.items():
        groups[float(_groups(floats(_score(score, "levels"))))] += count
    return Given(_of_levels(groups))


def _score(value: object, name: str = "scores") -> int:
    score = number(value, name, 0, _HIGHEST_SCORE)
    if not score.is_integer():
        raise BadInput(f"'{name}' must be whole numbers from 0 to 10, not {score:g}.")
    return int(score)


def _groups(scores: Floats) -> Floats:
    """Promoters 1, passives 0, detractors -1."""
    return np.where(scores >= _PROMOTERS_FROM, 1.0, np.where(scores >= _PASSIVES_FROM, 0.0, -1.0))


def _share_counts(fields: Fields) -> Given:
    events, n = whole(fields["events"], "events"), whole(fields["n"], "n")
    if events > n:
        raise BadInput(f"There cannot be more 'events' ({events:,}) than 'n' ({n:,}).")
    return Given(_of_levels({1.0: events, 0.0: n - events}))


def _share_values(fields: Fields) -> Given:
    plain = [int(value) if isinstance(value, bool) else value for value in list_at(fields, "values")]
    answers = floats([whole(value, "values", 0, 1) for value in plain])
    return Given(moments_of(answers), answers)


def _mean_values(fields: Fields) -> Given:
    answers = floats(numbers(fields, "values"))
    return Given(moments_of(answers), answers, levels=levels_of(answers.tolist()))


def _mean_summary(fields: Fields) -> Given:
    return Given(_of_summary(fields, "mean", "sd"))


def _mean_levels(fields: Fields) -> Given:
    levels = _levels(fields)
    return Given(_of_levels(levels), levels=levels)


def _levels(fields: Fields) -> Levels:
    levels: dict[float, int] = {}
    for text, count in object_at(fields["levels"], "'levels'").items():
        try:
            level = number(float(text), "levels")
        except ValueError:
            raise BadInput(f"'levels' must be named by numbers such as \"5\", not {text_of(text)}.") from None
        levels[level] = levels.get(level, 0) + whole(count, "levels")
    return levels


def _durations(fields: Fields) -> Given:
    seconds = floats(numbers(fields, "values", 0))
    if not seconds.all():
        raise BadInput("'values' of a duration must be more than 0 seconds; leave out what took no time.")
    return Given(moments_of(np.log(seconds), seconds), np.log(seconds))


def _durations_summary(fields: Fields) -> Given:
    return Given(_of_summary(fields, "mean_log", "sd_log"))


def _amounts(fields: Fields) -> Given:
    amounts = floats(numbers(fields, "values", 0))
    above = amounts[amounts > 0]
    return Given(moments_of(np.log(above), above), share=Moments(n=amounts.size, positive=above.size))


def _amounts_summary(fields: Fields) -> Given:
    n, zeros = whole(fields["n"], "n"), whole(fields["zeros"], "zeros")
    if zeros > n:
        raise BadInput(f"There cannot be more 'zeros' ({zeros:,}) than 'n' ({n:,}).")
    above = _of_summary({**fields, "n": n - zeros}, "mean_log", "sd_log")
    return Given(above, share=Moments(n=n, positive=n - zeros))


def _median_values(fields: Fields) -> Given:
    return Given(Ordered(tuple(sorted(numbers(fields, "values")))))


def _median_levels(fields: Fields) -> Given:
    levels = _levels(fields)
    if sum(levels.values()) > _MOST_ORDERED:
        raise BadInput(f"'levels' of a median may count up to {_MOST_ORDERED:,} answers.")
    return Given(Ordered(tuple(level for level in sorted(levels) for _ in range(levels[level]))))


def _rate(fields: Fields) -> Given:
    count, exposure = whole(fields["count"], "count"), number(fields["exposure"], "exposure", 0)
    if exposure < _LEAST:
        raise BadInput("'exposure' must be more than 0.")
    return Given(Moments(n=1, positive=min(count, 1), total=count, x_total=exposure))


def _rate_units(fields: Fields) -> Given:
    """How the units scatter is left to their keys: beyond Poisson's, a large one scatters more than a small one."""
    counts = floats([whole(value, "counts") for value in list_at(fields, "counts")])
    exposures = floats(numbers(fields, "exposures", _LEAST))
    if counts.size != exposures.size:
        raise BadInput(
            f"There are {counts.size:,} 'counts' for {exposures.size:,} 'exposures'; each unit has one of both."
        )
    if not counts.size:
        return Given(Moments())
    whole_period = Moments(n=1, total=float(counts.sum()), x_total=float(exposures.sum()))
    return Given(whole_period, counts, weights=exposures)


def _ratio(fields: Fields) -> Given:
    numerators, denominators = floats(numbers(fields, "numerators")), floats(numbers(fields, "denominators", 0))
    if numerators.size != denominators.size:
        raise BadInput(
            f"There are {numerators.size:,} 'numerators' for {denominators.size:,} 'denominators'; "
            "each customer has one of both."
        )
    if not numerators.size:
        return Given(Moments())
    if denominators.sum() < _LEAST:
        raise BadInput("'denominators' add up to 0, so there is no ratio.")
    # What each customer adds to the error of the ratio, by the delta method, around the ratio itself.
    ratio = numerators.sum() / denominators.sum()
    answers = ratio + (numerators - ratio * denominators) / denominators.mean()
    return Given(moments_of(numerators, denominators), answers)


def _ratio_sums(fields: Fields) -> Given:
    n, y, x = whole(fields["n"], "n"), number(fields["sum_y"], "sum_y"), _denominators(fields, "sum_x")
    squares = [number(fields[name], name) for name in ("sum_yy", "sum_xx", "sum_xy")]
    if n == 0:
        return Given(Moments())
    means = y * y / n, x * x / n, x * y / n
    return Given(_of_pair(n, y, x, *(square - mean for square, mean in zip(squares, means, strict=True))))


def _ratio_summary(fields: Fields) -> Given:
    n = whole(fields["n"], "n")
    y, x = number(fields["mean_y"], "mean_y"), _denominators(fields, "mean_x")
    spread = [number(fields[name], name) for name in ("var_y", "var_x", "cov_xy")]
    return Given(_of_pair(n, n * y, n * x, *(max(n - 1, 0) * part for part in spread)))


def _denominators(fields: Fields, name: str) -> float:
    total = number(fields[name], name, 0)
    if total < _LEAST:
        raise BadInput(f"'{name}' must be more than 0, or there is no ratio.")
    return total


def _of_pair(n: int, y: float, x: float, m2: float, x_m2: float, cross: float) -> Moments:
    """The moments of two numbers per customer; raises BadInput where no customers can have them."""
    slack = _ROUNDING * max(y * y / max(n, 1), x * x / max(n, 1), 1.0)
    if m2 < -slack or x_m2 < -slack or cross * cross > (m2 + slack) * (x_m2 + slack) * (1 + _ROUNDING):
        raise BadInput(
            "No customers can have these sums: a spread would be below 0, or the two vary together too much."
        )
    return Moments(n=n, total=y, m2=max(m2, 0.0), x_total=x, x_m2=max(x_m2, 0.0), cross=cross)


def _of_summary(fields: Fields, mean: str, sd: str) -> Moments:
    n, centre, spread = whole(fields["n"], "n"), number(fields[mean], mean), number(fields[sd], sd, 0)
    return Moments(n=n, total=n * centre, m2=max(n - 1, 0) * spread**2)


SHAPES: Mapping[Kind, Mapping[tuple[str, ...], Callable[[Fields], Given]]] = {
    Kind.NPS: {
        ("promoters", "passives", "detractors"): _nps_counts,
        ("nps", "n"): _nps_published,
        ("scores",): _nps_scores,
        ("levels",): _nps_levels,
    },
    Kind.PROPORTION: {("events", "n"): _share_counts, ("values",): _share_values},
    Kind.MEAN: {
        ("values",): _mean_values,
        ("n", "mean", "sd"): _mean_summary,
        ("levels",): _mean_levels,
    },
    Kind.DURATION: {("values",): _durations, ("n", "mean_log", "sd_log"): _durations_summary},
    Kind.AMOUNT: {("values",): _amounts, ("n", "zeros", "mean_log", "sd_log"): _amounts_summary},
    Kind.MEDIAN: {("values",): _median_values, ("levels",): _median_levels},
    Kind.RATE: {("count", "exposure"): _rate, ("counts", "exposures"): _rate_units},
    Kind.RATIO: {
        ("numerators", "denominators"): _ratio,
        ("n", "sum_y", "sum_x", "sum_yy", "sum_xx", "sum_xy"): _ratio_sums,
        ("n", "mean_y", "mean_x", "var_y", "var_x", "cov_xy"): _ratio_summary,
    },
}
"""By kind: the names that one form consists of, and its reader, which raises BadInput."""


def moments_of(y: Floats, x: Floats | None = None) -> Moments:
    """The moments of single answers, with those of a second number beside each where there is one."""
    if not y.size:
        return Moments()
    # Measured from the first answer, equal answers have a spread of exactly 0.
    dy = _centred(y)
    dx = _centred(x) if x is not None else np.zeros_like(y)
    return Moments(
        n=y.size,
        positive=int((y > 0).sum()),
        negative=int((y < 0).sum()),
        total=float(y.sum()),
        m2=float(dy @ dy),
        x_total=float(x.sum()) if x is not None else 0.0,
        x_m2=float(dx @ dx),
        cross=float(dx @ dy),
    )


def _of_levels(counts: Mapping[float, int]) -> Moments:
    """The moments of answers counted by level."""
    return sum(
        (
            Moments(n=n, positive=n if level > 0 else 0, negative=n if level < 0 else 0, total=n * level)
            for level, n in counts.items()
        ),
        Moments(),
    )


def _centred(values: Floats) -> Floats:
    shifted = values - values[0]
    return floats(shifted - shifted.mean())
