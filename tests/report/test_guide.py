"""Every kind of file that is known has its guide, and every guide is of a kind that is known."""

from __future__ import annotations

import pytest

from cxmetrics.ingest.formats import FORMATS, generic
from cxmetrics.report.guide import BY_VENDOR, GUIDE, Export
from cxmetrics.report.html import render

KNOWN = {form.vendor for form in (*FORMATS, generic.FORMAT)}


def test_every_format_has_its_entry() -> None:
    assert KNOWN - BY_VENDOR.keys() == set()


def test_every_entry_is_of_a_format_and_there_once() -> None:
    assert BY_VENDOR.keys() - KNOWN == set()
    assert len(BY_VENDOR) == len(GUIDE)


@pytest.mark.parametrize("export", GUIDE, ids=lambda export: export.vendor)
def test_an_entry_tells_the_steps_and_what_the_file_is_known_by(export: Export) -> None:
    assert export.how_to_export
    assert all(step[0].isupper() and step.endswith((".", "?", "!")) for step in export.how_to_export)
    shown = render("guide", export=export)
    assert shown.count("<li>") == len(export.how_to_export)
    assert "Recognised by" in shown
