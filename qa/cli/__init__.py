"""The command `dateline`: answers on standard output, everything else on standard error."""
