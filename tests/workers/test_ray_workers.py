"""A real cluster of two workers, started once."""

import ipaddress
import os
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from qa.engine import Engine
from qa.errors import LibraryBusyError, WorkersError
from qa.settings.settings import load_settings
from qa.workers import Ordered, Workers, opened_workers
from tests.conftest import WriteArticle
from tests.workers import calls

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with pytest.MonkeyPatch.context() as patch:
        # Paths of sockets are short, and those of temporary files can be long.
        patch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary-files" * 4)))
        with opened_workers(2, "local") as opened:
            yield opened


def test_calls_of_a_killed_worker_are_repeated_and_nothing_is_printed(
    workers: Workers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ordered = Ordered[int](workers, calls.killed_once)
    for number in range(3):
        ordered.add(number, tmp_path / "note", number)
    assert [ordered.take() for _ in range(3)] == [(number, number) for number in range(3)]
    with pytest.raises(LibraryBusyError) as caught:
        workers.submit(calls.refused, tmp_path).result()
    assert caught.value.location == tmp_path
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("workers")
def test_other_machines_cannot_reach_the_cluster() -> None:
    import psutil  # comes with Ray

    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
    ours = {os.getpid(), *(each.pid for each in psutil.Process().children(recursive=True))}
    listening = [
        each for each in psutil.net_connections("inet") if each.status == "LISTEN" and each.pid in ours
    ]
    assert len(listening) >= 3
    for each in listening:
        address = ipaddress.ip_address(each.laddr.ip.removeprefix("::ffff:"))
        assert address.is_loopback, each


def test_the_library_is_the_same_as_that_of_one_process(
    workers: Workers, write: WriteArticle, tmp_path: Path
) -> None:
    folder = write("ferry.txt", "4 May 2021. The ferry left on Monday. Nobody was late.").parent
    write("mill.md", "# Mill\n\nThe mill burned in 1999. It was rebuilt in three years.")
    engines = [Engine(load_settings(library=tmp_path / name), n_threads=1) for name in ("alone", "shared")]
    engines[0].index([folder])
    engines[1].index([folder], workers=workers)
    for table in ("articles", "passages", "time_expressions", "versions"):
        query = f"SELECT * FROM {table} ORDER BY 1, 2"
        stored = [each.library._database.rows(query) for each in engines]
        assert stored[0] == stored[1]
    for each in engines:
        each.close()


def test_the_number_of_workers_of_a_running_cluster_is_its_own() -> None:
    with pytest.raises(WorkersError, match="--workers"), opened_workers(2, "10.0.0.1:6379"):
        pass
