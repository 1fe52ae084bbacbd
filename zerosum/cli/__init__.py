"""The command line. Nothing heavy is imported here: `zerosum --help` answers at once."""

from __future__ import annotations

import os
import sys

import click

from zerosum import __version__
from zerosum.cli.causes import causes
from zerosum.cli.check import check
from zerosum.cli.exits import INTERNAL, INTERRUPTED, USAGE
from zerosum.cli.explain import explain
from zerosum.cli.run import run
from zerosum.cli.selftest import selftest

EPILOG = """\b
Slutkoder:
  0    KLAR, eller kommandoen lykkedes
  2    Forkert brug af kommandoen
  3    En inputfil kan ikke bruges
  4    Fejl i opsætningen
  10   KLAR MED BEMÆRKNING
  20   IKKE KLAR eller IKKE TESTET; selftest: ikke alt blev fundet
  70   Intern fejl i programmet
  130  Afbrudt
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="zerosum %(version)s", help="Vis versionen, og stop.")
def cli() -> None:
    """0-sumstest af kommunale fordringer mod PSRM: hver krone af differencen får en årsag."""


cli.add_command(run)
cli.add_command(check)
cli.add_command(causes)
cli.add_command(explain)
cli.add_command(selftest)


def main() -> None:
    """Run a command and leave with its exit code. 1 is never used: it always means that something outside broke."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a sign that the console's code page lacks must not end a run
    sys.exit(_run())


def _run() -> int:
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Afbrudt. Tidligere kørsler er urørte.", err=True)
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("ZEROSUM_DEBUG"):
            raise
        _tell_internal(error)
        return INTERNAL
    return code if isinstance(code, int) else 0


def _tell_internal(error: Exception) -> None:
    """Our own fault, told without the error's text: that may hold what stood in a file."""
    from zerosum.cli.messages import place_of

    click.echo(
        f"INTERN FEJL · Det er programmets skyld, ikke filens.\n"
        f"  Slags     {type(error).__name__} i {place_of(error)}, zerosum {__version__}\n"
        f"  Gør dette Kør igen; sker det samme, så send linjen ovenfor til os. Tidligere kørsler er urørte.",
        err=True,
    )
