"""English word lists and word comparison, each defined once."""
