"""Plots as SVG, so that a report is self-contained."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa.utils.html import fragment

if TYPE_CHECKING:
    from markupsafe import Markup

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 380, 260, 44, 36, 10, 14
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LARGEST_RADIUS = 9.0


@dataclass(frozen=True, slots=True)
class _Dot:
    across: float
    up: float
    radius: float
    color: str
    label: str = ""


def risk_coverage_plot(points: Sequence[tuple[float, float]], now: tuple[float, float] | None) -> "Markup":
    """Draw (coverage, risk), both 0–1, with the library's current point."""
    dots = [_Dot(*now, radius=5, color="bad")] if now else []
    return _plot("share of questions answered", "share of wrong answers", dots, line=points)


def reliability_plot(points: Sequence[tuple[float, float, int]]) -> "Markup":
    """Draw (confidence, share right, number of questions); points grow with the number."""
    most = max((number for _, _, number in points), default=1)
    dots = [
        _Dot(
            confidence,
            share,
            max(2.0, _LARGEST_RADIUS * (number / most) ** 0.5),
            "warm",
            f"{number} questions",
        )
        for confidence, share, number in points
    ]
    return _plot("confidence", "share of right answers", dots)


def _plot(
    below: str, beside: str, dots: Sequence[_Dot], *, line: Sequence[tuple[float, float]] | None = None
) -> "Markup":
    """Draw dots with a line, or with the diagonal if there is none."""
    return fragment(
        "plot.html",
        width=_WIDTH,
        height=_HEIGHT,
        ticks=_TICKS,
        x=_x,
        y=_y,
        below=below,
        beside=beside,
        dots=dots,
        line=line,
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)
