"""One library used by several instances, threads and processes."""

import gc
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from qa.errors import LibraryBusyError
from qa.library import EmbeddedLibrary
from qa.library.database import Database
from qa.library.upgrading import Upgrader
from tests.library.toy import BUDGET, NO_FILTERS, TOY, agrees, article, fill, put, texts, vector

OPEN_FILES = Path("/proc/self/fd")

HOLDER = """
import sys
from pathlib import Path
from qa.library import EmbeddedLibrary
with EmbeddedLibrary(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_instance_sees_each_change_at_once(library: EmbeddedLibrary, folder: Path) -> None:
    other = EmbeddedLibrary(folder)
    with library.writing():
        library.adopt(TOY, BUDGET)
        for number in range(5):
            each = article(f"Report {number}.", f"/news/{number}.txt")
            put(library, each)
            (best,) = texts(other, other.search_vectors(vector(each.text), NO_FILTERS, 1))
            assert best == each.text
            assert len(other.articles()) == number + 1
        library.removed.remove([article("Report 2.").id])
        assert "Report 2." not in texts(other, other.search_vectors(vector("Report 2."), NO_FILTERS, 9))
        assert agrees(other)
    other.close()


def test_closing_while_another_thread_reads_is_safe(folder: Path, library: EmbeddedLibrary) -> None:
    fill(library, [article("The talks ended.")])
    begun = threading.Event()
    counted: list[object] = []

    def reading() -> None:
        database.rows("SELECT 1")
        begun.set()
        counted.extend(
            database.rows(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)"
                " SELECT count(*) FROM n"
            )
        )

    database = Database(folder, Upgrader(folder, print, backs_up=False))
    reader = threading.Thread(target=reading)
    reader.start()
    begun.wait()
    time.sleep(0.05)
    database.close()
    assert reader.is_alive(), "it was over before anything was closed"
    reader.join()
    assert counted == [(3_000_000,)]


def test_one_process_writes_at_a_time_while_others_read(library: EmbeddedLibrary, folder: Path) -> None:
    fill(library, [article("The talks ended.")])
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusyError) as caught, library.writing():
            pytest.fail("two writers at once")
        assert str(folder) in caught.value.message
        assert texts(library, library.search_vectors(vector("x"), NO_FILTERS, 1)) == ["The talks ended."]
        holder.communicate("")
    with library.writing():
        put(library, article("The talks went on.", "/news/b.txt"))
    assert agrees(library)


def test_the_lock_of_a_killed_process_is_free(library: EmbeddedLibrary, folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    fill(library, [article("The talks ended.")])
    assert agrees(library)


def test_two_threads_of_one_process_are_two_writers(library: EmbeddedLibrary, folder: Path) -> None:
    with library.writing(), pytest.raises(LibraryBusyError), EmbeddedLibrary(folder).writing():
        pytest.fail("two writers at once")
    with library.writing():
        pass


def test_many_processes_that_make_the_same_library_at_once_make_one(folder: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from qa.errors import LibraryBusyError\nfrom qa.library import EmbeddedLibrary\n"
        "sys.stdin.read()\n"
        "try:\n    with EmbeddedLibrary(Path(sys.argv[1])).writing(): pass\nexcept LibraryBusyError: pass\n"
    )
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.close()
    for maker in makers:
        assert maker.stderr is not None
        assert maker.stderr.read() == b""
        assert maker.wait(30) == 0
        maker.stderr.close()
    library = EmbeddedLibrary(folder)
    assert library.store.setting("uuid")
    assert agrees(library)


def test_searches_go_on_in_other_threads_while_articles_come_in(library: EmbeddedLibrary) -> None:
    fill(library, [article("Report first.", "/news/first.txt")])
    done = threading.Event()
    failures: list[BaseException] = []
    n_searches = 0

    def search() -> None:
        nonlocal n_searches
        try:
            while not done.is_set():
                found = library.search_vectors(vector("x"), NO_FILTERS, 5)
                assert len(texts(library, found)) == len(found) > 0
                assert library.search_words('"report"', NO_FILTERS, 5)
                n_searches += 1
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    fill(library, [article(f"Report {number}.", f"/news/{number}.txt") for number in range(40)])
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert n_searches > 3
    assert agrees(library)


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are counted there")
def test_threads_that_have_ended_hold_no_files_open(library: EmbeddedLibrary) -> None:
    fill(library, [article("The talks ended.")])
    before = len(list(OPEN_FILES.iterdir()))
    for _ in range(30):
        thread = threading.Thread(target=library.articles)
        thread.start()
        thread.join()
    gc.collect()
    assert len(list(OPEN_FILES.iterdir())) <= before + 3


def test_a_closed_library_opens_again_when_it_is_asked(library: EmbeddedLibrary) -> None:
    fill(library, [article("The talks ended.")])
    library.close()
    library.close()
    assert len(library.articles()) == 1
