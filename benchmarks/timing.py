"""Costs, percentiles, memory, tables, and measurements that each run in a fresh process."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Cost:
    """What something takes: seconds, and seconds of processor time on all processors together."""

    seconds: float
    processor_seconds: float


def cost_of(call: Callable[[], object]) -> Cost:
    """Return what a call costs, with the processes that it starts and waits for."""
    began, before = time.perf_counter(), _processor_seconds()
    call()
    return Cost(time.perf_counter() - began, _processor_seconds() - before)


def _processor_seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def timed(call: Callable[[], object]) -> float:
    """Return how many milliseconds a call takes."""
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def processor_time(call: Callable[[], object]) -> float:
    """Return how many milliseconds of processor time a call takes, on all processors together."""
    began = time.process_time()
    call()
    return 1000 * (time.process_time() - began)


def p50_p95(milliseconds: Sequence[float]) -> str:
    """Return the median and the 95th percentile, as "12 · 31"."""
    ordered = sorted(milliseconds)
    p50, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{p50:.3g} · {p95:.3g}"


def memory_mb() -> tuple[int, int]:
    """Return this process's resident memory, and how much of it are pages of mapped files, in MB; 0 if unknown."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0, 0
    lines = (line.split() for line in status.read_text(encoding="utf-8").splitlines())
    values = {parts[0]: int(parts[1]) // 1024 for parts in lines if parts[-1:] == ["kB"]}
    return values["VmRSS:"], values["RssFile:"]


def in_fresh_process(module: str, *arguments: str) -> dict[str, Any]:
    """Run a benchmark's own measurement, which prints a line of JSON, in a fresh process; return what it prints."""
    command = [sys.executable, "-m", module, "--measure", *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def print_table(rows: Sequence[dict[str, Any]]) -> None:
    """Print rows with the same keys as a table in Markdown."""
    columns = {key: max(len(key), *(len(str(row[key])) for row in rows)) for key in rows[0]}
    print("| " + " | ".join(key.ljust(width) for key, width in columns.items()) + " |")
    print("|" + "|".join("-" * (width + 2) for width in columns.values()) + "|")
    for row in rows:
        print("| " + " | ".join(str(row[key]).ljust(width) for key, width in columns.items()) + " |")
