"""The survey as Qualtrics exports it: names, question texts and import ids above the answers."""

import json
from collections.abc import Iterator

import numpy as np

from sample_data.comments import write_comments
from sample_data.people import LOCATIONS, PLANS, customer_email, customer_key, customer_name
from sample_data.roster import Staff
from sample_data.subscriptions import Customers
from sample_data.survey import CHANNELS, MISSING, NO_SCORE, PREVIEW, SPAM, UNFINISHED, Survey
from sample_data.timeline import stamps

ZONE = "Europe/London"
COLUMNS = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
    (
        "Q1_NPS_GROUP",
        "On a scale from 0 to 10, how likely are you to recommend us to a friend, a neighbour or a colleague? - Group",
        "QID1_NPS_GROUP",
    ),
    (
        "Q1",
        "On a scale from 0 to 10, how likely are you to recommend us to a friend, a neighbour or a colleague?",
        "QID1",
    ),
    ("Q2", "Overall, how satisfied are you with us? (1 = not at all, 5 = very)", "QID2"),
    ("Q3", "How clear was your last invoice? (1 = not at all, 5 = very)", "QID3"),
    ("Q4", "How easy was it to handle your request? (1 = very hard, 7 = very easy)", "QID4"),
    ("Q5", "If you phoned us, how acceptable was the wait on hold? (1 = not at all, 5 = very)", "QID5"),
    ("Q6", "Is there anything you would like to tell us, good or bad?", "QID6_TEXT"),
    ("customer_id", "customer_id", "customer_id"),
    ("employee_id", "employee_id", "employee_id"),
    ("location", "location", "location"),
    ("channel", "channel", "channel"),
    ("plan", "plan", "plan"),
)
GROUPS = ("Promoter", "Passive", "Detractor")
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
TOWNS = (("53.7965", "-1.5478"), ("51.4552", "-2.5967"), ("53.9576", "-1.0827"), ("51.4816", "-3.1791"))


def header_rows() -> Iterator[list[str]]:
    zoned = {"startDate", "endDate", "recordedDate"}
    yield [name for name, _, _ in COLUMNS]
    yield [text for _, text, _ in COLUMNS]
    for_import: list[str] = []
    for _, _, key in COLUMNS:
        entry = {"ImportId": key, "timeZone": ZONE} if key in zoned else {"ImportId": key}
        for_import.append(json.dumps(entry, separators=(",", ":")))
    yield for_import


def survey_rows(
    rng: np.random.Generator, survey: Survey, staff: Staff, customers: Customers
) -> Iterator[tuple[object, ...]]:
    """The records in order of time; a duplicated record is followed by itself."""
    n = len(survey.start)
    unfinished = survey.kind == UNFINISHED
    seconds = np.rint(rng.lognormal(np.log(110), 0.5, size=n)).astype(np.int64) + 20
    ended = stamps(survey.start + seconds)
    groups = survey.groups()
    spoken = np.where(np.isin(survey.kind, (UNFINISHED, NO_SCORE, PREVIEW)), MISSING, groups)
    status = np.select([survey.kind == PREVIEW, survey.kind == SPAM], ["Survey Preview", "Spam"], default="IP Address")
    hosts = zip(rng.choice(NETWORKS, size=n).tolist(), rng.integers(1, 255, size=n).tolist(), strict=True)
    known = [c if c != MISSING else None for c in survey.customer.tolist()]
    names = [("", "") if c is None else customer_name(c) for c in known]
    keys = ["" if c is None else customer_key(c) for c in known]
    towns = rng.integers(0, len(TOWNS), size=n).tolist()
    distribution = np.where(survey.kind == PREVIEW, "preview", rng.choice(["email", "sms"], size=n, p=[0.8, 0.2]))
    scores = (survey.nps, survey.overall, survey.invoice, survey.ease, survey.hold)
    columns = (
        stamps(survey.start),
        ended,
        status.tolist(),
        [f"{network}.{host}" for network, host in hosts],
        np.where(unfinished, rng.choice([20, 40, 60, 80], size=n), 100).tolist(),
        seconds.tolist(),
        ["False" if stopped else "True" for stopped in unfinished.tolist()],
        ended,
        _response_ids(rng, n),
        [last for _, last in names],
        [first for first, _ in names],
        ["" if c is None else customer_email(c) for c in known],
        keys,
        [TOWNS[t][0] for t in towns],
        [TOWNS[t][1] for t in towns],
        distribution.tolist(),
        ["EN"] * n,
        ["" if g == MISSING else GROUPS[g] for g in groups.tolist()],
        *(["" if s == MISSING else s for s in column.tolist()] for column in scores),
        write_comments(rng, spoken.tolist()),
        keys,
        [staff.employees[a].key for a in survey.agent.tolist()],
        [LOCATIONS[site] for site in staff.location_indices()[survey.agent].tolist()],
        [CHANNELS[c] for c in survey.channel.tolist()],
        ["" if c is None else PLANS[int(customers.plan[c])] for c in known],
    )
    for row, twice in zip(zip(*columns, strict=True), survey.duplicated.tolist(), strict=True):
        yield row
        if twice:
            yield row


def _response_ids(rng: np.random.Generator, n: int) -> list[str]:
    letters = list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    return ["R_" + "".join(row) for row in rng.choice(letters, size=(n, 15)).tolist()]
