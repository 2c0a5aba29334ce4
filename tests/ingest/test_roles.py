"""Roles: header and values must agree, and what is not certain has none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cxmetrics.layout import Reason, Role, SetAside, Type
from tests.ingest.conftest import Examine, roles


def column(header: str, values: Sequence[object], rows: int = 60) -> str:
    cells = [values[n % len(values)] for n in range(rows)]
    return f"Row;{header}\n" + "".join(f"r{n};{cell}\n" for n, cell in enumerate(cells))


ZERO_TO_TEN = tuple(range(11))
ONE_TO_FIVE = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("How likely are you to recommend us?", ZERO_TO_TEN, Role.SCORE_NPS),
        ("NPS", ZERO_TO_TEN, Role.SCORE_NPS),
        ("Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", ZERO_TO_TEN, Role.SCORE_NPS),
        ("Recommanderiez-vous notre service à un proche ?", ZERO_TO_TEN, Role.SCORE_NPS),
        ("¿Qué probabilidad hay de que nos recomiende?", ZERO_TO_TEN, Role.SCORE_NPS),
        ("Wie zufrieden sind Sie?", ONE_TO_FIVE, Role.CSAT_1_5),
        ("¿Fue fácil resolver su problema?", (1, 4, 6, 7), Role.CES_1_7),
        ("How likely are you to recommend us?", ("10 - Extremely likely", 9, "0 - Not at all"), Role.SCORE_NPS),
        ("How likely are you to recommend us? (1-10)", ZERO_TO_TEN[1:], Role.SCORE_1_10),
        ("How satisfied are you, from 1 to 10?", ZERO_TO_TEN[1:], Role.SCORE_1_10),
        ("Overall rating", ZERO_TO_TEN[1:], Role.SCORE_1_10),
        ("Would you recommend us?", ONE_TO_FIVE, None),
        ("Would you recommend us?", ("Yes", "No"), Role.FLAG),
        ("Recommended", (0, 1), Role.SEGMENT),
        ("Satisfaction", ONE_TO_FIVE, Role.CSAT_1_5),
        ("How clear was the invoice? (1 = not at all, 5 = very)", (2, 3, 4), Role.CSAT_1_5),
        ("Job satisfaction", (1, 2, 3, 4), None),
        ("CSAT", (0, 1, 2), None),
        ("Satisfaction", (1, 50, 99), None),
        ("How satisfied are you?", ("Very satisfied", "Satisfied", "Neutral", "Dissatisfied"), Role.CSAT_TEXT),
        ("Ease of getting help", (1, 4, 6, 7), Role.CES_1_7),
        ("How easy was it? (1-7)", (3, 4, 5), Role.CES_1_7),
        ("How easy was it?", ONE_TO_FIVE, None),
        ("Star rating", (1, 4.5, 5), Role.STARS_1_5),
        ("Review Stars", ONE_TO_FIVE, Role.STARS_1_5),
        ("Rank of Star Wars", ONE_TO_FIVE, None),
        ("NPS group", ("Promoter", "Passive", "Detractor"), Role.NPS_GROUP),
        ("Rating", ("Good", "Bad", "Offered"), Role.CSAT_GOOD_BAD),
        ("Title", ("Good", "Bad"), Role.SEGMENT),
        ("Priority", ("1 - High", "2 - Low"), Role.SEGMENT),
    ],
)
def test_a_score_needs_words_and_a_scale(
    examine: Examine, header: str, values: Sequence[object], expected: Role | None
) -> None:
    assert roles(examine(column(header, values)))[header] is expected


@pytest.mark.parametrize(
    ("header", "values", "expected"),
    [
        ("Hold Seconds", (12, 40, 310), Role.DURATION_SECONDS),
        ("Talk Time (seconds)", (12, 40, 310), Role.DURATION_SECONDS),
        ("First response time (in hrs)", (1.5, 2), Role.DURATION_HOURS),
        ("Wait in ms", (1500, 2000), Role.DURATION_MS),
        ("Resolution time in minutes within business hours", (15, 20), Role.DURATION_MIN),
        ("Handle time", (15, 20), None),
        ("Standard hours", (80, 81), None),
        ("First response time (in hrs)", ("01:30:00", "00:20:10"), Role.SEGMENT),
        ("Churn", ("Yes", "No"), Role.FLAG),
        ("Transferred", ("true", "false"), Role.FLAG),
        ("Is the issue fixed?", ("Y", "N"), Role.FLAG),
        ("Disposition", ("Answered", "Voicemail", "Abandoned"), Role.FLAG),
        ("Reopens", (0, 1, 2), None),
        ("Partner", ("Yes", "No"), Role.SEGMENT),
        ("Location", ("Leeds", "York"), Role.SEGMENT),
        ("Location", ("Leeds",), None),
        ("Store", (101, 102, 103), Role.SEGMENT),
        ("City", tuple(f"Town {n}" for n in range(50)), None),
        ("Amount", (12.5, 30), Role.AMOUNT),
        ("Cancellation Reason", ("Price", "Moved", ""), Role.LEAVE_REASON),
        ("Termination Type", ("Voluntary", ""), Role.LEAVE_REASON),
        ("Comment", ("Good service", "", "Slow"), Role.VERBATIM),
        (
            "What can we do better",
            tuple(f"You could answer the phone faster, {n} times" for n in range(60)),
            Role.VERBATIM,
        ),
        ("E-mail Address", ("a@example.com",), Role.PII),
        ("Contact", ("a@example.com", "b@example.com"), Role.PII),
        ("Machine", ("192.0.2.1", "192.0.2.7"), Role.PII),
        ("IPAddress", ("x",), Role.PII),
        ("First Name", ("Ana", "Tom"), Role.PII),
        ("Customer Phone Number", (441_134_960_000,), Role.PII),
        ("PhoneService", ("Yes", "No"), Role.SEGMENT),
        ("Location Latitude", (51.5, 53.2), Role.PII),
        ("Progress", (100, 20), Role.PROGRESS),
        ("Finished", ("True", "False"), Role.FINISHED),
        ("Marital status", ("Single", "Married"), Role.SEGMENT),
        ("Ticket status", ("Open", "Closed"), Role.STATUS),
        ("Survey Type", ("nps", "csat"), Role.SURVEY_TYPE),
    ],
)
def test_other_roles_need_words_and_values_too(
    examine: Examine, header: str, values: Sequence[object], expected: Role | None
) -> None:
    assert roles(examine(column(header, values)))[header] is expected


def test_a_one_to_ten_question_is_never_called_nps(examine: Examine) -> None:
    proposal = examine(column("Rate us from 1 to 10", ZERO_TO_TEN[1:]))
    assert any("it is a mean score: an NPS needs answers from 0 to 10" in text for text in proposal.warnings)


def test_a_recommendation_that_is_often_one_and_never_zero_is_asked_about(examine: Examine) -> None:
    proposal = examine(column("How likely are you to recommend us?", ZERO_TO_TEN[1:], rows=200))
    (question,) = proposal.questions
    assert [option for option, _ in question.options] == ["score_nps", "score_1_10"]


def test_without_many_ones_a_missing_zero_says_nothing(examine: Examine) -> None:
    assert not examine(column("How likely are you to recommend us?", (10, 9, 8, 7, 3), rows=200)).questions


def test_a_yes_or_no_written_as_digits_is_text_and_a_count_is_a_number(examine: Examine) -> None:
    rows = "".join(f"{n};{n % 2};{n % 2}\n" for n in range(30))
    layout = examine(f"id;Churned;Escalations\n{rows}").layout
    assert [(column.role, column.type) for column in layout.columns[1:]] == [
        (Role.FLAG, Type.TEXT),
        (Role.FLAG, Type.NUMBER),
    ]


EVENTS = "".join(
    f"T{n};2026-01-{1 + n % 28:02} 10:00;2026-01-{1 + n % 28:02} 11:00;C-{n % 9};E-{n % 4};{n % 11}\n"
    for n in range(90)
)


def test_an_answer_is_dated_by_its_end_and_a_call_by_its_start(examine: Examine) -> None:
    survey = roles(examine(f"Ticket ID;Start Date;End Date;Customer ID;Agent ID;NPS\n{EVENTS}"))
    assert (survey["End Date"], survey["Start Date"]) == (Role.DATE, None)
    call = roles(examine(f"Ticket ID;Start Time;End Time;Customer ID;Agent ID;Wait in seconds\n{EVENTS}"))
    assert (call["Start Time"], call["End Time"]) == (Role.DATE, None)


def test_keys_are_told_apart_by_whom_they_name(examine: Examine) -> None:
    found = roles(examine(f"Ticket ID;Start Time;End Time;Customer ID;Agent ID;NPS\n{EVENTS}"))
    assert (found["Ticket ID"], found["Customer ID"], found["Agent ID"]) == (Role.ID, Role.PERSON, Role.AGENT)


def test_a_customer_number_never_identifies_a_dated_record(examine: Examine) -> None:
    text = "Customer ID;Date;NPS\n" + "".join(f"C-{n};2026-01-02;{n}\n" for n in range(10))
    assert roles(examine(text))["Customer ID"] is Role.PERSON


def test_a_customer_number_identifies_a_record_that_has_no_other_key_and_no_date(examine: Examine) -> None:
    text = "customerID;Churn\n" + "".join(f"C-{n};{'Yes' if n % 3 else 'No'}\n" for n in range(30))
    assert roles(examine(text))["customerID"] is Role.ID


def test_subscriptions_last_from_start_to_end_and_a_request_is_no_end(examine: Examine) -> None:
    proposal = examine(
        "id,Customer ID,Status,Created (UTC),Start Date (UTC),Canceled At (UTC),Ended At (UTC)\n"
        "s1,c1,active,2026-01-01 10:00,2026-01-02 10:00,2026-02-01 10:00,\n"
        "s2,c2,canceled,2026-01-01 10:00,2026-01-02 10:00,2026-02-01 10:00,2026-02-28 10:00\n"
    )
    found = roles(proposal)
    assert (found["Start Date (UTC)"], found["Ended At (UTC)"]) == (Role.START, Role.END)
    assert found["Canceled At (UTC)"] is None
    assert proposal.layout.timezone == "UTC"
    assert proposal.layout.set_aside == (
        SetAside(Reason.NOT_A_CUSTOMER, "Status", ("trialing", "incomplete", "incomplete_expired")),
    )


def test_somebody_who_came_back_has_the_same_id_twice(examine: Examine) -> None:
    rows = "".join(f"E-{n % 59},Agent,2020-01-{1 + n % 28:02},\n" for n in range(60))
    proposal = examine(f"Employee ID,Level,Hire Date,Termination Date\n{rows}")
    assert roles(proposal)["Employee ID"] is Role.ID
    assert [column.type for column in proposal.layout.named(Role.END)] == [Type.TIME]
    assert sum("people who came back" in sentence for sentence in proposal.warnings) == 1


def test_one_option_of_several_is_a_multi_select_and_no_segment(examine: Examine) -> None:
    rows = "".join(f"{n},{'Phone' if n % 2 else ''},{'Chat' if n % 3 else ''}\n" for n in range(30))
    found = roles(examine(f"Respondent ID,Which channels do you use?,\n,Phone,Chat\n{rows}"))
    assert list(found.values()) == [Role.ID, Role.MULTI_SELECT, Role.MULTI_SELECT]


def test_an_answer_about_prices_is_no_price(examine: Examine) -> None:
    rows = "".join(f"{n},{n % 5 + 1},{n % 5 + 1}\n" for n in range(30))
    found = roles(examine(f"Respondent ID,Please rate us,\n,Speed,Price\n{rows}"))
    assert found["Please rate us: Price"] is None


def test_scores_of_several_kinds_of_survey_are_told_apart_by_their_type(examine: Examine) -> None:
    rows = "".join(f"{n},{('nps', 'csat')[n % 2]},{n % 11},1588599660\n" for n in range(30))
    proposal = examine(f"id,survey_type,score,created_at\n{rows}")
    assert (roles(proposal)["score"], roles(proposal)["score (nps)"]) == (None, Role.SCORE_NPS)
    # answers above 5 are on no scale of satisfaction, so that kind is left out
    assert proposal.layout.set_aside == (SetAside(Reason.OTHER_SURVEY_TYPE, "survey_type", ("nps",), unless=True),)


def test_a_ticket_in_progress_is_no_unfinished_response(examine: Examine) -> None:
    rows = "".join(f"{n},{('Incomplete', 'Closed')[n % 2]},{n}\n" for n in range(30))
    assert not examine(f"Ticket ID,Status,Wait in seconds\n{rows}").layout.set_aside


def test_who_served_is_an_agent_and_what_kind_served_is_a_segment(examine: Examine) -> None:
    rows = "".join(f"{n},2026-01-02,{('Ann', 'Bob')[n % 2]},{('bot', 'human')[n % 2]}\n" for n in range(30))
    found = roles(examine(f"Conversation ID,Date,Agent name,Agent rated type\n{rows}"))
    assert (found["Agent name"], found["Agent rated type"]) == (Role.AGENT, Role.SEGMENT)


def test_a_monthly_summary_keeps_its_printed_figures(examine: Examine) -> None:
    proposal = examine(
        "NPS by month;;;;\nMonth;Responses;% Promoters;% Detractors;NPS\n"
        "2026-01;400;55;15;40\n2026-02;410;56;14;42\nTotal;810;;;41\nSource: survey team;;;;\n"
    )
    assert list(roles(proposal).values()) == [Role.PERIOD, Role.N, Role.PERCENT, Role.PERCENT, Role.NPS]
    assert (proposal.layout.skip_rows, proposal.layout.footer_rows) == (1, 2)


def test_daily_counts_are_figures_of_their_day(examine: Examine) -> None:
    found = roles(examine("Date,Number of calls\n2026-01-01,40\n2026-01-02,41\n2026-01-03,47\n"))
    assert found["Number of calls"] is Role.N


def test_only_scores_make_a_survey(examine: Examine) -> None:
    assert examine(column("NPS", ZERO_TO_TEN)).layout.survey
    assert not examine(column("Churn", ("Yes", "No"))).layout.survey


def test_a_duration_without_a_unit_is_noticed(examine: Examine) -> None:
    assert any("does not say in what unit" in text for text in examine(column("Handle Time", (15, 20))).warnings)


def test_a_file_without_dates_is_noticed(examine: Examine) -> None:
    assert any("No column says when" in text for text in examine(column("NPS", ZERO_TO_TEN)).warnings)
