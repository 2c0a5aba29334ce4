"""The guide: for each kind of export that is known by itself, how to get the right file out of the tool.

The one registry of what people read about a vendor's file; a format without an entry here is not finished.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of file. vendor: as formats call it. known_by: what it is recognised by. how_to_export: steps in order.

    mind: what this file cannot tell, or is often misread.
    """

    vendor: str
    name: str
    known_by: str
    how_to_export: tuple[str, ...]
    mind: str = ""


GUIDE: tuple[Export, ...] = (
    Export(
        "qualtrics",
        "Qualtrics",
        "the third header row with ImportId, or columns such as ResponseId, RecordedDate and Finished",
        (
            "In your survey open Data & Analysis, then Export & Import, Export Data.",
            "Choose CSV or TSV and keep “Download all fields” ticked.",
            "Numeric values and choice texts are both understood. Leave the header rows as they are.",
        ),
        "Previews, tests, spam and unfinished answers are set aside and counted.",
    ),
    Export(
        "surveymonkey",
        "SurveyMonkey",
        "the columns Respondent ID and Collector ID, and a second header row of answer options",
        (
            "Open Analyze Results, then Save As, Export file, All responses data.",
            "Choose CSV, “All individual responses”, with columns expanded and the actual answer text.",
            "Unpack nothing: upload the CSV of the archive, or the archive itself where it holds one file.",
        ),
    ),
    Export(
        "delighted",
        "Delighted",
        "the columns survey_type, score and created_at, with seconds since 1970 as dates",
        (
            "Use the dump of your responses that you saved before the service ended: one row a response.",
            "Keep the columns id, person, survey_type, score, comment and created_at.",
        ),
        "A file may hold several kinds of survey; scores of each are read on their own scale.",
    ),
    Export(
        "typeform",
        "Typeform",
        "the columns Start Date (UTC), Submit Date (UTC) and Network ID",
        (
            "Open Results, then Responses, and choose Download all responses.",
            "Choose CSV. Partial responses may be included: they are set aside.",
        ),
    ),
    Export(
        "google_forms",
        "Google Forms",
        "a first column Timestamp, and questions as headers",
        (
            "Open the form, then Responses.",
            "In the menu with three dots choose “Download responses (.csv)”.",
            "From a linked spreadsheet: File, Download, Comma-separated values.",
        ),
        "There is no id: a record counts as known where all of it is the same.",
    ),
    Export(
        "microsoft_forms",
        "Microsoft Forms",
        "the columns ID, Start time, Completion time, Email and Name",
        (
            "Open the form, then Responses, and choose Open in Excel.",
            "Upload the workbook, or save it as CSV UTF-8 first.",
        ),
        "After a European Excel the separator is a semicolon and the comma a decimal point; both are recognised.",
    ),
    Export(
        "hubspot",
        "HubSpot feedback",
        "the columns Rating and Sentiment beside a survey type",
        (
            "Open Service, then Feedback surveys, and the survey.",
            "On its Responses choose Export, and CSV as the file.",
        ),
        "Its sentiment says “Promoter” for every kind of survey, so scores are read and not sentiments.",
    ),
    Export(
        "intercom",
        "Intercom conversation ratings",
        "the columns Conversation ID and Conversation rating",
        (
            "Open Reports and the report on conversation ratings.",
            "Choose the longest time you need, then Export as CSV.",
        ),
        "The time zone stands in a header. Ratings of a bot and of people are kept apart.",
    ),
    Export(
        "zendesk",
        "Zendesk tickets",
        "columns such as Summation column, Id, Requester and Satisfaction Score",
        (
            "In Admin Center open Account, Tools, Reports, and the Export tab; or open a view and choose Export CSV.",
            "Include solved and closed tickets: an export of open ones knows no ratings.",
        ),
        "“Offered” is no rating, and the export holds no comments.",
    ),
    Export(
        "freshdesk",
        "Freshdesk tickets",
        "the columns Ticket ID, Status and Survey results",
        (
            "Open Tickets, choose the filter you need, then Export.",
            "Choose CSV, filter by created time, and select all ticket fields.",
        ),
        "A column that says “(in hrs)” holds hours, minutes and seconds; that is how it is read.",
    ),
    Export(
        "salesforce",
        "Salesforce report",
        "the last lines: Grand Totals, a copyright and “Confidential Information”",
        (
            "Open the report and choose Export.",
            "Choose Details Only, the format Comma Delimited .csv, and the encoding Unicode (UTF-8).",
        ),
        "Dates follow the language of whoever exported; where they are ambiguous you are asked.",
    ),
    Export(
        "medallia",
        "Medallia (Agent Connect)",
        "the columns request_id, request_delivery_status and star_rating",
        (
            "Export the feedback requests as CSV, with sent and unanswered ones among them.",
            "Keep request_sent_at and response_received_at: the share that answers comes from both.",
        ),
        "The column comments says only whether there is one.",
    ),
    Export(
        "survicate",
        "Survicate",
        "the columns Response uuid and Respondent uuid, and questions that begin with Q#1",
        (
            "Open the survey, then Analyze, Export.",
            "Choose CSV with all respondents. Leave both header rows as they are.",
        ),
    ),
    Export(
        "stripe",
        "Stripe subscriptions",
        "the columns Customer ID, Status, Created (UTC) and Canceled At (UTC)",
        (
            "In the dashboard open Billing, Subscriptions, and choose Export.",
            "Choose all columns and all statuses, ended ones among them, and the whole time.",
        ),
        "A request to cancel is not yet the end; trials and subscriptions that were never paid are no customers.",
    ),
    Export(
        "genesys",
        "Genesys Cloud interactions",
        "the columns Full Export Completed, Conversation ID and Media Type",
        (
            "Open Performance, Workspace, Interactions, and set the dates.",
            "Choose Export, CSV, with durations in milliseconds.",
        ),
        "An export that was cut off says so in its own column, and that is shown.",
    ),
    Export(
        "five9",
        "Five9 call log",
        "the columns CALL ID and TIMESTAMP beside some twenty more",
        (
            "In Reports open Call Log Reports, Call Log.",
            "Run it for the time you need, then export it as CSV.",
        ),
    ),
    Export(
        "talkdesk",
        "Talkdesk calls",
        "the columns Interaction ID, Call Type and Talkdesk Phone Number",
        (
            "In Explore open the Calls report, set the dates and choose Download, CSV.",
            "A line above the header may stay; it is left out.",
        ),
    ),
    Export(
        "google_play",
        "Google Play reviews",
        "the columns Package Name, Star Rating and Review Link",
        (
            "In the Play Console open Download reports, Reviews.",
            "Download the months you need, one file a month, and upload one after the other.",
        ),
        "Ratings without a text have no link to go to.",
    ),
    Export(
        "trustpilot",
        "Trustpilot reviews",
        "the columns Review Created (UTC), Review Stars and Domain Url",
        (
            "In Trustpilot Business open Manage reviews, and choose Download.",
            "Choose CSV and the whole time.",
        ),
        "Invited and unprompted reviews are different people; compare them apart.",
    ),
    Export(
        "hr_roster",
        "HR roster",
        "the columns Employee ID, Hire Date and Termination Date",
        (
            "Export one row for each employment, of those who left too, with hire and termination dates.",
            "Department, location and level are enough; leave salaries and addresses out.",
        ),
        "Names and birthdays are recognised and not stored.",
    ),
    Export(
        "monthly_summary",
        "Monthly summary by hand",
        "a row a month with responses and an NPS or shares of promoters and detractors",
        (
            "Keep one row a month, with the number of answers in it.",
            "Headings above and totals, targets or sources below may stay; they are left out and counted.",
        ),
        "Printed scores are rounded, and without the answers behind them a verdict is less certain.",
    ),
    Export(
        "generic",
        "Any other table",
        "its rows and columns alone; what each column means is proposed from its name and values",
        (
            "One row a record, one header row, as CSV, TSV or an Excel workbook; gzip and zip of one file work too.",
            "The more a record says the better: an id, a date, a score, a customer number, a place, a channel.",
            "No file at hand? Paste a table, ten rows of a call log you keep by hand are enough.",
        ),
    ),
)

BY_VENDOR: Mapping[str, Export] = {export.vendor: export for export in GUIDE}
