"""Answers: one handler for each kind of question, and the pipeline that calls them."""
