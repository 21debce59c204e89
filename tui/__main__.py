"""`python -m tui [PATH…]`: opens the app with the library from the settings and adds the articles at the paths."""

import sys
from pathlib import Path

from qa import DatelineError, load_settings, visible
from tui import run


def main() -> int:
    """Run the app; return the exit code."""
    try:
        run(load_settings(), [Path(name) for name in sys.argv[1:]])
    except DatelineError as error:
        sys.stderr.write(visible(f"{error.message}\n{error.hint}\n"))
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
