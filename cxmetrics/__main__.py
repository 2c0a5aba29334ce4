"""`python -m cxmetrics`: the headless face."""

from cxmetrics.cli import main

main()
