"""How many records of each file must be set aside, and why."""

from collections.abc import Mapping

from sample_data.roster import roster_employees
from sample_data.subscriptions import NEVER_PAID, PAST_DUE, SCHEDULED_ENDS, TRIALS
from sample_data.survey import NO_SCORE, PREVIEW, SPAM, UNFINISHED, VALID, Survey
from sample_data.timeline import AFTER, BEFORE, DAYS, MONTHS, month
from sample_data.world import World

REASONS = {"preview_row": PREVIEW, "spam_row": SPAM, "incomplete_response": UNFINISHED, "no_score": NO_SCORE}


def hygiene(world: World) -> dict[str, Mapping[str, object]]:
    customers, tickets, calls = world.customers, world.tickets, world.calls
    roster = roster_employees(world.staff)
    return {
        "qualtrics_survey.csv": {
            **_survey(world.survey, *(m.label for m in MONTHS)),
            "by_period": {label: _survey(world.survey, label) for label in (BEFORE, AFTER)},
        },
        "zendesk_tickets.csv.gz": {
            "records": len(tickets.created),
            "rated": int(tickets.rated.sum()),
            "not_answered": int((~tickets.answered).sum()),
            "not_solved": int((~tickets.is_solved).sum()),
        },
        "call_log.csv.gz": {"records": len(calls.start), "abandoned": int((~calls.answered).sum())},
        "subscriptions.csv": {
            "records": len(customers.start) + NEVER_PAID + TRIALS,
            "used": len(customers.start),
            "not_a_customer": NEVER_PAID + TRIALS,
            "of_which_incomplete_expired": NEVER_PAID,
            "of_which_trialing": TRIALS,
            "past_due_but_customers": PAST_DUE,
            "cancel_requested_but_not_ended": SCHEDULED_ENDS,
        },
        "hr_roster.csv": {
            "records": len(roster),
            "impossible_dates": sum(e.left is not None and e.left < e.hired for e in roster),
            "future_leavers": sum(e.left is not None and e.left >= DAYS for e in roster),
            "rehires": len(roster) - len({e.key for e in roster}),
        },
    }


def _survey(survey: Survey, *labels: str) -> dict[str, int]:
    first, last = month(labels[0]), month(labels[-1])
    within = (survey.start >= first.start) & (survey.start < last.end)
    kinds, copies = survey.kind[within], int(survey.duplicated[within].sum())
    return {
        "records": len(kinds) + copies,
        "used": int((kinds == VALID).sum()),
        **{reason: int((kinds == kind).sum()) for reason, kind in REASONS.items()},
        "duplicate_id": copies,
    }
