"""Starting Python child processes."""

import os
import sys


def python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module with this Python.

    `-P` keeps the current folder off the module path: a qa.py there must not run in place of Dateline's own.
    """
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """Return this process's environment, with its module path for the child to find the same modules in."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
