"""Training of the reader. Not part of the installed package; `python -m training.train --help` says how."""
