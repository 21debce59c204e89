"""Fuzz one target in this process, or run it on files: `python -m benchmarks.fuzzing.run TARGET [FILE …]`."""

import sys
from typing import Any

from benchmarks.fuzzing.targets import TARGETS

_INSTRUMENTED = ["qa", "tui"]
_WARM_UP = [b"", bytes(range(256)), *(bytes([kind]) + b"abc 2024" for kind in range(256))]


def main() -> None:
    target = TARGETS[sys.argv[1]]
    import atheris

    fuzzer: Any = atheris
    # Modules are imported when they are first needed, so the target is run once while imports are instrumented.
    with fuzzer.instrument_imports(include=_INSTRUMENTED):
        for data in _WARM_UP:
            target(data)
    fuzzer.Setup([sys.argv[0], *sys.argv[2:]], target)
    fuzzer.Fuzz()


if __name__ == "__main__":
    main()
