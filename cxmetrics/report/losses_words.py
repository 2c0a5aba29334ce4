"""Who left in words: how satisfied they had sounded, against those who stayed, and why they say they left."""

from __future__ import annotations

from cxmetrics.judge.losses import Answered, Lacking, Losses
from cxmetrics.judge.spread import Standing
from cxmetrics.model import Estimate, Kind, Metric, Policy
from cxmetrics.period import Period
from cxmetrics.report import figures, wording
from cxmetrics.report.figures import THIN

BRING: dict[Lacking, str] = {
    Lacking.LEAVERS: "Bring a file that says who left and when, such as a subscription export with a customer key, "
    "start dates and end dates.",
    Lacking.KEY_OF_LEAVERS: "The file of those who left has no key of the customer. Export it with the customer id "
    "that the survey has too; it is stored as a pseudonym.",
    Lacking.ANSWERS: "No answers to a satisfaction question with dates are here. Bring a survey export that carries "
    "the customer id of the file of those who left.",
    Lacking.KEY_OF_ANSWERS: "The answers here do not say whose they are. Export the survey with the customer id that "
    "the file of those who left has too; it is stored as a pseudonym.",
}
"""What to bring, and how."""

NO_EMPLOYEE_SURVEY = (
    "What they had last answered is not known: there is no survey here whose answers carry the ids of the roster. "
    "Bring an employee survey with the employee id as its respondent."
)


def kicker(within: Period | None) -> str:
    """Above the sentence: who is meant."""
    return f"Customers who left in {wording.spell(within)}" if within else "Customers who left, as far back as is known"


def headline(losses: Losses, policy: Policy) -> str:
    """What is to be seen, true also where nothing is."""
    answered = losses.answered
    if answered is None:
        return "Whether those who left had been satisfied cannot be said yet."
    share, n = answered.positive, answered.positive.n
    if not losses.leavers:
        return "Nobody left."
    if n < policy.minimum_n or share.value is None or share.interval is None:
        return f"Too few of those who left had answered to say how satisfied they were: {figures.count(n)}."
    shown = f"{_percent(share)} of those who had answered in the {answered.window} days before sounded satisfied."
    low, high = share.interval
    if low > 0.5:
        return f"Most left satisfied: {shown}"
    if high < 0.5:
        return f"Most left dissatisfied: only {shown}"
    return f"Whether most left satisfied cannot be told: {shown}"


def says_most_were_satisfied(losses: Losses, policy: Policy) -> bool:
    """Whether the page names the satisfied as most of those who left."""
    return headline(losses, policy).startswith("Most left satisfied")


def people(answered: Answered) -> str:
    """The share as people with its interval, the dissatisfied first."""
    share = answered.positive
    if share.value is None or share.interval is None:
        return ""
    content = round(share.value * share.n)
    other = Estimate(1 - share.value, (1 - share.interval[1], 1 - share.interval[0]), share.n)
    return (
        f"{_percent(other)} = {figures.count(share.n - content)} of {figures.count(share.n)} had not sounded "
        f"satisfied; {_percent(share)} = {figures.count(content)} had ({_span(share)}, 95{THIN}% interval)."
    )


def meaning(metric: Metric, answered: Answered) -> str:
    """What counts as satisfied, and in which answers."""
    what = {Kind.NPS: "a 9 or 10 for", Kind.MEAN: "an answer in the top of the scale of"}.get(
        metric.kind, "an answer that counts in"
    )
    return f"Satisfied: {what} {metric.label}, the last one within {answered.window} days before leaving."


def joined(losses: Losses, answered: Answered) -> str:
    """How far the two files could be joined at all."""
    leavers = losses.leavers
    return (
        f"Joined by customer key: of {figures.count(leavers)} who left, {_of(answered.known, leavers)} had ever "
        f"answered before, {_of(answered.positive.n, leavers)} within {answered.window} days. "
        f"{_whole(answered.matched)} of all answers come from customers in the file of those who left or stayed. What "
        "the others thought is not known."
    )


def against_stayers(answered: Answered) -> str:
    """Those who left against those who stayed, in a sentence or two."""
    found = answered.compared
    if found is None:
        return "No month has both leavers and stayers who had answered before it, so there is nobody to compare with."
    digits = figures.decimals(Kind.PROPORTION, found.interval)
    gap = figures.change(Kind.PROPORTION, found.gap, "%", digits)
    span = figures.span(Kind.PROPORTION, found.interval, "%", digits)
    both = (
        f"In answers before the month they left in, {_percent(found.figure)} of {figures.count(found.figure.n)} had "
        f"sounded satisfied; of customers who were there and stayed, {_percent(found.others)}."
    )
    sure = f"{both} The gap of {gap} ({span}) is more than luck: those who would leave"
    match found.standing:
        case Standing.TOO_FEW:
            return f"{both} Too few to say whether that is more than luck."
        case Standing.ALIKE:
            unsure = "is within luck: these answers cannot tell whether leavers felt otherwise."
            return f"{both} A gap of {gap} ({span}) {unsure}"
        case Standing.WORSE:
            return f"{sure} were less satisfied already."
        case Standing.BETTER:
            return f"{sure} sounded more satisfied, so satisfaction is not what kept customers."


def reasons(losses: Losses) -> list[tuple[str, str, str]]:
    """Rows of a reason, how many gave it, and their share with its interval; those who gave none first."""
    if losses.none is None:
        return []
    rows = [("None given", losses.none), *((reason.words, reason.share) for reason in losses.reasons)]
    shown = [(words, *_counted(share)) for words, share in rows]
    if losses.other:
        shown.append(("Other reasons" if losses.reasons else "Gave a reason", figures.count(losses.other), ""))
    return shown


def competitors(losses: Losses) -> str:
    """How many named a competitor, and the words that were found."""
    if losses.mentioned is None or losses.mentioned.value is None:
        return ""
    n = round(losses.mentioned.value * losses.mentioned.n)
    if not n:
        return "Nobody named a competitor in what they wrote."
    found = ", ".join(
        f"“{one.words}” {figures.count(round((one.share.value or 0.0) * one.share.n))}" for one in losses.mentions
    )
    return (
        f"{_percent(losses.mentioned)} = {figures.count(n)} of {figures.count(losses.mentioned.n)} named a competitor "
        f"({_span(losses.mentioned)}){f': {found}' if found else ''}."
    )


def employees(losses: Losses) -> str:
    """How many employees left."""
    many = {0: "Nobody is", 1: "One is"}.get(losses.leavers, f"{figures.count(losses.leavers)} are")
    return f"{many} known to have left, by the roster."


METHOD = [
    (
        "Who is compared",
        "For each month: who was there when it began and left within it, against who was there and stayed. Of both, "
        "the last answer in the window before the month began, so that nobody is asked later than the others. Stayers "
        "are weighted to the months in which leavers left.",
    ),
    (
        "Answers that belong together",
        "A customer who stays is there in many months: the interval is drawn from groups of customers, not from "
        "answers.",
    ),
    (
        "Many looks",
        "Every question whose answers can be joined could be asked this way. What is called more than luck is so after "
        "allowing for all of them (Bonferroni); the interval is that of one look.",
    ),
    (
        "What it cannot say",
        "Most customers never answer, and those who are about to leave may answer more or less readily than others. "
        "Being less satisfied is associated with leaving here; it is not shown to be the cause.",
    ),
    (
        "Competitors",
        "Names behind words such as “switched to”, words such as “another provider”, and the names you add. Each "
        "leaver counts once.",
    ),
]
"""How the page reckons, for its fold-out."""


def _percent(share: Estimate) -> str:
    return figures.value(Kind.PROPORTION, share.value, "%", figures.decimals(Kind.PROPORTION, share.interval))


def _span(share: Estimate) -> str:
    digits = figures.decimals(Kind.PROPORTION, share.interval)
    low, high = (figures.value(Kind.PROPORTION, end, "%", digits) for end in share.interval or (None, None))
    return f"{low} to {high}"


def _counted(share: Estimate) -> tuple[str, str]:
    return figures.count(round((share.value or 0.0) * share.n)), f"{_percent(share)} ({_span(share)})"


def _of(n: int, whole: int) -> str:
    return f"{figures.count(n)} ({_whole(n / whole if whole else 0.0)})"


def _whole(share: float) -> str:
    return figures.percent(share)
