"""Measure how long it takes to export and import a library, and to create and restore a snapshot of it.

    python -m benchmarks.moving LIBRARY

The library is copied first. Prints seconds of processor time and on the clock; the model is opened before.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from qa.engine import Engine
from qa.library.named_snapshots import NamedSnapshots
from qa.library.opening import embedded
from qa.library.restoring import restore_snapshot
from qa.settings.settings import load_settings
from qa.transfer import LibraryExporter, LibraryImporter


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-moving-") as work:
        folder = Path(work)
        shutil.copytree(sys.argv[1], folder / "library", ignore=shutil.ignore_patterns("snapshots"))
        with (
            closing(Engine(load_settings(library=folder / "library"))) as source,
            closing(Engine(load_settings(library=folder / "new"))) as target,
        ):
            _measure(source, target, folder / "export")


def _measure(source: Engine, target: Engine, path: Path) -> None:
    source.library.upgrade()
    n_articles, n_passages = source.library.store.counts()
    print(f"{n_articles} articles, {n_passages} passages")
    target.vector_identity()
    _time("export", lambda: LibraryExporter(source, _ignore, _never).run(path))
    print(f"size of the export: {path.stat().st_size / 1e6:.1f} MB")
    _time("import", lambda: LibraryImporter(target, _ignore, _never).run(path))
    _time("import again", lambda: LibraryImporter(target, _ignore, _never).run(path))
    library = embedded(source.library, "snapshots", "")
    snapshots = NamedSnapshots(library.folder)
    _time("create a snapshot", lambda: snapshots.create("one", _ignore, _never))
    _time("restore it", lambda: restore_snapshot(library, snapshots, "one", (), _ignore, _never))


def _time(what: str, work: Callable[[], object]) -> None:
    clock, processor = time.monotonic(), time.process_time()
    work()
    print(
        f"{what}: {time.process_time() - processor:.2f} s of processor time, {time.monotonic() - clock:.2f} s"
    )


def _ignore(event: object) -> None:
    """Watch nothing."""


def _never() -> bool:
    return False


if __name__ == "__main__":
    main()
