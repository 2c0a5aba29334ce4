"""What was planted, with the figures a correct reader of the exports must find: the content of truth.json."""

from collections.abc import Mapping

import numpy as np

from sample_data import figures, survey, tickets
from sample_data.calls import SHORT_SECONDS, Calls
from sample_data.figures import Figure, measure, nps_of, share
from sample_data.hygiene import hygiene
from sample_data.people import COMPANY, COMPETITORS, GAMING_AGENT, LOCATIONS, PROMOTED_AGENT
from sample_data.subscriptions import REASONS
from sample_data.timeline import (
    AFTER,
    BEFORE,
    DAY,
    END,
    MONTHS,
    NEVER,
    START,
    BoolArray,
    date_of,
    month,
    quarter_months,
)
from sample_data.world import World

Json = Mapping[str, object]
HEADLINE = [BEFORE, AFTER]
NULL_METRICS = ("csat", "csat_hold", "ces", "ticket_csat", "reopen_rate", "abandon_rate", "employee_turnover")


def describe(world: World) -> Json:
    planted = (
        _nps_bump,
        _handle_time_gaming,
        _churn_rise,
        _invoice_drip,
        _mix_shift,
        _satisfied_leavers,
        _callback_rollout,
        _silent_channel,
    )
    return {
        "company": COMPANY,
        "seed": world.seed,
        "null_world": not world.planted,
        "data_from": START.isoformat(),
        "data_to": END.isoformat(),
        "headline": {"before": BEFORE, "after": AFTER},
        "hygiene": hygiene(world),
        "truths": [truth(world) for truth in planted] if world.planted else [],
        "nulls": [_null(world, metric) for metric in (NULL_METRICS if world.planted else figures.MEASURES)],
    }


def _truth(key: str, metric: str, periods: list[str], names: Json, expected: Json, sentence: str, *more: str) -> Json:
    files = list(dict.fromkeys([figures.file_of(metric), *more]))
    return {
        "key": key,
        "metric": metric,
        "files": files,
        "periods": periods,
        "names": names,
        "expected": expected,
        "sentence": sentence,
    }


def _headline(world: World, metric: str) -> dict[str, Figure]:
    return {label: measure(world, metric, month(label)) for label in HEADLINE}


def _null(world: World, metric: str) -> Json:
    return {
        "metric": metric,
        "files": [figures.file_of(metric)],
        "periods": HEADLINE,
        "expected": _headline(world, metric),
        "sentence": "Nothing happened here: any difference between the two months is chance.",
    }


def _nps_bump(world: World) -> Json:
    answers, star = world.survey, world.staff.index_of(PROMOTED_AGENT)
    valid = answers.kind == survey.VALID
    monday = survey.BUMP_MONDAY
    week = (answers.start >= monday * DAY) & (answers.start < (monday + survey.BUMP_DAYS) * DAY)
    after = month(AFTER).holds(answers.start)
    hers = answers.agent == star
    return _truth(
        "nps_bump",
        "nps",
        HEADLINE,
        {
            "employee": PROMOTED_AGENT,
            "employee_id": world.staff.employees[star].key,
            "location": LOCATIONS[0],
            "week_from": date_of(monday),
            "week_to": date_of(monday + survey.BUMP_DAYS - 1),
        },
        {
            **_headline(world, "nps"),
            "cell": nps_of(answers.nps[valid & week & hers]),
            "after_without_cell": nps_of(answers.nps[valid & after & ~(week & hers)]),
            "employee_all_other_weeks": nps_of(answers.nps[valid & ~week & hers]),
        },
        "NPS rises from 67 to 68, within noise; twenty answers of one employee in one week carry all of it, "
        "and without them it falls.",
        "hr_roster.csv",
    )


def _handle_time_gaming(world: World) -> Json:
    calls, gamer = world.calls, world.staff.index_of(GAMING_AGENT)
    his, after = calls.agent == gamer, figures.answered_calls(world, month(AFTER))
    short = calls.handle < SHORT_SECONDS
    repeats = calls.repeats()

    def both(mine: BoolArray) -> dict[str, dict[str, Figure]]:
        return {label: _call_figures(calls, figures.answered_calls(world, month(label)) & mine) for label in HEADLINE}

    return _truth(
        "handle_time_gaming",
        "handle_time",
        HEADLINE,
        {
            "employee": GAMING_AGENT,
            "employee_id": world.staff.employees[gamer].key,
            "location": LOCATIONS[-1],
            "short_seconds": SHORT_SECONDS,
        },
        {
            "handle_time": _headline(world, "handle_time"),
            "short_calls": _headline(world, "short_calls"),
            "repeat_contact": _headline(world, "repeat_contact"),
            "employee": both(his),
            "everyone_else": both(~his),
            "repeat_contact_after_short_calls_of_employee": share(repeats[after & his & short]),
            "repeat_contact_after_all_other_calls": share(repeats[after & ~(his & short)]),
        },
        "Handle time really falls, only because one employee cuts customers off within 15 seconds; "
        "they call again, and without that employee nothing changed.",
        "hr_roster.csv",
    )


def _call_figures(calls: Calls, which: BoolArray) -> dict[str, Figure]:
    handle = calls.handle[which]
    return {
        "handle_time": figures.geometric_mean(handle),
        "short_calls": share(handle < SHORT_SECONDS),
    }


def _churn_rise(world: World) -> Json:
    earlier = {m.label: measure(world, "churn", m) for m in MONTHS if m.label < AFTER}
    return _truth(
        "churn_rise",
        "churn",
        HEADLINE,
        {},
        {**_headline(world, "churn"), "every_month_before": earlier},
        "Monthly churn really rises from about 2.0 % to 3.6 %, after two stable years.",
    )


def _invoice_drip(world: World) -> Json:
    drip = list(survey.DRIP_MONTHS)
    return _truth(
        "invoice_drip",
        "csat_invoice",
        drip,
        {"question": "Q3"},
        {label: measure(world, "csat_invoice", month(label)) for label in drip},
        "Clear invoices fall by half a point a month over twelve months: no single month alarms, the year does.",
    )


def _mix_shift(world: World) -> Json:
    data = world.tickets
    quarters = (tickets.OLD_QUARTER, tickets.NEW_QUARTER)
    expected: dict[str, dict[str, Figure]] = {}
    for quarter in quarters:
        months = quarter_months(quarter)
        within = (data.created >= months[0].start) & (data.created < months[-1].end)
        expected[quarter] = {"total": figures.ticket_csat(world, within)}
        for channel in tickets.RATINGS[quarter]:
            rated = figures.ticket_csat(world, within & (data.channel == channel))
            expected[quarter][tickets.CHANNELS[channel]] = rated
    return _truth(
        "mix_shift",
        "ticket_csat",
        list(quarters),
        {"growing_channel": tickets.CHANNELS[tickets.CHAT]},
        expected,
        "Satisfaction with tickets improves in every channel and falls in total, "
        "because the low-scoring chat grew from 15 % to 50 % of ratings.",
    )


def _satisfied_leavers(world: World) -> Json:
    answers, customers = world.survey, world.customers
    leavers = customers.end < NEVER
    last = np.full(len(customers.end), survey.MISSING)
    valid = np.flatnonzero(answers.kind == survey.VALID)
    recent = customers.end[answers.customer[valid]] // DAY - answers.start[valid] // DAY <= survey.LEAVING_SOON // DAY
    last[answers.customer[valid[recent]]] = valid[recent]  # answers are in order of time: the last one stays
    joined = last[leavers & (last != survey.MISSING)]
    nps, overall = answers.nps[joined], answers.overall[joined]
    reasons = np.array(list(REASONS))[customers.reason[leavers]]
    return _truth(
        "satisfied_leavers",
        "churn",
        [MONTHS[0].label, MONTHS[-1].label],
        {"window_days": survey.LEAVING_SOON // DAY, "competitors": list(COMPETITORS)},
        {
            "leavers_with_an_answer": share(last[leavers] != survey.MISSING),
            "promoters": share(nps >= 9),
            "overall_4_or_5": share(overall[overall != survey.MISSING] >= 4),
            "either": share(survey.satisfied(nps, overall)),
            "reason_not_given": share(reasons == ""),
            "reason_names_a_competitor": share(np.char.startswith(reasons, "Switched")),
        },
        "Most customers who left had given a satisfied last answer in the half year before.",
        "qualtrics_survey.csv",
    )


def _callback_rollout(world: World) -> Json:
    sites = [LOCATIONS.index(site) for site in tickets.CALLBACK_LOCATIONS]
    changed = np.isin(world.tickets.location, sites)
    shown = [m for m in MONTHS if "2025-07" <= m.label <= AFTER]
    return _truth(
        "callback_rollout",
        "first_reply_time",
        [m.label for m in shown],
        {"locations": list(tickets.CALLBACK_LOCATIONS), "change": "callback instead of queueing", "from": "2025-10-01"},
        {
            "factor": tickets.CALLBACK_FACTOR,
            "changed_locations": {m.label: figures.first_replies(world, m, changed) for m in shown},
            "elsewhere": {m.label: figures.first_replies(world, m, ~changed) for m in shown},
        },
        "First replies become 30 % faster in two locations from October 2025 and stay so; elsewhere nothing changes.",
    )


def _silent_channel(world: World) -> Json:
    data = world.tickets
    within = month(AFTER).holds(data.created)
    return _truth(
        "silent_channel",
        "first_reply_time",
        [AFTER],
        {"channel": tickets.CHANNELS[tickets.SOCIAL]},
        {
            "unanswered_social": share(~data.answered[within & (data.channel == tickets.SOCIAL)]),
            "unanswered_elsewhere": share(~data.answered[within & (data.channel != tickets.SOCIAL)]),
        },
        "A third of the tickets from social media never get a reply, in every month.",
    )
