"""Runs Python code as a user without root's rights to files."""

import os
import subprocess
import sys
from pathlib import Path

# Everything is imported before the change of user, who may not be allowed to read this Python's folder.
_PREAMBLE = """
import os, sys, filelock, faiss, numpy, encodings.idna
from pathlib import Path
import qa.articles, qa.indexing.indexer, qa.library
from qa.errors import DatelineError
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
"""


def run_unprivileged(code: str, *arguments: object, opened: Path) -> str:
    """Return the output of the code; the folders above `opened` are made accessible first."""
    if os.geteuid() == 0:
        for folder in (opened, *opened.parents):
            mode = folder.stat().st_mode
            if mode & 0o011 != 0o011:
                folder.chmod(mode | 0o011)
    done = subprocess.run(
        [sys.executable, "-c", _PREAMBLE + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
