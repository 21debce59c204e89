"""Opening the library that a command is about."""

from pathlib import Path
from typing import Any

from qa.cli.output import err
from qa.utils.text import printable


def settings_for(library: Path | None) -> Any:
    """Return the settings, with another library if one is named."""
    from qa.settings.settings import load_settings

    return load_settings(library=library.expanduser().absolute() if library else None)


def engine_for(library: Path | None, *, n_threads: int | None = None) -> Any:
    """Return an engine on the library. An upgrade of the library is reported on standard error."""
    from qa.engine import Engine

    return Engine(settings_for(library), n_threads=n_threads, on_upgrade=print_upgrade)


def print_upgrade(upgrade: Any) -> None:
    """Print what was done to a library of an older format."""
    for sentence in upgrade.notice:
        err().print(printable(sentence))
