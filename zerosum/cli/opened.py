"""A report, opened where its reader sits."""

from __future__ import annotations

from pathlib import Path

import click

from zerosum.cli.language import spoken
from zerosum.errors import Problem


def show_report(report: Path) -> None:
    """Show the report in whatever the system opens such a file with. It fetches nothing: it is a file on the disk."""
    import webbrowser

    from zerosum.cli.messages import plain, problem_text
    from zerosum.identity import veiled_path

    if not webbrowser.open(report.resolve().as_uri()):
        click.echo(plain(problem_text(Problem("report_not_opened", file=veiled_path(str(report))), spoken())), err=True)
