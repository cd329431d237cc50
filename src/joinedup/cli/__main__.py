"""`python -m joinedup.cli` is `joinedup`."""

from joinedup.cli import main

main()
