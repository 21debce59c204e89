import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.errors import CancelledError, LibraryBusyError
from qa.workers import Ordered, Workers, opened_workers
from qa.workers.ordered import LostCall
from tests.workers import calls


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with opened_workers(2) as opened:
        yield opened


def results(ordered: Ordered[int]) -> list[tuple[int, object]]:
    return [ordered.take() for _ in range(len(ordered))]


def test_results_come_in_the_order_of_the_calls(workers: Workers) -> None:
    ordered = Ordered[int](workers, calls.squared)
    for number in range(5):
        ordered.add(number, number)
    ordered.add_done(5, "needs no call")
    assert results(ordered) == [(0, 0), (1, 1), (2, 4), (3, 9), (4, 16), (5, "needs no call")]


def test_calls_are_full_when_they_hold_as_much_as_they_may(workers: Workers) -> None:
    ordered = Ordered[int](workers, calls.squared, most_held=10)
    ordered.add(0, 3, size=9)
    assert not ordered.is_full
    ordered.add_done(1, "needs no call", size=1)
    assert ordered.is_full
    assert ordered.take() == (0, 9)
    assert not ordered.is_full


def test_an_error_keeps_its_kind_and_fields(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(LibraryBusyError) as caught:
        workers.submit(calls.refused, tmp_path).result()
    assert (caught.value.location, caught.value.exit_code) == (tmp_path, 2)
    assert str(tmp_path) in caught.value.message


def test_calls_of_a_killed_worker_are_repeated(workers: Workers, tmp_path: Path) -> None:
    ordered = Ordered[int](workers, calls.killed_once)
    for number in range(6):
        ordered.add(number, tmp_path / "note", number)
    assert results(ordered) == [(number, number) for number in range(6)]


def test_a_call_that_always_ends_its_worker_costs_only_itself(workers: Workers) -> None:
    ordered = Ordered[int](workers, calls.killed)
    for number in range(5):
        ordered.add(number, number)
    assert results(ordered) == [(0, 0), (1, 1), (2, 2), (3, LostCall()), (4, 4)]


def test_waiting_ends_when_the_user_stops() -> None:
    with opened_workers(1) as workers:
        ordered = Ordered[int](workers, calls.slow, lambda: True)
        ordered.add(0, 60)
        with pytest.raises(CancelledError):
            ordered.take()


def test_workers_end_when_their_parent_is_killed() -> None:
    program = (
        "from qa.workers import opened_workers; from tests.workers.calls import slow; import os\n"
        "if __name__ == '__main__':\n"
        "    with opened_workers(1) as workers:\n"
        "        print(workers.submit(os.getpid).result(), flush=True); workers.submit(slow, 60).result()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 30
    while time.monotonic() < until and is_running(worker):
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")
    return not stat.exists() or stat.read_text().rpartition(") ")[2][0] != "Z"
