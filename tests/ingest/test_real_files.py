"""Real exports, and the company exports that come with the project, are read right without a question."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.layout import Column, Layout, Proposal, Role, Type
from tests.ingest.conftest import examine_file, roles

ROOT = Path(__file__).parents[2]
REAL = ROOT / "tests" / "data" / "real"
COMPANY = ROOT / "sample_data" / "exports"


def real(name: str, folder: Path) -> Proposal:
    return examine_file(REAL / name, folder)


def company(name: str, folder: Path) -> Layout:
    path = next(COMPANY.glob(f"{name}.csv*"))
    proposal = examine_file(path, folder)
    assert not proposal.questions
    assert proposal.layout.name == name.replace("_", " ")
    return proposal.layout


def with_role(layout: Layout, role: Role) -> list[str]:
    return [column.name for column in layout.named(role)]


def test_a_surveymonkey_export_has_two_header_rows_and_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    proposal = real("surveymonkey_starwars_538.csv", tmp_path)
    layout = proposal.layout
    assert (layout.encoding, layout.header_rows, layout.footer_rows, len(layout.columns)) == ("cp1252", 2, 0, 38)
    assert with_role(layout, Role.ID) == ["RespondentID"]
    assert len(layout.named(Role.FLAG)) == 5
    assert len(layout.named(Role.MULTI_SELECT)) == 6
    assert with_role(layout, Role.SEGMENT) == [
        "Which character shot first?",
        "Gender",
        "Age",
        "Household Income",
        "Education",
        "Location (Census Region)",
    ]
    assert layout.columns[4].name.endswith("select all that apply.: Star Wars: Episode II Attack of the Clones")
    assert not any(column.type is Type.TIME for column in layout.columns)
    assert len(proposal.sample) == 200
    assert proposal.sample[0][0] == "3292879998"
    assert not proposal.questions


def test_a_total_of_daily_calls_is_not_added_to_its_parts(tmp_path: Path) -> None:
    proposal = real("nyc_311_calls_by_day_538.csv", tmp_path)
    given = {name: role for name, role in roles(proposal).items() if role}
    assert given == {"date": Role.DATE, "total": Role.N}
    assert proposal.layout.columns[0].format == "%m/%d/%y"
    assert proposal.layout.footer_rows == 0
    assert any("used alone and they are not added to it again" in text for text in proposal.warnings)
    assert not proposal.questions


def test_a_file_of_customers_has_a_churn_mark_and_segments(tmp_path: Path) -> None:
    layout = real("ibm_telco_churn.csv", tmp_path).layout
    assert with_role(layout, Role.ID) == ["customerID"]
    assert with_role(layout, Role.FLAG) == ["Churn"]
    assert with_role(layout, Role.AMOUNT) == ["MonthlyCharges", "TotalCharges"]
    assert len(layout.named(Role.SEGMENT)) == 16
    assert not layout.survey


def test_satisfaction_from_one_to_four_is_no_csat(tmp_path: Path) -> None:
    layout = real("ibm_hr_attrition.csv", tmp_path).layout
    assert layout.encoding == "utf-8-sig"
    assert with_role(layout, Role.ID) == ["EmployeeNumber"]
    assert with_role(layout, Role.FLAG) == ["Attrition"]
    given = {column.name: column.role for column in layout.columns}
    assert not any(role for name, role in given.items() if name.endswith(("Satisfaction", "Rating", "Balance")))


def test_the_company_survey(tmp_path: Path) -> None:
    layout = company("qualtrics_survey", tmp_path)
    assert (layout.vendor, layout.header_rows, layout.timezone, layout.survey) == (
        "qualtrics",
        3,
        "Europe/London",
        True,
    )
    assert with_role(layout, Role.DATE) == ["RecordedDate"]
    assert with_role(layout, Role.SCORE_NPS) == ["Q1"]
    assert with_role(layout, Role.CSAT_1_5) == ["Q2", "Q3", "Q5"]
    assert with_role(layout, Role.CES_1_7) == ["Q4"]
    assert with_role(layout, Role.VERBATIM) == ["Q6"]
    assert with_role(layout, Role.PERSON) == ["ExternalReference"]
    assert with_role(layout, Role.AGENT) == ["employee_id"]
    assert with_role(layout, Role.SEGMENT) == ["DistributionChannel", "location", "channel", "plan"]


def test_the_company_tickets(tmp_path: Path) -> None:
    layout = company("zendesk_tickets", tmp_path)
    assert layout.vendor == "zendesk"
    assert with_role(layout, Role.DATE) == ["Created at"]
    assert with_role(layout, Role.PERSON) == ["Requester external id"]
    assert with_role(layout, Role.AGENT) == ["Assignee id"]
    assert with_role(layout, Role.DURATION_MIN) == ["First reply time in minutes", "Full resolution time in minutes"]
    assert with_role(layout, Role.CSAT_GOOD_BAD) == ["Satisfaction Score"]


def test_the_company_calls(tmp_path: Path) -> None:
    layout = company("call_log", tmp_path)
    assert [column.role for column in layout.columns] == [
        Role.ID,
        Role.DATE,
        Role.PERSON,
        Role.AGENT,
        Role.SEGMENT,
        Role.SEGMENT,
        Role.DURATION_SECONDS,
        Role.DURATION_SECONDS,
        Role.DURATION_SECONDS,
        Role.FLAG,
        Role.FLAG,
    ]
    disposition = layout.columns[9]
    assert disposition.examples[0] == "Abandoned"


def test_the_company_subscriptions(tmp_path: Path) -> None:
    layout = company("subscriptions", tmp_path)
    assert with_role(layout, Role.ID) == ["id"]
    assert with_role(layout, Role.PERSON) == ["Customer ID"]
    assert with_role(layout, Role.START) == ["Start Date (UTC)"]
    assert with_role(layout, Role.END) == ["Ended At (UTC)"]
    assert with_role(layout, Role.SEGMENT) == ["Plan", "region (metadata)"]
    assert with_role(layout, Role.LEAVE_REASON) == ["Cancellation Reason"]
    assert not layout.named(Role.DATE)


def test_the_company_roster(tmp_path: Path) -> None:
    layout = company("hr_roster", tmp_path)
    assert with_role(layout, Role.ID) == ["Employee ID"]
    assert (with_role(layout, Role.START), with_role(layout, Role.END)) == (["Hire Date"], ["Termination Date"])
    assert with_role(layout, Role.SEGMENT) == ["Department", "Location", "Level"]
    assert with_role(layout, Role.PII) == ["Name", "Manager"]
    assert not any(column.examples for column in layout.named(Role.PII))
    assert with_role(layout, Role.LEAVE_REASON) == ["Termination Type"]


@pytest.mark.parametrize("path", sorted(REAL.glob("*.csv")), ids=lambda path: path.stem)
def test_every_column_has_its_place(path: Path, tmp_path: Path) -> None:
    columns: tuple[Column, ...] = examine_file(path, tmp_path).layout.columns
    assert [column.position for column in columns] == list(range(len(columns)))
    assert len({column.name.lower() for column in columns}) == len(columns)
