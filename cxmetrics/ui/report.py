"""Reports: the view one looks at as a file to send or print, made when it is asked for."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from cxmetrics.errors import CxError
from cxmetrics.report import reports
from cxmetrics.report.reports import FORMATS, Report
from cxmetrics.ui.context import Context
from cxmetrics.ui.selection import View
from cxmetrics.ui.share import saved_view, ticked
from cxmetrics.ui.text import plain
from cxmetrics.workspace.views import VIEWS, gather


def button(context: Context, page: str, view: View) -> None:
    """Opens the choice of files, on a page that readers could be shown and that has figures to compare."""
    if page in VIEWS and view.selection and st.button("Report", width="stretch", icon=":material/description:"):
        _dialog(context, page, view)


@st.dialog("Report")
def _dialog(context: Context, page: str, view: View) -> None:
    """The files; what readers of a link would not see is in none of them."""
    selection = view.selection
    assert selection is not None  # the button is there only with one
    st.write("This view with its counter-metrics, chart and definitions, to send, print or present.")
    shown = ticked(context, page, view)
    try:
        figures = gather(context.workspace, saved_view(page, view, selection), shown)
    except CxError as error:
        st.warning(plain(str(error)))
        return
    label = context.outline.metrics[view.metric].label
    report = Report(reports.title_of(label, selection), figures, date.today())
    name = f"{view.metric}-{selection.after}"
    for suffix, form in FORMATS.items():
        st.download_button(
            form.label,
            partial(form.make, report),
            f"{name}.{suffix}",
            form.mime,
            key=f"report_{suffix}",
            on_click="ignore",
            width="stretch",
        )
