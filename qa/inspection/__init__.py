"""Inspection: what each stage did with a question, and where a given sentence was lost."""
