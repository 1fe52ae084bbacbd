"""`zerosum completion`: the script by which a shell proposes commands, options and values."""

from __future__ import annotations

import click
from click.shell_completion import ShellComplete, get_completion_class

from zerosum.cli.complete import VARIABLE
from zerosum.cli.language import LANGUAGE

SHELLS = ("bash", "powershell", "zsh", "fish")
PROGRAM = "zerosum"


@click.command(short_help="Skriv det script, der lader skallen foreslå kommandoer og valg.")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SKAL")
@LANGUAGE
def completion(shell: str, language: str | None) -> int:
    """Skriv et script til SKAL (bash, powershell, zsh eller fish), så den foreslår kommandoer, valg, årsager, områder og
    kørsler, når der trykkes på tabulator.

    \b
    bash         eval "$(zerosum completion bash)"                             i ~/.bashrc
    powershell   zerosum completion powershell | Out-String | Invoke-Expression   i $PROFILE
    zsh          eval "$(zerosum completion zsh)"                              i ~/.zshrc
    fish         zerosum completion fish | source                              i ~/.config/fish/config.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    # Of the class above it: bash's own first starts a bash to ask for its version, which Windows may not have.
    click.echo(ShellComplete.source(kind(click.Group(), {}, PROGRAM, VARIABLE)))
    return 0
