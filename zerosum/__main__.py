"""`python -m zerosum`, as the installed command."""

from zerosum.cli import main

main()
