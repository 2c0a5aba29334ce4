"""The frame around the records: separator, preamble, header rows, footer."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.dialect import dialect_of
from tests.ingest.conftest import Examine


def test_a_decimal_comma_does_not_pass_for_a_separator(examine: Examine) -> None:
    assert examine("a;b\n" + "3,5;4,5\n" * 20).layout.delimiter == ";"


def test_lists_within_cells_do_not_pass_for_a_separator(examine: Examine) -> None:
    assert examine("id,date,tags\n" + "1,2024-01-01,a;b;c\n" * 20).layout.delimiter == ","


def test_quoted_line_breaks_and_separators_belong_to_their_cell(examine: Examine) -> None:
    proposal = examine('id,comment\n1,"good,\nvery good"\n2,"say ""no"""\n')
    assert proposal.layout.delimiter == ","
    assert proposal.sample == (("1", "good,\nvery good"), ("2", 'say "no"'))


def test_ragged_records_do_not_change_the_separator(examine: Examine) -> None:
    text = "id,score,city\n" + "".join("1,2\n" if n % 50 == 0 else "1,2,York\n" for n in range(1, 1001))
    assert examine(text).layout.delimiter == ","


def test_a_preamble_is_skipped_blank_lines_included(examine: Examine) -> None:
    layout = examine("Survey report\nGenerated 2026-01-01\n\nid,date,score\n1,2026-01-01,9\n2,2026-01-02,8\n").layout
    assert (layout.skip_rows, layout.header_rows) == (3, 1)
    assert [column.name for column in layout.columns] == ["id", "date", "score"]


def test_a_preamble_padded_with_separators_is_skipped(examine: Examine) -> None:
    assert examine("Survey report,,\n,,\nid,date,score\n1,2026-01-01,9\n").layout.skip_rows == 2


def test_excel_may_announce_the_separator(examine: Examine) -> None:
    layout = examine("sep=;\nid;score\n1;9\n").layout
    assert (layout.delimiter, layout.skip_rows) == (";", 1)


def test_totals_and_legal_lines_at_the_end_are_no_records(examine: Examine) -> None:
    text = (
        "Case Number,Opened,Status\n00001,2026-01-01,Closed\n00002,2026-01-02,Open\n\n"
        "Grand Totals (2 records)\nConfidential Information - Do Not Distribute\nCopyright 2026\n"
    )
    proposal = examine(text)
    assert proposal.layout.footer_rows == 4
    assert len(proposal.sample) == 2
    said = 'The last 3 lines are not records and left out: "Grand Totals (2 records)"'
    assert sum(said in sentence for sentence in proposal.warnings) == 1


def test_a_total_of_full_width_is_no_record(examine: Examine) -> None:
    proposal = examine("Month,Responses,NPS\n2026-01,400,40\n2026-02,410,42\nTotal,810,41\nTarget,,45\n")
    assert proposal.layout.footer_rows == 2


def test_padding_below_the_records_is_no_record(examine: Examine) -> None:
    proposal = examine("id,date,score\n1,2026-01-01,9\n2,2026-01-01,9\n,,\n,,\n")
    assert (proposal.layout.footer_rows, len(proposal.sample)) == (2, 2)


def test_an_unanswered_last_response_is_a_record(examine: Examine) -> None:
    assert examine("id,date,score,comment\nR1,2026-01-01,9,good\nR2,2026-01-01,9,\nR3,,,\n").layout.footer_rows == 0


def test_the_footer_of_a_large_file_is_found_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("id,date,note\n" + '1,2026-01-01,"two\nlines"\n' * 9000 + "Total\n", encoding="utf-8")
    assert dialect_of(path).footer_rows == 1


def test_a_quote_that_is_never_closed_names_its_record(examine: Examine) -> None:
    with pytest.raises(UnreadableFile, match="Row 3 of this file opens a quotation mark"):
        examine('id,comment\n1,good\n2,"never closed\n3,good\n')


def test_a_header_without_records_is_refused(examine: Examine) -> None:
    with pytest.raises(UnreadableFile, match="no records below it"):
        examine("id,score\n")


def test_a_second_header_row_continues_the_questions(examine: Examine) -> None:
    layout = examine(
        "Respondent ID,How did you hear of us?,,Overall rating\n,Friend,Advert,Response\n11,Friend,,5\n12,,Advert,4\n"
    ).layout
    assert layout.header_rows == 2
    assert [column.name for column in layout.columns] == [
        "Respondent ID",
        "How did you hear of us?: Friend",
        "How did you hear of us?: Advert",
        "Overall rating",
    ]


def test_a_row_of_answer_kinds_is_a_header_even_where_no_question_continues(examine: Examine) -> None:
    assert examine("Respondent ID,How was it?\n,Open-Ended Response\n1,good\n").layout.header_rows == 2


def test_names_are_unique_without_regard_to_case_and_never_empty(examine: Examine) -> None:
    layout = examine("Score,score,,<b>Where?</b>\n1,2,3,York\n").layout
    assert [column.name for column in layout.columns] == ["Score", "score (2)", "Column 3", "Where?"]


def test_a_file_without_a_header_is_noticed(examine: Examine) -> None:
    assert any("rather than column names" in text for text in examine("1,2024-01-01,9\n2,2024-01-02,8\n").warnings)


def test_records_one_cell_wider_than_their_header_keep_it(examine: Examine) -> None:
    layout = examine("id,date,score\n1,2026-01-01,9,\n2,2026-01-02,8,\n").layout
    assert [column.name for column in layout.columns] == ["id", "date", "score", "Column 4"]
    assert layout.skip_rows == 0


def test_a_single_column_is_a_table(examine: Examine) -> None:
    assert [column.name for column in examine("Score\n9\n10\n").layout.columns] == ["Score"]


def test_the_name_of_the_source_is_the_file_name_without_its_endings(examine: Examine) -> None:
    assert examine("a,b\n1,2\n", name="call_log_2026.csv").layout.name == "call log 2026"
