"""Training of the reader. Not part of the installed package; `python -m training.train --help` says how."""

import qa  # noqa: F401 - switches the telemetry of libraries off before one of them is imported
