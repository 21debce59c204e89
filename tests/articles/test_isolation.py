import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qa.articles.documents import Document, Failure, Request
from qa.articles.isolation import IsolatedParser
from qa.utils.child_process import child_environment
from tests.articles.reading import LIMITS

PAGE = b"<body><p>The boats stayed in the harbour on Friday.</p></body>"


@pytest.fixture
def parser() -> Iterator[IsolatedParser]:
    made = IsolatedParser(replace(LIMITS, seconds=5))
    yield made
    made.close()


def outcome(parser: IsolatedParser, data: bytes = PAGE) -> list[type]:
    return [type(found) for found in parser.documents(data, Request("a.html", LIMITS))]


def pid(parser: IsolatedParser) -> int:
    assert parser._process is not None
    return parser._process.pid


def test_one_process_reads_many_files(parser: IsolatedParser) -> None:
    assert outcome(parser) == [Document]
    first = pid(parser)
    assert outcome(parser) == outcome(parser, PAGE * 3) == [Document]
    assert pid(parser) == first


def test_a_killed_process_is_replaced(parser: IsolatedParser) -> None:
    assert outcome(parser) == [Document]
    assert parser._process is not None
    parser._process.kill()
    parser._process.wait()
    assert outcome(parser) == [Document]


def test_stopping_half_way_leaves_nothing_for_the_next_file(parser: IsolatedParser) -> None:
    reading = parser.documents(PAGE, Request("a.html", LIMITS))
    next(reading)
    reading.close()
    assert outcome(parser) == [Document]


def test_a_process_that_stalls_is_ended_in_time() -> None:
    hurried = IsolatedParser(
        replace(LIMITS, seconds=0.0001)
    )  # less than it takes to start, so only a limit ends it
    (found,) = hurried.documents(PAGE, Request("a.html", LIMITS))
    assert isinstance(found, Failure)
    assert "took too long" in found.message
    assert hurried._process is None


def test_a_process_that_computes_for_too_long_is_ended(parser: IsolatedParser) -> None:
    limits = replace(LIMITS, seconds=1)
    found = list(parser.documents(b"<p>" + b"<b>x" * 3_000_000, Request("a.html", limits)))
    assert [type(each) for each in found] == [Failure]
    assert outcome(parser) == [Document]


def test_a_file_that_needs_too_much_memory_is_an_error() -> None:
    small = IsolatedParser(replace(LIMITS, memory_bytes=300_000_000))
    found = list(small.documents(b"<p>x" * 5_000_000, Request("a.html", LIMITS)))
    assert [type(each) for each in found] == [Failure]
    assert outcome(small) == [Document]
    small.close()


CONFINED = """
import socket, subprocess, sys
from pathlib import Path
from qa.articles.confinement import confine
assert confine(1 << 30)
for forbidden in (
    lambda: socket.socket(),
    lambda: subprocess.run(["true"]),
    lambda: Path(sys.argv[1]).write_text("x" * 100),
):
    try:
        forbidden()
    except OSError:
        continue
    sys.exit("not refused")
try:
    bytearray(2 << 30)
except MemoryError:
    print("confined")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
def test_the_process_reaches_no_network_runs_no_programs_and_writes_no_files(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CONFINED, str(tmp_path / "written")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=child_environment())
    assert (done.stdout, done.stderr) == ("confined\n", "")
