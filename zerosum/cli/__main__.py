"""`python -m zerosum.cli`, as the installed command."""

from zerosum.cli import main

main()
