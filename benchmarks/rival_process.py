"""A rival's pipeline in a separate process; see benchmarks.rivals."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.timing import Cost

_SCRIPT = Path(__file__).with_name("rivals.py")


class RivalProcess:
    """Runs benchmarks/rivals.py with another interpreter; raises OSError if it can't be started."""

    def __init__(self, python: Path, name: str, *folders: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(
            [str(python), str(_SCRIPT), name, *map(str, folders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={
                **os.environ,
                "HF_HUB_OFFLINE": "1",
                "TRANSFORMERS_OFFLINE": "1",
                "HAYSTACK_TELEMETRY_ENABLED": "0",
            },
        )
        self._answer()

    def index(self, passages: Sequence[str]) -> Cost:
        """Return what it costs the rival to index passages."""
        return Cost(**self._asked({"index": list(passages)}))

    def load(self, folder: Path) -> float:
        """Return how many seconds the rival takes to load passages with their vectors; see benchmarks/rivals.py."""
        return float(self._asked({"load": str(folder)})["seconds"])

    def ask(self, question: str) -> dict[str, Any]:
        """Return what the rival answers, with seconds."""
        return self._asked({"ask": question})

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        for line in self._process.stdout:  # type: ignore[union-attr]
            if line.startswith("{"):
                found: dict[str, Any] = json.loads(line)
                return found
        raise OSError(f"{self.name} ended: its interpreter lacks something; see benchmarks/rivals.py")
