"""`python -m qa.cli`."""

from qa.cli.app import main

main()
