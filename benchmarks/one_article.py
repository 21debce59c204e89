"""How long it takes to add one article to a large library, to find it, and to remove it.

    python -m benchmarks.one_article FOLDER [--passages 1000000] [--rounds 5]

FOLDER has the libraries that benchmarks.large_library made; the one of N passages is changed, and has the same
articles again afterwards. Times are milliseconds, the median of the rounds, each with a new article. Adding and
removing are what `dateline index FILE` and `dateline remove` do, with the models loaded; both begin with the check.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from benchmarks.large_library import libraries_in
from benchmarks.timing import print_table, timed
from qa.engine import Engine
from qa.library.snapshot import FILE_NAME
from qa.settings.settings import load_settings

_TEXT = "date 2024-09-19 A ferry for number {0}\n\nFerry {0} sailed for the first time on Tuesday. " + (
    "Its crew had waited in the harbour for a calmer day. " * 12
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    folder = libraries_in(arguments.folder, arguments.passages)[arguments.passages]
    engine = Engine(load_settings(library=folder))
    engine.warm_up()
    written = (folder / FILE_NAME).stat().st_mtime_ns
    rows = [_round(engine, number) for number in range(arguments.rounds)]
    print(f"{engine.library.store.counts()[1]:,} passages")
    print_table([{step: f"{statistics.median(row[step] for row in rows):.0f}" for step in rows[0]}])
    is_same = (folder / FILE_NAME).stat().st_mtime_ns == written
    print(
        "the copy of the vectors was not written again" if is_same else "the copy of the vectors was written"
    )
    engine.close()


def _round(engine: Engine, number: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"ferry-{number}.txt")
        path.write_text(_TEXT.format(number), encoding="utf-8")
        check = timed(engine.library.refuse_damaged)
        add = timed(lambda: engine.index([path]))
        found = timed(lambda: engine.search(f"ferry {number}"))
        name = engine.library.named(str(path)).id
        remove = timed(lambda: engine.remove([name]))
        after = timed(lambda: engine.search("ferry"))
        with engine.library.writing():
            engine.library.removed.delete([name])
    return {
        "check before": check,
        "add": add,
        "search after": found,
        "remove": remove,
        "search after removing": after,
    }


if __name__ == "__main__":
    main()
