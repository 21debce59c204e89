"""Textual's screenshots as small SVG files without external fonts, one at a time or as an animation."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"
_STYLE = re.compile(r"\.(terminal-[\w-]*r\d+) \{ (.*?) \}")
_TEXT = re.compile(
    r'<text class="(terminal-[\w-]*r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"[^>]*>([^<]*)</text>'
)
_CELLS = re.compile(
    r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"[^>]*/>'
)
_MARGIN_TOP, _MARGIN_LEFT, _MARGIN_BOTTOM = 41, 9, 10


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A parsed screenshot: its size, background and shapes; texts are (style, x, y, length, words)."""

    width: float
    height: float
    background: str
    rectangles: tuple[tuple[str, str, str, str, str], ...]
    texts: tuple[tuple[str, str, str, str, str], ...]

    @classmethod
    def parse(cls, svg: str) -> "Screenshot":
        """Parse what `App.export_screenshot` returns."""
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        if box is None:
            raise ValueError("this is not a screenshot")
        styles = dict(_STYLE.findall(svg))
        rectangles = _CELLS.findall(svg)
        background = Counter(fill for fill, *_ in rectangles).most_common(1)[0][0]
        shown = tuple(each for each in rectangles if each[0] != background)
        texts = tuple((styles[style], *rest) for style, *rest in _TEXT.findall(svg))
        return cls(float(box[1]), float(box[2]), background, shown, texts)


def still(screenshot: Screenshot) -> str:
    """Return one screenshot as SVG."""
    styles = _style_names([screenshot])
    return _document(screenshot, _style_rules(styles), _shapes(screenshot, styles))


def animation(frames: Sequence[Screenshot], seconds: float) -> str:
    """Return screenshots of one size as an endless animation, each shown for `seconds`; without script."""
    styles = _style_names(frames)
    share = 100 / len(frames)
    rules = [
        *_style_rules(styles),
        f".frame {{ visibility: hidden; animation: show {seconds * len(frames):g}s step-end infinite; }}",
        f"@keyframes show {{ 0% {{ visibility: visible; }} {share:.4g}% {{ visibility: hidden; }} }}",
    ]
    groups = [
        f'<g class="frame" style="{_timing(number, seconds)}">\n{_shapes(frame, styles)}\n</g>'
        for number, frame in enumerate(frames)
    ]
    return _document(frames[0], rules, "\n".join(groups))


def _timing(number: int, seconds: float) -> str:
    """Return the style of a frame; viewers that can't animate show the first."""
    shown = "visibility: visible; " if number == 0 else ""
    return f"{shown}animation-delay: {number * seconds:g}s"


def _document(first: Screenshot, rules: Sequence[str], shapes: str) -> str:
    width, height = first.width, first.height
    dots = "".join(
        f'<circle cx="{x}" cy="22" r="7" fill="{fill}"/>'
        for x, fill in ((26, "#ff5f57"), (48, "#febc2e"), (70, "#28c840"))
    )
    inner = f'width="{width - 2 * _MARGIN_LEFT:g}" height="{height - _MARGIN_TOP - _MARGIN_BOTTOM:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">\n'
        f"<style>text {{ font: 20px {_FONTS}; }}\n" + "\n".join(rules) + "\n</style>\n"
        f'<rect x="1" y="1" width="{width - 2:g}" height="{height - 2:g}" rx="8" fill="#292929"/>\n{dots}\n'
        f'<text x="{width / 2:g}" y="28" text-anchor="middle" fill="#c5c8c6">Dateline</text>\n'
        f'<g transform="translate({_MARGIN_LEFT}, {_MARGIN_TOP})">\n'
        f'<rect {inner} fill="{first.background}"/>\n{shapes}\n</g>\n</svg>\n'
    )


def _style_names(frames: Sequence[Screenshot]) -> dict[str, str]:
    styles = dict.fromkeys(style for frame in frames for style, *_ in frame.texts)
    return {style: f"s{number}" for number, style in enumerate(styles)}


def _style_rules(styles: dict[str, str]) -> list[str]:
    return [f".{name} {{ {style.rstrip(';')}; }}" for style, name in styles.items()]


def _shapes(frame: Screenshot, styles: dict[str, str]) -> str:
    cells = [
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}" shape-rendering="crispEdges"/>'
        for fill, x, y, width, height in frame.rectangles
    ]
    words = [
        f'<text class="{styles[style]}" x="{x}" y="{y}" textLength="{length}">'
        f"{text.replace('&#160;', chr(160))}</text>"
        for style, x, y, length, text in frame.texts
        if text.replace("&#160;", "").strip()
    ]
    return "\n".join([*cells, *words])
