"""Sentences a manager would say aloud, one for each verdict and reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cxmetrics.judge.compare import answers_needed, detectable_at_best
from cxmetrics.judge.scale import change_in_units
from cxmetrics.judge.verdict import is_beyond_margin
from cxmetrics.layout import Reason, Role
from cxmetrics.metrics.catalogue import label_of
from cxmetrics.model import (
    EVERYBODY,
    Comparison,
    Dependence,
    Direction,
    Guard,
    Kind,
    Metric,
    Reading,
    Scorecard,
    Selection,
    Verdict,
    Word,
)
from cxmetrics.period import Period
from cxmetrics.report import figures

KINDS: dict[Kind, str] = {
    Kind.NPS: "NPS",
    Kind.PROPORTION: "The share",
    Kind.MEAN: "The mean",
    Kind.DURATION: "The typical duration",
    Kind.AMOUNT: "The typical amount above zero",
    Kind.MEDIAN: "The median",
    Kind.RATIO: "The ratio",
    Kind.RATE: "The rate",
}
"""What a figure is called when only its kind is known."""

UNITS: dict[Kind, str] = {
    Kind.NPS: "points", Kind.PROPORTION: "%", Kind.MEAN: "", Kind.DURATION: "s", Kind.AMOUNT: "",
    Kind.MEDIAN: "", Kind.RATIO: "", Kind.RATE: f"per 1{figures.THIN}000",
}  # fmt: skip
"""The unit of a figure when only its kind is known."""

COUNTED: dict[Kind, str] = {Kind.RATIO: "customers", Kind.RATE: "chances"}
"""What n counts, where it is not answers."""

MEANINGS: dict[Word, str] = {
    Word.IMPROVED: "The change is in the good direction and larger than luck explains: its interval leaves out zero.",
    Word.DECLINED: "The change is in the bad direction and larger than luck explains: its interval leaves out zero.",
    Word.NO_MEANINGFUL_CHANGE: "Whatever changed is smaller than the smallest change that matters: the 90 % interval "
    "lies inside it on both sides.",
    Word.WITHIN_NOISE: "A change like this turns up by luck alone. It does not say that nothing changed, only that "
    "these answers cannot tell.",
    Word.NOT_ENOUGH_DATA: "Too few answers, or a period that is still open: no honest word is possible yet.",
}

STILL_OPEN = (
    "A period is not over yet. The interval is one that may be looked at every day: it holds at all looks together, "
    "and is wider for it. The word comes when the period has ended."
)

READINGS: dict[Reading, str] = {
    Reading.WORSE: "The headline really got worse, whatever its counter-metrics say.",
    Reading.HEALTHY: "The headline really moved, and every counter-metric is shown to be unharmed.",
    Reading.AT_A_COST: "The headline really moved, and at least one counter-metric really got worse.",
    Reading.UNPROVEN: "The headline really moved; whether a counter-metric paid for it is not settled.",
    Reading.NOISE: "The headline did not really move, so there is nothing to celebrate or to explain.",
}

GUARDS: dict[Guard, str] = {
    Guard.SAFE: (
        "The 95 % bound on the bad side stays inside the smallest change that matters; for a share, a second test that "
        "allows for few cases agrees."
    ),
    Guard.HARMED: "It really got worse, also after correcting for looking at several counter-metrics.",
    Guard.NOT_PROVEN_SAFE: "No harm is shown, but a harm that matters is not ruled out either.",
    Guard.MISSING: "The workspace has no data for it.",
}

REASONS: dict[Reason, str] = {
    Reason.PREVIEW_ROW: "preview",
    Reason.TEST_ROW: "test",
    Reason.SPAM_ROW: "spam",
    Reason.INCOMPLETE_RESPONSE: "not finished",
    Reason.NO_SCORE: "without a score",
    Reason.NO_DATE: "without a readable date",
    Reason.OUT_OF_RANGE: "with a score outside its scale",
    Reason.MISSING_CODE: "with a code for missing",
    Reason.DUPLICATE_ID: "with an id seen before",
    Reason.OTHER_SURVEY_TYPE: "of another survey",
    Reason.MALFORMED_ROW: "not laid out like the others",
    Reason.TOTAL_ROW: "total",
    Reason.IMPOSSIBLE_DATES: "ending before they start",
    Reason.NOT_A_CUSTOMER: "not a customer",
    Reason.INTERNAL_LEG: "internal",
}


ROLES: dict[Role, str] = {
    Role.ID: "Id of the record",
    Role.DATE: "Date",
    Role.START: "Start (joined, hired)",
    Role.END: "End (left)",
    Role.PERSON: "Customer",
    Role.AGENT: "Employee who served",
    Role.SCORE_NPS: "Recommendation, 0 to 10 (NPS)",
    Role.SCORE_1_10: "Score, 1 to 10",
    Role.CSAT_1_5: "Satisfaction, 1 to 5",
    Role.CSAT_TEXT: "Satisfaction in words",
    Role.CSAT_GOOD_BAD: "Rating, good or bad",
    Role.CES_1_7: "Ease, 1 to 7",
    Role.STARS_1_5: "Stars, 1 to 5",
    Role.NPS_GROUP: "Promoter, passive, detractor",
    Role.SURVEY_TYPE: "Kind of survey",
    Role.STATUS: "Status",
    Role.FINISHED: "Finished or not",
    Role.PROGRESS: "Progress",
    Role.VERBATIM: "Comment",
    Role.SEGMENT: "Segment to split by",
    Role.PII: "Personal data (not stored)",
    Role.DURATION_SECONDS: "Duration in seconds",
    Role.DURATION_MS: "Duration in milliseconds",
    Role.DURATION_MIN: "Duration in minutes",
    Role.DURATION_HOURS: "Duration in hours",
    Role.AMOUNT: "Amount of money",
    Role.FLAG: "Yes or no",
    Role.REPLY_AT: "Time of the reply",
    Role.LEAVE_REASON: "Reason for leaving",
    Role.MULTI_SELECT: "One of several choices",
    Role.PERIOD: "Period",
    Role.N: "Count",
    Role.PERCENT: "Percentage",
    Role.NPS: "NPS already computed",
}
"""What each role is called on the confirm form."""

DIRECTIONS = {Direction.UP: "higher is better", Direction.DOWN: "lower is better"}

FIELDS = {
    "label": "Name",
    "definition": "What it means",
    "good_direction": "Good direction",
    "smallest_change_that_matters": "Smallest change that matters",
    "counter_metrics": "Counter-metrics",
}
"""What the fields of a definition are called in its log."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A verdict's figures as text, each rounded once and shown everywhere the same."""

    before: str
    after: str
    change: str
    interval: str
    margin: str
    detectable: str
    n_before: str
    n_after: str


def facts(verdict: Verdict, unit: str) -> Facts:
    """Every figure of a verdict in words, in the metric's unit."""
    c = verdict.comparison
    digits = figures.decimals(c.kind, c.interval)
    return Facts(
        before=figures.value(c.kind, c.before.value, unit, digits),
        after=figures.value(c.kind, c.after.value, unit, digits),
        change=figures.change(c.kind, c.change, unit, digits),
        interval=figures.span(c.kind, c.interval, unit, digits),
        margin=figures.margin(c.kind, verdict.margin, unit),
        detectable=figures.size(c.kind, c.detectable_change, unit),
        n_before=figures.count(c.before.n),
        n_after=figures.count(c.after.n),
    )


def spell(period: Period) -> str:
    """ "March 2026", "Q1 2026", "9 March 2026 to 13 March 2026"."""
    months = period.whole_months
    if months == 1:
        return f"{period.start:%B %Y}"
    if months == 3 and period.start.month % 3 == 1:
        return f"Q{period.start.month // 3 + 1} {period.start.year}"
    if months == 12 and period.start.month == 1:
        return str(period.start.year)
    if period.start == period.end:
        return day(period.start)
    return f"{day(period.start)} to {day(period.end)}"


def day(at: date) -> str:
    """ "9 March 2026"."""
    return f"{at.day} {at:%B %Y}"


def kicker(selection: Selection, data_through: date) -> str:
    """Above a headline: which periods, whose answers, and how far the data reaches."""
    segment = selection.segment
    who = "everybody" if segment == EVERYBODY else f"{segment.dimension}: {segment.value}"
    return f"{spell(selection.after)} against {spell(selection.before)} · {who} · data to {day(data_through)}"


def provenance(shared_by: str, at: date, frozen: bool) -> str:
    """Who shared a view, and of when its figures are."""
    how = "Frozen: the figures as they were then." if frozen else "Live: the figures as they are today."
    return f"Shared by {shared_by} on {day(at)}. {how}"


def ending(expires_at: date | None) -> str:
    """How long readers can open a link."""
    if expires_at is None:
        return "Read-only. This link stays open until it is withdrawn."
    return f"Read-only. This link ends on {day(expires_at)}, or when it is withdrawn."


def link_state(revoked_at: date | None, expires_at: date | None, is_open: bool) -> str:
    """Whether a link can be opened, and until when."""
    if revoked_at:
        return f"Revoked on {day(revoked_at)}"
    if expires_at is None:
        return "Open until revoked"
    return f"Open until {day(expires_at)}" if is_open else f"Ended on {day(expires_at)}"


def readings(openings: int, last: date | None) -> str:
    """How often a link was opened."""
    if last is None:
        return "Not opened yet."
    return f"Opened {'once' if openings == 1 else f'{figures.count(openings)} times'}, last on {day(last)}."


def verdict_sentence(verdict: Verdict, label: str, unit: str) -> str:
    """The verdict on one metric in a sentence or two."""
    c, f = verdict.comparison, facts(verdict, unit)
    went = f"{label} went from {f.before} to {f.after}"
    match verdict.word:
        case Word.IMPROVED | Word.DECLINED:
            what = "a real improvement" if verdict.word is Word.IMPROVED else "really worse"
            beyond = f" All of that is more than {f.margin}, the smallest change that matters."
            sure = f"{went}: {what}. The true change is {f.interval}, with 95{figures.THIN}% confidence."
            return sure + (beyond if is_beyond_margin(verdict) else "")
        case Word.NO_MEANINGFUL_CHANGE:
            return (
                f"{went}: no meaningful change. If anything moved, it was less than the {f.margin} that would matter."
            )
        case Word.WITHIN_NOISE:
            return f"{went}: within noise.{_luck(c, f)}"
        case Word.NOT_ENOUGH_DATA:
            if c.still_open and (c.before.value is None or c.after.value is None):
                return f"There is no verdict on {label}. {verdict.caveats[0]}"
            if c.before.value is None or c.after.value is None:
                return f"There is no verdict on {label}: nobody answered in one of the two periods."
            if verdict.gated:
                return f"{went}, without a verdict. {verdict.caveats[0]}"
            return f"{went}, but there is not enough to tell whether that is a change. {settle(verdict, unit)}".strip()


def _luck(c: Comparison, f: Facts) -> str:
    """How often chance alone shows as much, which is what "noise" means."""
    if c.p_value is None or c.change is None:
        return ""
    if c.change == 0:
        return f" With this many answers only a change of about {f.detectable} would be seen four times in five."
    seen = f.change.lstrip("+" + figures.MINUS)
    size = f"of at least {seen}" if any(digit in seen for digit in "123456789") else "as large as this"
    return f" If nothing had changed, a move {size} would still turn up {figures.percent(c.p_value)} of the time."


def settle(verdict: Verdict, unit: str) -> str:
    """How many answers a period would settle a change that matters; empty where that is unknown or already there."""
    c = verdict.comparison
    needed = answers_needed(c, verdict.margin)
    if needed is None or needed <= min(c.before.n, c.after.n):
        return ""
    return (
        f"About {figures.rough(needed)} {COUNTED.get(c.kind, 'answers')} a period would be needed to see a change of "
        f"{figures.margin(c.kind, verdict.margin, unit)}."
    )


def word_alone(verdict: Verdict, label: str) -> str:
    """The verdict on figures that nothing else is known about."""
    return {
        Word.IMPROVED: f"{label} really improved.",
        Word.DECLINED: f"{label} really got worse.",
        Word.NO_MEANINGFUL_CHANGE: f"{label} did not change in any way that matters.",
        Word.WITHIN_NOISE: "This change is within noise.",
        Word.NOT_ENOUGH_DATA: "This is not enough to tell.",
    }[verdict.word]


def honesty(verdict: Verdict, unit: str) -> list[tuple[str, str]]:
    """What the figures can and cannot say, as rows of a name and a text: power, luck, layers, method, caveats."""
    c, f = verdict.comparison, facts(verdict, unit)
    counted = COUNTED.get(c.kind, "answers").capitalize()
    rows = []
    if c.detectable_change is not None:
        rows.append(("Smallest change these answers could show", f"{f.detectable}, four times in five"))
    if needed := answers_needed(c, verdict.margin):
        rows.append((f"{counted} a period for a change that matters", f"about {figures.rough(needed)} for {f.margin}"))
    elif floor := detectable_at_best(c):
        rows.append(
            (
                f"{counted} a period for a change that matters",
                f"no number shows {f.margin}: below {figures.size(c.kind, floor, unit)} this figure swings by itself",
            )
        )
    if c.n_needed and c.change:
        seen = f.change.lstrip("+" + figures.MINUS)
        rows.append((f"{counted} a period for a change like this one", f"about {figures.rough(c.n_needed)} for {seen}"))
    if c.p_value is not None and not verdict.gated:
        rows.append(("How often luck alone does this", f"{figures.percent(c.p_value)} of the time, if nothing changed"))
    if c.tau is not None:
        rows.append(("Swings by itself", _swing(c, c.tau, unit)))
    if c.dependence:
        rows.append(("Counted more than once", _repeated(c.dependence)))
    rows += [
        (name.capitalize(), verdict_sentence(other, name.capitalize(), UNITS[other.comparison.kind]))
        for name, other in verdict.beside.items()
    ]
    rows += [
        ("Tested in another way", f"{check.method}: luck alone does this {figures.percent(check.p_value)} of the time")
        for check in verdict.checks
    ]
    rows += [("Method", c.method), ("Meaning of the word", STILL_OPEN if c.still_open else MEANINGS[verdict.word])]
    return rows + [("Mind" if i == 0 else "", caveat) for i, caveat in enumerate(verdict.caveats)]


def _swing(c: Comparison, tau: float, unit: str) -> str:
    """How much a figure moves from one period to the next anyway, and the floor that sets."""
    if not tau:
        return "not visibly: earlier periods differ by no more than luck"
    least = detectable_at_best(c)
    return (
        f"typically by {figures.size(c.kind, change_in_units(c.kind, tau), unit)}, beyond what luck explains; "
        f"no number of answers shows a change below {figures.size(c.kind, least, unit)}"
    )


def _repeated(dependence: Dependence) -> str:
    return f"{figures.count(dependence.groups)} different {dependence.key}s, some of them more than once; allowed for"


def headline(card: Scorecard, metrics: Mapping[str, Metric], key: str) -> str:
    """The first sentence of the scorecard: what to do with the headline, given who paid for it."""
    label = label_in(metrics, key)
    by_guard = {
        guard: [label_in(metrics, counter.key) for counter in card.counters if counter.guard is guard]
        for guard in Guard
    }
    harmed = by_guard[Guard.HARMED]
    open_questions = by_guard[Guard.NOT_PROVEN_SAFE] + by_guard[Guard.MISSING]
    match card.reading:
        case Reading.WORSE:
            return f"{label} really got worse." + (f" {listed(harmed)} got worse too." if harmed else "")
        case Reading.AT_A_COST:
            return f"{label} improved, but at a cost: {listed(harmed)} got worse."
        case Reading.UNPROVEN if not card.counters:
            return f"{label} improved. Nothing is watched beside it, so who paid for it is not known."
        case Reading.UNPROVEN:
            return f"{label} improved; that {listed(open_questions)} did not pay for it is not proven."
        case Reading.HEALTHY:
            return f"{label} improved, and none of its counter-metrics paid for it."
        case Reading.NOISE:
            return _calm(card, label, harmed, watched=len(card.counters) - len(by_guard[Guard.MISSING]))


def _calm(card: Scorecard, label: str, harmed: Sequence[str], watched: int) -> str:
    """A headline that did not really move. watched: counter-metrics with data."""
    word, running = card.headline.word, card.headline.comparison.still_open
    calm = {
        Word.WITHIN_NOISE: f"{label} is within noise",
        Word.NO_MEANINGFUL_CHANGE: f"{label} did not change in any way that matters",
    }.get(word, f"There is no verdict on {label} yet" + (", because a period is still open" if running else ""))
    if word is Word.NOT_ENOUGH_DATA and not harmed:
        return f"{calm}."
    if harmed:
        return f"Do not celebrate. {calm}, while {listed(harmed)} got worse."
    if not watched:
        return f"{calm}, and nothing beside it has data yet."
    return f"{calm}, and no counter-metric is known to have got worse. No action."


def reading(card: Scorecard) -> str:
    """What the headline and its counter-metrics say together, with its meaning."""
    if card.headline.word is Word.NOT_ENOUGH_DATA:
        return "without a verdict on the headline there is nothing to read together yet"
    return f"{card.reading}: {READINGS[card.reading]}"


def joint_power(card: Scorecard) -> str:
    """How often the counter-metrics could prove themselves safe at all; empty where none can be judged."""
    if card.joint_power is None:
        return ""
    judged = sum(counter.verdict is not None and not counter.verdict.gated for counter in card.counters)
    they = "the one counter-metric" if judged == 1 else f"all {judged} counter-metrics"
    often = figures.percent(card.joint_power)
    return f"If nothing had changed, {they} that can be judged would be shown safe {often} of the time."


def label_in(metrics: Mapping[str, Metric], key: str) -> str:
    """What people call a metric, whether or not the workspace has it."""
    return metrics[key].label if key in metrics else label_of(key)


def edited(metric: Metric, field: str, before: str, after: str) -> tuple[str, str, str]:
    """A change of a definition, from the texts of its log: the field's name, the old value, the new one."""

    def shown(text: str) -> str:
        match field:
            case "smallest_change_that_matters":
                return figures.margin(metric.kind, float(text), metric.unit)
            case "good_direction":
                return DIRECTIONS[Direction(text)]
            case "counter_metrics":
                return ", ".join(label_of(key) for key in text.split(", ") if key) or "none"
            case _:
                return text

    return FIELDS.get(field, field), shown(before), shown(after)


def no_data(key: str) -> str:
    """What is said of a counter-metric that the workspace cannot show."""
    return f"{label_of(key)}: no data yet."


def listed(items: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def people(value: float | None, n: int, good: Direction) -> str:
    """A share as the records on its bad side: "83 of 417"."""
    if value is None:
        return f"none of {figures.count(n)}"
    share = 1 - value if good is Direction.UP else value
    return f"{figures.count(round(share * n))} of {figures.count(n)}"


def counted_once(months: int) -> str:
    """What is said beside people who are counted in every run of months that they are there."""
    return f"everybody counts once a {({1: 'month', 3: 'quarter', 12: 'year'})[months]}"


def receipt(records: int, used: int, unchanged: int, set_aside: Mapping[str, int]) -> str:
    """ "48 records, 38 used, 10 set aside: 2 preview, 1 test"."""
    parts = [f"{figures.count(records)} records", f"{figures.count(used)} used"]
    if unchanged:
        parts.append(f"{figures.count(unchanged)} already known")
    aside = sum(set_aside.values())
    text = ", ".join([*parts, f"{figures.count(aside)} set aside"])
    if not aside:
        return text
    reasons = ", ".join(f"{figures.count(n)} {REASONS[Reason(reason)]}" for reason, n in set_aside.items())
    return f"{text}: {reasons}"


def vendor(name: str) -> str:
    """A vendor's name as people write it."""
    unlike = {
        "generic": "a table of no particular vendor",
        "hr_roster": "an HR roster",
        "monthly_summary": "a monthly summary kept by hand",
        "genesys": "Genesys Cloud",
        "surveymonkey": "SurveyMonkey",
        "hubspot": "HubSpot",
        "medallia": "Medallia Agent Connect",
    }
    return unlike.get(name, name.replace("_", " ").title())


def separator(delimiter: str) -> str:
    """A separator by name."""
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(delimiter, repr(delimiter))


def header_rows(rows: int) -> str:
    """How many header rows."""
    return "one header row" if rows == 1 else f"{rows} header rows"


def margin_unit(metric: Metric) -> str:
    """The unit in which people type the smallest change that matters."""
    match metric.kind:
        case Kind.NPS:
            return "points"
        case Kind.PROPORTION:
            return "percentage points"
        case Kind.DURATION | Kind.AMOUNT:
            return "percent of the earlier value"
        case _:
            return metric.unit or "units of the figure"
