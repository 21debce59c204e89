"""The same questions by Python, command line, HTTP and MCP; then the HTTP server under load.

    python -m benchmarks.serving LIBRARY QUESTIONS.txt [--questions 100] [--command-line 10] [--requests 300]

QUESTIONS.txt has one question per line. Every way must give the same answers, apart from the times in them; the
command line, which loads the models each time, is asked the first `--command-line` questions. The load is measured
with 1, 4 and 16 clients that ask one question after the other. Memory is the server's resident set before and after.
"""

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from qa import Engine, load_settings
from qa.json_output import answer_json

_COMMAND = [sys.executable, "-m", "qa.cli"]
_CLIENTS = (1, 4, 16)
_PAUSE_SECONDS = 0.5  # after a refusal for too many requests


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("questions_file", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--command-line", type=int, default=10)
    parser.add_argument("--requests", type=int, default=300, help="for each number of clients")
    arguments = parser.parse_args()
    lines = arguments.questions_file.read_text(encoding="utf-8").splitlines()
    questions = [line.strip() for line in lines if line.strip()][: arguments.questions]
    with serving(arguments.library) as (address, pid):
        compare(arguments.library, questions, address, arguments.command_line)
        print("clients  requests  per second  p50 ms  p95 ms  refused  memory MB before, after")
        for n_clients in _CLIENTS:
            measure(address, pid, questions, n_clients, arguments.requests)


def compare(library: Path, questions: Sequence[str], address: str, n_command_line: int) -> None:
    """Print how many answers differ from those of the engine in this process."""
    engine = Engine(load_settings(library=library))
    expected = [_plain(answer_json(engine.ask(question))) for question in questions]
    engine.close()
    by_http = [_plain(_post(address, question)) for question in questions]
    by_mcp = [_plain(each) for each in asyncio.run(_by_mcp(library, questions))]
    by_command = [_plain(_by_command(library, question)) for question in questions[:n_command_line]]
    for name, found in (("HTTP", by_http), ("MCP", by_mcp), ("command line", by_command)):
        n_different = sum(one != other for one, other in zip(expected, found, strict=False))
        print(f"{name}: {len(found)} questions, {n_different} answers differ from Python's")


@dataclass(slots=True)
class Load:
    """What the clients of one measurement met."""

    seconds: list[float] = field(default_factory=list)
    n_refused: int = 0


def measure(address: str, pid: int, questions: Sequence[str], n_clients: int, n_requests: int) -> None:
    """Ask from several clients at once, and print one row."""
    load, numbers, lock = Load(), iter(range(n_requests)), threading.Lock()

    def client() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            seconds, n_refused = _timed(address, questions[number % len(questions)])
            with lock:
                load.seconds.append(seconds)
                load.n_refused += n_refused

    before, began = _resident_mb(pid), time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(n_clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = n_requests / (time.monotonic() - began)
    p50, p95 = np.percentile(np.array(load.seconds) * 1000, (50, 95))
    memory = f"{before:.0f}, {_resident_mb(pid):.0f}"
    print(
        f"{n_clients:7}  {n_requests:8}  {rate:10.1f}  {p50:6.0f}  {p95:6.0f}  {load.n_refused:7}  {memory}",
        flush=True,
    )


@contextmanager
def serving(library: Path) -> Iterator[tuple[str, int]]:
    """Run the server on a free port; yield its address and process id."""
    command = [*_COMMAND, "serve", "--port", "0", "--library", str(library)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if found is None:
            raise SystemExit("the server did not start")
        yield found[0], process.pid
    finally:
        process.terminate()
        process.wait(30)


def _timed(address: str, question: str) -> tuple[float, int]:
    """Return the seconds of an answered request, and how often it was refused before."""
    n_refused = 0
    while True:
        began = time.monotonic()
        try:
            _post(address, question)
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                raise
            n_refused += 1
            time.sleep(_PAUSE_SECONDS)
            continue
        return time.monotonic() - began, n_refused


def _post(address: str, question: str) -> Any:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/ask", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310 - its own server
        return json.load(response)


def _by_command(library: Path, question: str) -> Any:
    command = [*_COMMAND, "ask", "--json", "--library", str(library), "--", question]
    done = subprocess.run(command, capture_output=True, check=False)
    return json.loads(done.stdout)


async def _by_mcp(library: Path, questions: Sequence[str]) -> list[Any]:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client
    from mcp.types import TextContent

    server = StdioServerParameters(
        command=_COMMAND[0], args=[*_COMMAND[1:], "mcp", "--library", str(library)], env=dict(os.environ)
    )
    found = []
    async with stdio_client(server) as (read, write), ClientSession(read, write) as client:
        await client.initialize()
        for question in questions:
            result = await client.call_tool("ask", {"question": question})
            content = result.content[0]
            found.append(json.loads(content.text) if isinstance(content, TextContent) else None)
    return found


def _plain(answer: Any) -> Any:
    """Drop the times, which differ."""
    if isinstance(answer, dict):
        return {key: _plain(value) for key, value in answer.items() if key != "timings"}
    return [_plain(each) for each in answer] if isinstance(answer, list) else answer


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
