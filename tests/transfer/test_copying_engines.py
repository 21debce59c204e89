"""Libraries in LanceDB: indexed by workers, maintained, and copied to and from the embedded engine."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.records import Filters
from qa.settings.library_location import LibraryLocation, lance_address
from qa.settings.settings import load_settings
from qa.transfer.copying import LibraryCopier
from qa.workers import opened_workers
from tests.conftest import WriteArticle

pytestmark = pytest.mark.skipif(find_spec("lancedb") is None, reason="LanceDB is not installed")


def opened(library: LibraryLocation) -> Engine:
    return Engine(load_settings(library=library), n_threads=1)


def copied(source: Engine, target: Engine) -> None:
    report = LibraryCopier(source.library, target, lambda _: None, lambda: False).run()
    assert (report.copied, report.n_encoded, report.different) == (source.size()[0], 0, [])
    assert target.articles() == source.articles()
    assert target.size() == source.size()


def test_workers_maintenance_and_copies(write: WriteArticle, tmp_path: Path) -> None:
    for number in range(4):
        write(f"{number}.txt", f"4 May 2021. Ferry {number} left on Monday. Nobody was late.")
    write("5-twin.txt", "4 May 2021. Ferry 3 left on Monday. Nobody was late.")
    write("rows.csv", "title,text\nOne,The mill burned in 1999.\nTwo,The mill burned in 1999.\n")
    embedded, lance, back = (
        opened(place)
        for place in (tmp_path / "first", lance_address(f"lance://{tmp_path}/lance"), tmp_path / "back")
    )
    with opened_workers(2) as workers:
        reports = [engine.index([tmp_path / "articles"], workers=workers) for engine in (embedded, lance)]
        again = lance.index([tmp_path / "articles"], workers=workers)
    for each in (*reports, again):
        each.seconds = 0.0
    assert reports[0] == reports[1]
    assert (again.added, again.unchanged) == (0, 7)
    assert lance.articles() == embedded.articles()
    steps = list(lance.maintain())
    assert steps[0].startswith("Indexes: ")
    assert len(lance.library.search_words('"mill"', Filters(), 9)) == 1
    copied(lance, back)
    again_lance = opened(lance_address(f"lance://{tmp_path}/again"))
    copied(back, again_lance)
    for engine in (embedded, lance, back, again_lance):
        engine.close()
