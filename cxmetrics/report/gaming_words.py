"""Gamed? in words: who or what stands out, how many looks that took, and what else could explain it."""

from __future__ import annotations

from cxmetrics.judge.compare import USUAL
from cxmetrics.judge.gaming import Gaming, Pile
from cxmetrics.judge.signs import Share, Sign
from cxmetrics.metrics.catalogue import CATALOGUE, template
from cxmetrics.model import Kind, Word
from cxmetrics.report import figures
from cxmetrics.report.figures import THIN
from cxmetrics.report.why_words import capital
from cxmetrics.report.wording import listed

_MOST = 0.5
"""The part of a change above which it is said to be because of one thing."""

ELSE = (
    "This says what the records show, not why. Other reasons look the same: a queue of its own, calls that are handed "
    "over, a line that drops, training, or how the telephone system books what it cannot connect. Ask before anybody "
    "judges."
)
"""What stands beside every named agent."""

METHOD: tuple[tuple[str, str], ...] = (
    (
        "Who stands out",
        "Each agent's share in the later period against that of all other agents, by Fisher's exact test for more. "
        "Contacts of the same customer are not counted as so many customers. All agents and signs are corrected "
        "together (Benjamini and Hochberg), so that where nothing is wrong anybody is named at most once in twenty.",
    ),
    (
        "Where the change comes from",
        "On the scale of logarithms the parts add up to the change exactly; as percentages they multiply. It is "
        "arithmetic, and no proof of a cause.",
    ),
    (
        "Just below a target",
        "Contacts that end in the last fiftieth before it, against a Poisson regression through twelve such steps on "
        "both sides. Without a target of yours round minutes are searched and corrected for the search (Holm).",
    ),
    (
        "Coming back",
        "The next contact of the same customer, to anybody. The last days of the file cannot know yet and are left "
        "out.",
    ),
)
"""The fine print of the page."""


def missing() -> str:
    """What to bring where no metric works against customers alone."""
    hints = [entry.source_hint.removeprefix("a ") for entry in CATALOGUE if entry.never_alone]
    return f"Bring {listed([f'a {hint}' for hint in dict.fromkeys(hints)]).replace(' and ', ' or ')}."


def contacts(gaming: Gaming) -> str:
    """What is counted."""
    entry = template(gaming.metric.key)
    key = entry.key if entry else ""
    return {"resolution_time": "tickets", "contact_length": "contacts"}.get(key, "calls")


def label(sign: Sign, gaming: Gaming) -> str:
    """A sign by name."""
    return {
        Sign.SHORT: f"Very short {contacts(gaming)}",
        Sign.AGAIN_DAY: "Came back within 24 hours",
        Sign.AGAIN_WEEK: "Came back within 7 days",
        Sign.TRANSFERRED: "Transferred",
        Sign.REOPENED: "Opened again",
        Sign.ABANDONED: "Abandoned before an answer",
        Sign.AT_TARGET: f"Ended just below {_target(gaming.pile)}" if gaming.pile else "Ended just below the target",
    }[sign]


def say(gaming: Gaming) -> str:
    """The sentence above: the strongest thing to be seen, true also where that is nothing."""
    first = _because(gaming) or _stands_out(gaming) or _calm(gaming)
    if gaming.pile and gaming.pile.real():
        first += f" {contacts(gaming).capitalize()} pile up just below {_target(gaming.pile)}."
    return first


def _because(gaming: Gaming) -> str:
    """Where a duration fell for its very short contacts, at somebody."""
    short = gaming.signs.get(Sign.SHORT)
    split, change = gaming.split, gaming.verdict.comparison.change
    if gaming.verdict.word is not Word.IMPROVED or short is None or short.word is not Word.DECLINED:
        return ""
    if split is None or change is None or split.change >= 0 or (split.share + split.short) / split.change <= _MOST:
        return ""
    before, after = (events(each.value, each.n) for each in (short.comparison.before, short.comparison.after))
    who = [trace for trace in gaming.traces if trace.sign is Sign.SHORT and trace.named]
    at = listed([f"{figures.count(trace.after.events)} of them at {trace.agent}" for trace in who]) if who else ""
    fell = figures.change(Kind.DURATION, change, "", 2).lstrip(figures.MINUS)
    rose = f"very short {contacts(gaming)} rose from {figures.count(before)} to {figures.count(after)}"
    return f"{gaming.metric.label} fell {fell} because {rose}{f', {at}' if at else '; no single agent stands out'}."


def _stands_out(gaming: Gaming) -> str:
    if not gaming.named:
        return ""
    trace = gaming.traces[0]
    also = listed(list(gaming.named[1:])) if len(gaming.named) > 1 else ""
    return (
        f"{capital(trace.agent)} stands out: {label(trace.sign, gaming).lower()} with {percent(trace.after)} of their "
        f"{contacts(gaming)}, with {percent(trace.others)} of everybody else's.{f' So do {also}.' if also else ''}"
    )


def _calm(gaming: Gaming) -> str:
    worse = [label(sign, gaming) for sign, verdict in gaming.signs.items() if verdict.word is Word.DECLINED]
    if worse:
        alone = "and no single agent stands out" if gaming.agents else "and the file does not say who served"
        return f"{listed(worse)}: really more than before, {alone}."
    if not gaming.agents:
        return "Nothing stands out: no sign of gaming got worse, and the file does not say who served."
    return (
        f"Nothing stands out: none of {figures.count(gaming.agents)} agents has more of any sign than chance allows, "
        "and no sign got worse."
    )


def corrected(gaming: Gaming) -> str:
    """How many looks were taken, and what that does."""
    return (
        f"{figures.count(gaming.agents)} agents had at least {USUAL.minimum_n} {contacts(gaming)}; "
        f"{figures.count(len(gaming.traces))} comparisons of an agent with all others, corrected together. Sorted by "
        "evidence, not by share."
    )


def pile(gaming: Gaming) -> str:
    """Whether contacts pile up just below the target."""
    if gaming.pile is None:
        return f"Too few {contacts(gaming)} end near it to tell whether they pile up just below."
    found = gaming.pile.found
    low, high = (f"{end:+.0f}".replace("-", figures.MINUS) for end in found.interval)
    counted = (
        f"{figures.count(found.observed)} {contacts(gaming)} ended in the {found.width:g}{THIN}s below "
        f"{_target(gaming.pile)}, where the smooth run of the others lets expect {found.expected:.0f} "
        f"(more or fewer: {low} to {high}, 95{THIN}% interval)."
    )
    if gaming.pile.real():
        return f"{counted} That is more than luck allows."
    searched = "" if gaming.pile.asked else " Of the round numbers tried, it is the one that comes closest."
    return f"{counted} That is within what luck allows.{searched}"


def _target(pile: Pile | None) -> str:
    return figures.duration(pile.found.target) if pile else "the target"


def events(value: float | None, n: int) -> int:
    """How many contacts a share of n is."""
    return round((value or 0.0) * n)


def percent(share: Share) -> str:
    """A share of contacts, as text."""
    return figures.percent(share.events / share.n) if share.n else "none"
