"""The headless face: the same engine as the pages, with --json on each command."""

from __future__ import annotations

from typing import Any

import click

from cxmetrics import __version__
from cxmetrics.cli import figures, keeping, reports, uploads
from cxmetrics.errors import CxError

COMMANDS = (
    figures.compare,
    figures.verdict,
    figures.course,
    figures.spread,
    figures.left,
    reports.report,
    uploads.inspect,
    uploads.import_,
    uploads.demo,
    keeping.backup,
    keeping.restore,
    keeping.trail,
)


class _Commands(click.Group):
    """Errors a user can cause end with one sentence on standard error and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (CxError, click.UsageError) as error:
            click.echo(error.format_message() if isinstance(error, click.UsageError) else str(error), err=True)
            ctx.exit(2)


@click.group(cls=_Commands, commands=COMMANDS)
@click.version_option(__version__)
def main() -> None:
    """Which customer-experience numbers really moved, and who paid for it."""
