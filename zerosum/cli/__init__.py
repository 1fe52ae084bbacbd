"""The command line. Nothing heavy is imported here: `zerosum --help` answers at once."""

from __future__ import annotations

import io
import os
import sys
from typing import NoReturn

import click

from zerosum import __version__
from zerosum.cli.catalogue import catalogue
from zerosum.cli.causes import causes
from zerosum.cli.check import check
from zerosum.cli.complete import VARIABLE
from zerosum.cli.completion import PROGRAM, completion
from zerosum.cli.doctor import doctor
from zerosum.cli.exits import INTERRUPTED, USAGE
from zerosum.cli.explain import explain
from zerosum.cli.help import dressed
from zerosum.cli.init import init
from zerosum.cli.inspect import inspect
from zerosum.cli.keys import keys
from zerosum.cli.klik import klik
from zerosum.cli.language import LANGUAGE, asked, bind_words_of_click, say, speak, spoken
from zerosum.cli.leaving import could_not_tell, crashed, of_interrupt, too_little_memory, untold
from zerosum.cli.pack import pack
from zerosum.cli.purge import purge
from zerosum.cli.report import report
from zerosum.cli.run import run
from zerosum.cli.selftest import selftest
from zerosum.cli.stamdata import stamdata
from zerosum.cli.verify import verify
from zerosum.errors import Phrase

EPILOG = """\b
Slutkoder:
  0    KLAR, eller kommandoen lykkedes
  2    Forkert brug af kommandoen
  3    En inputfil kan ikke bruges
  4    Fejl i opsætning eller nøgle, eller noget kan ikke skrives eller fjernes
  5    verify: kørslen stemmer ikke
  6    verify: det kan ikke afgøres, om kørslen stemmer
  10   KLAR MED BEMÆRKNING; stamdata: nogle forventes i høring
  20   IKKE KLAR eller IKKE TESTET; selftest: ikke alt blev fundet; stamdata: nogle forventes afvist
  70   Intern fejl i programmet (fejlrapport i outputmappen eller mappen til midlertidige filer)
  130  Afbrudt
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="zerosum %(version)s", help="Vis versionen, og stop.")
@LANGUAGE
def cli(language: str | None) -> None:
    """0-sumstest af kommunale fordringer mod PSRM: hver krone af differencen får en årsag."""


cli.add_command(init)
cli.add_command(run)
cli.add_command(report)
cli.add_command(pack)
cli.add_command(inspect)
cli.add_command(check)
cli.add_command(causes)
cli.add_command(explain)
cli.add_command(stamdata)
cli.add_command(catalogue)
cli.add_command(klik)
cli.add_command(verify)
cli.add_command(doctor)
cli.add_command(selftest)
cli.add_command(keys)
cli.add_command(purge)
cli.add_command(completion)


def main() -> None:
    """Run a command and leave with its exit code. 1 is never used: it always means that something outside broke."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a sign that the console's code page lacks must not end a run
    _leave(_run())


def _leave(code: int) -> NoReturn:
    """End here, all written out, and not as the interpreter ends: Arrow's threads may still let go of what they have read, and one that
    meets an interpreter that ends aborts the process, with a code of its own (apache/arrow issues 33975, 34314, 50482)."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)


def _run() -> int:
    try:
        language = asked(sys.argv[1:], os.environ)
        speak(language)
        bind_words_of_click(language)
        code = dressed(cli, language).main(prog_name=PROGRAM, complete_var=VARIABLE, standalone_mode=False)
    except click.ClickException as error:
        from zerosum.identity import veiled_path

        told = io.StringIO()
        error.show(told)
        say(veiled_path(told.getvalue().rstrip("\n")))  # it repeats what was typed
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say(Phrase("interrupted").told(spoken()))
        return INTERRUPTED
    except SystemExit as ended:
        if VARIABLE in os.environ:  # the shell asked, and has been answered
            return USAGE if ended.code else 0
        return untold(BrokenPipeError())  # click's own way where nobody reads any more, and always with 1
    except Exception as error:
        if os.environ.get("ZEROSUM_DEBUG"):
            raise
        if isinstance(error, MemoryError):
            return too_little_memory()
        if of_interrupt(error):
            say(Phrase("interrupted").told(spoken()))
            return INTERRUPTED
        if isinstance(error, OSError) and could_not_tell(error):
            return untold(error)
        return crashed(error, next((one for one in sys.argv[1:] if one in cli.commands), ""))
    return code if isinstance(code, int) else 0
