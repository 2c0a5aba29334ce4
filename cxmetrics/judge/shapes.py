"""The forms in which one period's figures can be given: counts, summaries, or the single answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from cxmetrics.errors import BadInput
from cxmetrics.judge.cells import POINTS, Figures
from cxmetrics.judge.fields import Fields, list_at, number, numbers, object_at, text_of, whole
from cxmetrics.model import Kind, Moments, Published
from cxmetrics.stats.arrays import Floats, floats

_PROMOTERS_FROM, _PASSIVES_FROM, _HIGHEST_SCORE = 9, 7, 10
_LEAST = 1e-9


class Given(NamedTuple):
    """One period's figures, and the single answers y behind its moments where these were sent."""

    figures: Figures
    answers: Floats | None = None


def _nps_counts(fields: Fields) -> Given:
    promoters, passives, detractors = (whole(fields[name], name) for name in ("promoters", "passives", "detractors"))
    return Given(_of_levels({1.0: promoters, 0.0: passives, -1.0: detractors}))


def _nps_published(fields: Fields) -> Given:
    return Given(Published(number(fields["nps"], "nps", -POINTS, POINTS), whole(fields["n"], "n", 1)))


def _nps_scores(fields: Fields) -> Given:
    scores = floats(numbers(fields, "scores", 0, _HIGHEST_SCORE))
    if (broken := scores[scores != np.floor(scores)]).size:
        raise BadInput(f"'scores' must be whole numbers from 0 to 10, not {broken[0]:g}.")
    groups = np.where(scores >= _PROMOTERS_FROM, 1.0, np.where(scores >= _PASSIVES_FROM, 0.0, -1.0))
    return Given(moments_of(groups), groups)


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
    return Given(moments_of(answers), answers)


def _mean_summary(fields: Fields) -> Given:
    n, mean, sd = whole(fields["n"], "n"), number(fields["mean"], "mean"), number(fields["sd"], "sd", 0)
    return Given(Moments(n=n, total=n * mean, m2=max(n - 1, 0) * sd**2))


def _mean_levels(fields: Fields) -> Given:
    levels: dict[float, int] = {}
    for text, count in object_at(fields["levels"], "'levels'").items():
        try:
            level = number(float(text), "levels")
        except ValueError:
            raise BadInput(f"'levels' must be named by numbers such as \"5\", not {text_of(text)}.") from None
        levels[level] = levels.get(level, 0) + whole(count, "levels")
    return Given(_of_levels(levels))


def _durations(fields: Fields) -> Given:
    seconds = floats(numbers(fields, "values", 0))
    if not seconds.all():
        raise BadInput("'values' of a duration must be more than 0 seconds; leave out what took no time.")
    return Given(moments_of(np.log(seconds), seconds), np.log(seconds))


def _rate(fields: Fields) -> Given:
    count, exposure = whole(fields["count"], "count"), number(fields["exposure"], "exposure", 0)
    if exposure < _LEAST:
        raise BadInput("'exposure' must be more than 0.")
    return Given(Moments(n=1, positive=min(count, 1), total=count, x_total=exposure))


def _ratio(fields: Fields) -> Given:
    numerators, denominators = floats(numbers(fields, "numerators")), floats(numbers(fields, "denominators", 0))
    if numerators.size != denominators.size:
        raise BadInput(
            f"There are {numerators.size:,} 'numerators' for {denominators.size:,} 'denominators'; "
            "each customer has one of both."
        )
    if numerators.size and denominators.sum() < _LEAST:
        raise BadInput("'denominators' add up to 0, so there is no ratio.")
    return Given(moments_of(numerators, denominators))


SHAPES: Mapping[Kind, Mapping[tuple[str, ...], Callable[[Fields], Given]]] = {
    Kind.NPS: {
        ("promoters", "passives", "detractors"): _nps_counts,
        ("nps", "n"): _nps_published,
        ("scores",): _nps_scores,
    },
    Kind.PROPORTION: {("events", "n"): _share_counts, ("values",): _share_values},
    Kind.MEAN: {
        ("values",): _mean_values,
        ("n", "mean", "sd"): _mean_summary,
        ("levels",): _mean_levels,
    },
    Kind.DURATION: {("values",): _durations},
    Kind.RATE: {("count", "exposure"): _rate},
    Kind.RATIO: {("numerators", "denominators"): _ratio},
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
