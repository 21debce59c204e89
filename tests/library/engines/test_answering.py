"""While a question is answered, LanceDB's tables are looked at in one state."""

from pathlib import Path

import pytest

from qa.library.opening import open_library
from qa.settings.library_location import lance_address
from tests.library.engines import samples


def test_another_process_changes_nothing_during_a_question(tmp_path: Path) -> None:
    pytest.importorskip("lancedb", reason="needs dateline-qa[scale]")
    location = lance_address(f"lance://{tmp_path}/archive")
    library, other = open_library(location), open_library(location)
    samples.stored(other, samples.ALL[:1])
    for n_articles in (1, 2):
        with library.answering():
            state = library.state()
            samples.stored(other, samples.ALL[: n_articles + 1])
            assert library.state() == state
            assert library.store.counts()[0] == n_articles
            with library.answering():
                assert library.store.counts()[0] == n_articles
        assert library.store.counts()[0] == n_articles + 1
    with library.answering():
        assert library.state() == other.state()
    library.close()
    other.close()
