"""Why a figure moved, in sentences: what it goes with, how surely, and that nothing stands out where nothing does."""

from __future__ import annotations

from datetime import date, timedelta

from cxmetrics.judge.crossing import Label
from cxmetrics.judge.culprits import Contributor
from cxmetrics.judge.events import Effect
from cxmetrics.judge.explain import Split
from cxmetrics.judge.scale import change_in_units, interval_in_units, value_in_units
from cxmetrics.judge.why import Explanation
from cxmetrics.model import Kind, Metric, Verdict, Word
from cxmetrics.report import figures
from cxmetrics.report.wording import day, facts, listed

SPANS = ("week", "month")
"""Dimensions that are time."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def sentence(found: Explanation, metric: Metric) -> str:
    """What is to be seen, in one or two sentences, true also where there is nothing."""
    verdict, named = found.verdict, found.culprits.named
    if verdict.comparison.change is None:
        return f"There is nothing to explain: {metric.label} has no figure in one of the two periods."
    went = _went(metric, verdict)
    paradox = next((split for split in found.splits if split.simpson), None)
    if told := next((effect for effect in found.effects if effect.beyond_chance), None):
        return f"{went}. {marked(metric, told)}"
    if paradox:
        return f"{went}, but {_paradox(metric, paradox)}"
    if named:
        return f"{went}. {without(metric, verdict, named[0])}"
    mixed = next((split for split in found.splits if split.mix_is_sure and abs(split.mix) > abs(split.rate)), None)
    if mixed and verdict.word in (Word.IMPROVED, Word.DECLINED):
        return f"{went}. {_mixed(metric, mixed)}"
    return f"{went}. Nothing stands out: {_no_part(found)}."


def nobody(found: Explanation) -> str:
    """That no cell carries the change, and how many were looked at."""
    looked_at = found.culprits.looked_at
    if not looked_at:
        return "no part of it has answers enough to be looked at by itself."
    among = listed([plural(split.dimension) for split in found.splits])
    return (
        f"of {figures.count(looked_at)} parts looked at ({among}, and their crossings) none carries it by more than "
        "chance would make the first of so many."
    )


def without(metric: Metric, verdict: Verdict, one: Contributor) -> str:
    """The change as it would be without a cell."""
    c, rest = verdict.comparison, one.without.comparison
    assert c.change is not None
    direction = "rise" if c.change > 0 else "fall"
    digits = figures.decimals(metric.kind, rest.interval) + 1
    before, after = (figures.value(metric.kind, side.value, metric.unit, digits) for side in (rest.before, rest.after))
    said = f"Without {cell(one.cell)} ({records(sum(one.n))}) it is {before}, then {after}"
    if turns(verdict, one):
        return f"{said}: the {direction} is gone."
    if one.flips:
        return f"{said}: {_WORDS[one.without.word]}."
    return f"{said}: {figures.percent(one.share or 0)} of the {direction} goes with them."


def marked(metric: Metric, effect: Effect) -> str:
    """What a marked change goes with, in its places and elsewhere."""
    mark = effect.mark
    since = f"\u201c{mark.text}\u201d, from {day(mark.day)}"
    if effect.nobody_else:
        return f"{since}, was everywhere, so there is nothing to hold it against."
    since = f"{since} in {listed(mark.values)}"
    if effect.difference is None:
        return f"{since}: there are no records before and after, there and elsewhere."
    if effect.interval is None:
        return f"{since}: too few records or {plural(effect.key)} to tell it from chance."
    digits = figures.decimals(metric.kind, effect.interval)
    here, elsewhere, difference = (
        figures.change(metric.kind, number, metric.unit, digits)
        for number in (effect.here, effect.elsewhere, effect.difference)
    )
    span = figures.span(metric.kind, effect.interval, metric.unit, digits)
    if effect.beyond_chance:
        return f"{since}, is associated with {difference} ({span}): {here} there, {elsewhere} elsewhere."
    return f"{since}: {here} there, {elsewhere} elsewhere; the difference, {difference} ({span}), may be chance."


def marked_method(effect: Effect) -> str:
    """How a marked change was tested."""
    if effect.interval is None:
        return ""
    drift = (
        "how far places drift apart anyway is not known"
        if effect.tau is None
        else "with how far the places drifted apart in earlier months"
    )
    (here, elsewhere), counted = effect.groups, plural(effect.key)
    (b1, a1), (b2, a2) = effect.n
    return (
        f"Difference in differences of {figures.count(b1)}, then {figures.count(a1)} records there and "
        f"{figures.count(b2)}, then {figures.count(a2)} elsewhere; error clustered by {effect.key} (CR2: {here} and "
        f"{elsewhere} {counted}), {drift}. It takes for granted that without the change "
        "both would have gone the same way."
    )


def turns(verdict: Verdict, one: Contributor) -> bool:
    """Whether without the cell the change goes the other way."""
    return (verdict.comparison.change or 0.0) * (one.without.comparison.change or 0.0) <= 0


def jumped(one: Contributor) -> str:
    """How many more records a cell has than would be usual; empty where it has not."""
    if one.expected is None:
        return ""
    usual = f"about {figures.count(round(one.expected))}" if one.expected >= 0.5 else "hardly any"
    many = max(one.n)
    return f"{capital(cell(one.cell))} has {records(many)} where {usual} would have been usual."


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def cell(label: Label) -> str:
    """ "employee E-077 in Leeds, 9 to 15 March 2026"."""
    words = [_value(dimension, value) for dimension, value in label]
    if [dimension for dimension, _ in label[:2]] == ["employee", "location"]:
        words[:2] = [f"{words[0]} in {label[1][1]}"]
    return ", ".join(words)


def part(split: Split, name: str) -> str:
    """One value of a dimension, as a row or a bar is called."""
    if split.dimension in SPANS:
        number = int(name)
        return f"{ORDINALS[number - 1] if number <= len(ORDINALS) else f'{number}th'} {split.dimension}"
    return name or f"no {split.dimension} given"


def plural(dimension: str) -> str:
    """ "employees"."""
    return dimension if dimension.endswith("s") else f"{dimension}s"


def records(n: int) -> str:
    """ "20 records"."""
    return f"{figures.count(n)} record{'' if n == 1 else 's'}"


def mix_and_rate(metric: Metric, split: Split) -> str:
    """The two parts of the change, with what each of them means."""
    each = f"the {plural(split.dimension)} of a period" if split.dimension in SPANS else f"each {split.dimension}"
    of_logs = " The two multiply, because this figure is judged by ratios." if metric.kind.relative else ""
    return (
        f"{change(metric, split.change)} in all: {change(metric, split.rate)} from changes within {each} (rate), "
        f"{change(metric, split.mix)} from changes in their shares of the records (mix).{of_logs}"
    )


def reweighted(metric: Metric, split: Split) -> str:
    """The change in the earlier mix; empty where there is none."""
    found = split.reweighted
    if found is None:
        return ""
    interval = interval_in_units(metric.kind, *found.interval, of_change=True)
    digits = figures.decimals(metric.kind, interval)
    shown = figures.change(metric.kind, change_in_units(metric.kind, found.change), metric.unit, digits)
    rest = "" if found.covered > 0.995 else f" ({figures.percent(found.covered)} of the earlier records can be matched)"
    return (
        f"With the later records in the earlier mix of {plural(split.dimension)} the change is {shown}, "
        f"95{figures.THIN}% interval {figures.span(metric.kind, interval, metric.unit, digits)}{rest}."
    )


def change(metric: Metric, on_scale: float) -> str:
    """A part of a change, from the scale it adds up on."""
    amount = change_in_units(metric.kind, on_scale)
    return figures.change(metric.kind, amount, metric.unit, _part_digits(metric.kind))


def figure(metric: Metric, on_scale: float | None) -> str:
    """A figure of a part."""
    if on_scale is None:
        return "none"
    return figures.value(metric.kind, value_in_units(metric.kind, on_scale), metric.unit, _part_digits(metric.kind))


def method(found: Explanation) -> list[tuple[str, str]]:
    """How this was come by."""
    return [
        ("What is compared", "The change with that of all others, for every value of every dimension and every "
         "crossing of two and three of them that has answers enough; weeks run from Monday."),
        ("Looked at", f"{figures.count(found.culprits.looked_at)} parts"),
        ("Who is named", "Answers are shuffled among the parts of each period, and every part is held against the "
         "first of each shuffle. Chance gets through 1.25 times in a hundred among all parts, and as often among those "
         "whose number of records jumped, which are chosen without looking at an answer."),
        ("And decides something", "Without it more than half of the change is gone, or the verdict is another one, or "
         "the change is another by more than half of what matters."),
        ("Mix and rate", "Kitagawa's symmetric split: exact, and the same whichever period comes first."),
        ("What it cannot say", "What the change goes with is not what caused it."),
    ]  # fmt: skip


def _no_part(found: Explanation) -> str:
    names = [split.dimension for split in found.splits]
    if not names:
        return "its records are not told apart by anything"
    most = 4
    shown = names if len(names) <= most else [*names[: most - 1], "other part"]
    return f"no {', '.join(shown[:-1])} or {shown[-1]} carries it" if shown[1:] else f"no {shown[0]} carries it"


def _went(metric: Metric, verdict: Verdict) -> str:
    shown = facts(verdict, metric.unit)
    return f"{metric.label} went from {shown.before} to {shown.after}, {_WORDS[verdict.word]}"


_WORDS = {
    Word.IMPROVED: "a real improvement",
    Word.DECLINED: "really worse",
    Word.NO_MEANINGFUL_CHANGE: "no meaningful change",
    Word.WITHIN_NOISE: "within noise",
    Word.NOT_ENOUGH_DATA: "without enough data for a verdict",
}


def _paradox(metric: Metric, split: Split) -> str:
    """Every channel improved while the whole fell, and why."""
    up = split.rate > 0
    sides = [part for part in split.parts if part.before is not None and part.after is not None]
    all_of_them = all((part.rate > 0) == up for part in sides if part.rate)
    moved = "rose" if up else "fell"
    who = f"it {moved} in every {split.dimension}" if all_of_them else f"like for like by {split.dimension} it {moved}"
    first = max(split.parts, key=lambda part: part.mix if split.mix > 0 else -part.mix)
    one, two = (figures.percent(first.n[i] / max(sum(part.n[i] for part in split.parts), 1)) for i in (0, 1))
    return (
        f"{who}: {_value(split.dimension, first.name)} went from {one} to {two} of the records "
        f"(Simpson's paradox; mix {change(metric, split.mix)}, rate {change(metric, split.rate)})."
    )


def _mixed(metric: Metric, split: Split) -> str:
    return (
        f"Most of it is another mix of {plural(split.dimension)} "
        f"({change(metric, split.mix)} of {change(metric, split.change)}), not a change of any of them."
    )


def _value(dimension: str, value: str) -> str:
    if dimension == "month":
        return f"{date.fromisoformat(value):%B %Y}"
    if dimension == "week":
        monday = date.fromisoformat(value)
        sunday = monday + timedelta(6)
        if (monday.year, monday.month) == (sunday.year, sunday.month):
            return f"{monday.day} to {day(sunday)}"
        return f"{day(monday)} to {day(sunday)}"
    return f"{dimension} {value}" if value else f"no {dimension} given"


def _part_digits(kind: Kind) -> int:
    """One more than a whole: parts are shown to be added up."""
    return {Kind.MEAN: 2, Kind.RATIO: 3}.get(kind, 1 if not kind.relative else 3)
