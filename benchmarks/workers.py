"""Articles indexed a second with several workers, beside one process, and what storing takes.

    python -m benchmarks.workers ARTICLES [--articles 60] [--workers 1 2] [--ray] [--library PLACE …] [--s3]

Each run makes a new library of the same files, with the models loaded and the workers started before. Preparing
(reading, splitting, encoding, dates) is what workers do. Storing is what the one process that stores does for each
article, and so limits how many workers it can keep busy. Both are given in processor time, which changes little if
other programs use the machine. With --ray, a run with a Ray cluster on this machine is added. PLACE is where the new
libraries are made, such as lance:///tmp/rates, beside those that are embedded in a temporary folder. --s3 also starts
an S3 server in its own process, which uses the same processors, and makes libraries there.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.object_store import in_environment, running_object_store
from benchmarks.timing import print_table
from qa.articles.limits import limits_of
from qa.articles.loading import Loaded
from qa.articles.reader import ArticleReader
from qa.embedding import find_model, open_encoder
from qa.engine import Engine
from qa.indexing.passages import PassageSplitter
from qa.indexing.preparation import ArticlePreparer
from qa.settings.settings import load_settings
from qa.utils.parallel import n_processors
from qa.workers import Workers, opened_workers


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--articles", dest="n_articles", type=int, default=60)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--library", metavar="PLACE", nargs="+", default=[])
    parser.add_argument("--s3", action="store_true")
    arguments = parser.parse_args()
    files = sorted(each for each in arguments.articles.rglob("*") if each.is_file())[: arguments.n_articles]
    with ExitStack() as stack:
        places = [stack.enter_context(tempfile.TemporaryDirectory()), *arguments.library]
        if arguments.s3:
            places.append(stack.enter_context(in_environment(stack.enter_context(running_object_store()))))
        rows = _measured(files, places, arguments)
    print(f"{len(files)} files on {n_processors()} processors")
    print(f"preparing takes {1000 * preparing(files):.1f} ms of processor time a passage")
    print_table(rows)


def _measured(
    files: Sequence[Path], places: Sequence[str], arguments: argparse.Namespace
) -> list[dict[str, str]]:
    """Return a row for each place and number of workers; the same number at all places one after the other."""
    rows = [measured("one process", files, None, place) for place in places]
    for n_workers in arguments.workers:
        with opened_workers(n_workers) as workers:
            rows += [measured(f"{n_workers} processes", files, workers, place) for place in places]
    if arguments.ray:
        with opened_workers(max(arguments.workers), "local") as workers:
            rows += [
                measured(f"Ray, {workers.n_workers} processes", files, workers, place) for place in places
            ]
    return rows


def preparing(files: Sequence[Path]) -> float:
    """Return the seconds of processor time that one passage takes on one thread."""
    settings, n_passages = load_settings(), 0
    encoder = open_encoder(find_model(settings.model), settings.precision, settings.cache, n_threads=1)
    splitter = PassageSplitter(find_model(settings.model).tokenizer(), settings.passage_pieces)
    preparer, reader = ArticlePreparer(splitter, encoder), ArticleReader(limits_of(settings))
    began = time.process_time()
    with reader:
        for file in files:
            for loaded in reader.articles(file, reader.bytes_of(file)):
                if isinstance(loaded, Loaded):
                    n_passages += len(preparer.prepared(loaded).passages or ())
    return (time.process_time() - began) / n_passages


def measured(name: str, files: Sequence[Path], workers: Workers | None, place: str) -> dict[str, str]:
    """Return a row of the table."""
    libraries = f"{place}/{name.replace(' ', '-')}"
    if workers is not None:  # starts the workers and loads their models
        _indexed(f"{libraries}-first", files[: 2 * workers.n_workers], workers)
    seconds, storing, size = _indexed(libraries, files, workers)
    scheme = place.partition("://")[0] if "://" in place else "embedded"
    return {
        "library": scheme,
        "with": name,
        "articles a second": f"{size[0] / seconds:.1f}",
        "passages a second": f"{size[1] / seconds:.1f}",
        "seconds": f"{seconds:.1f}",
        "storing: processor ms an article": f"{1000 * storing / size[0]:.1f}",
        "at most, articles a second": f"{size[0] / storing:.0f}",
    }


def _indexed(
    library: str, files: Sequence[Path], workers: Workers | None
) -> tuple[float, float, tuple[int, int]]:
    """Return the seconds that indexing and storing take, and the library's size."""
    engine = Engine(load_settings(library=library), n_threads=1)
    engine.warm_up()
    storing = _Storing(engine)
    began = time.perf_counter()
    engine.index(files, workers=workers)
    seconds = time.perf_counter() - began
    size = engine.size()
    engine.close()
    return seconds, storing.seconds, size


class _Storing:
    """Measures the time in which a library stores articles, alone or several in one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.seconds = 0.0
        self._is_together = False
        self._library = engine.library
        self._put, self._transaction = engine.library.put, engine.library.together
        engine.library.put = self._timed_put  # type: ignore[method-assign]
        engine.library.together = self._timed_together  # type: ignore[method-assign]

    def _timed_put(self, *arguments: Any, **options: Any) -> None:
        began = time.process_time()
        self._put(*arguments, **options)
        self.seconds += 0.0 if self._is_together else time.process_time() - began

    @contextmanager
    def _timed_together(self) -> Iterator[Any]:
        began = time.process_time()
        self._is_together = True
        with self._transaction() as transaction:
            yield transaction
        self._is_together = False
        self.seconds += time.process_time() - began


if __name__ == "__main__":
    main()
