"""Plots as hand-written SVG, so that a report is self-contained."""

from collections.abc import Sequence

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 380, 260, 44, 36, 10, 14
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_LARGEST_RADIUS = 9.0


def risk_coverage_plot(points: Sequence[tuple[float, float]], now: tuple[float, float] | None) -> str:
    """Draw (coverage, risk), both 0–1, with the library's current point."""
    line = " ".join(f"{_x(coverage):.1f},{_y(risk):.1f}" for coverage, risk in points)
    drawn = f'<polyline points="{line}" fill="none" stroke="var(--warm)" stroke-width="2"/>'
    if now is not None:
        drawn += f'<circle cx="{_x(now[0]):.1f}" cy="{_y(now[1]):.1f}" r="5" fill="var(--bad)"/>'
    return _plot(drawn, "share of questions answered", "share of wrong answers")


def reliability_plot(points: Sequence[tuple[float, float, int]]) -> str:
    """Draw (confidence, share right, number of questions); points grow with the number."""
    most = max((number for _, _, number in points), default=1)
    drawn = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="var(--line)" stroke-dasharray="4 3"/>'
    for confidence, share, number in points:
        radius = max(2.0, _LARGEST_RADIUS * (number / most) ** 0.5)
        drawn += (
            f'<circle cx="{_x(confidence):.1f}" cy="{_y(share):.1f}" r="{radius:.1f}" fill="var(--warm)">'
            f"<title>{number} questions</title></circle>"
        )
    return _plot(drawn, "confidence", "share of right answers")


def _plot(drawn: str, below: str, beside: str) -> str:
    grid = "".join(
        f'<line x1="{_x(0)}" y1="{_y(tick)}" x2="{_x(1)}" y2="{_y(tick)}" stroke="var(--line)"/>'
        f'<text x="{_LEFT - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:.0%}</text>'
        f'<text x="{_x(tick)}" y="{_HEIGHT - _BOTTOM + 15}" text-anchor="middle">{tick:.0%}</text>'
        for tick in _TICKS
    )
    middle = _TOP + (_HEIGHT - _TOP - _BOTTOM) / 2
    names = (
        f'<text x="{_x(0.5)}" y="{_HEIGHT - 4}" text-anchor="middle">{below}</text>'
        f'<text x="10" y="{middle}" text-anchor="middle" transform="rotate(-90 10 {middle})">{beside}</text>'
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img"'
        f' aria-label="{beside} by {below}">{grid}{drawn}{names}</svg>'
    )


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)
