"""Comparing an evaluation with an earlier one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from qa.errors import EvaluationError
from qa.evaluation.summary import MEASURES, Figures
from qa.utils.text import printable

_ROUNDING = 0.00005  # an evaluation file has four digits


@dataclass(frozen=True, slots=True)
class Change:
    """A measure now and before; `worse_by` is the loss in the measure's own direction, at least 0."""

    name: str
    now: float
    then: float
    worse_by: float


def read_baseline(path: Path) -> dict[str, float]:
    """Return the measures of a `--json` output; measures without a value are left out."""
    shown = printable(str(path))
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["measures"]
        found = {name: figure["value"] for name, figure in stored.items()}
        return {name: float(value) for name, value in found.items() if value is not None}
    except OSError as error:
        raise EvaluationError(
            f"Can't read the baseline {shown} ({error.strerror}).", "Check its name."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{shown} is not an evaluation.", "Create one with: dateline evaluate QUESTIONS --json > OLD.json"
        ) from error


def compare(figures: Figures, baseline: Mapping[str, float]) -> list[Change]:
    """Return the measures that both have. Seconds are never worse, because they depend on the machine."""
    changes = []
    for measure in MEASURES:
        now, then = figures[measure.name].value, baseline.get(measure.name)
        if now is None or then is None:
            continue
        fall = {"more": then - now, "less": now - then, "neither": 0.0}[measure.better]
        changes.append(Change(measure.name, now, then, max(0.0, fall)))
    return changes


def fallen(changes: list[Change], tolerance: float) -> list[Change]:
    """Return the changes that are worse by more than `tolerance` (0–1)."""
    return [change for change in changes if change.worse_by > tolerance + _ROUNDING]
