"""Commands that print the figures which the documentation quotes; each runs as `python -m benchmarks.NAME`."""
