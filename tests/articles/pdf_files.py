"""Small PDF files, written by hand: text in Helvetica at given places."""

from collections.abc import Sequence

Placed = tuple[float, float, float, str]  # left, baseline (from the page's lower edge), size, text
WIDTH, HEIGHT = 595, 842


def pdf(pages: Sequence[Sequence[Placed]], info: str = "", *, entries: str = "", turn: int = 0) -> bytes:
    """Return a PDF with these texts.

    `entries` are added to each page's dictionary. With a `turn`, all is drawn clockwise by this many quarters, on
    pages turned likewise, so that it reads to the right on a page shown with /Rotate = 360 - 90 * turn.
    """
    n_pages = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(n_pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {n_pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = "\n".join(
            f"BT /F1 {size} Tf {_matrix(left, baseline, turn)} Tm ({_escaped(text)}) Tj ET"
            for left, baseline, size, text in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_size(turn)}] {entries}"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    return _file(objects)


def column(
    lines: Sequence[str], *, left: float = 60, top: float = 760, size: float = 11, leading: float = 14
) -> list[Placed]:
    """Place lines one below the other; an empty one leaves a gap."""
    return [(left, top - leading * number, size, line) for number, line in enumerate(lines) if line]


def _size(turn: int) -> str:
    return f"{HEIGHT} {WIDTH}" if turn % 2 else f"{WIDTH} {HEIGHT}"


def _matrix(left: float, baseline: float, turn: int) -> str:
    """Return the text matrix for a position on the page before it is turned."""
    return (
        f"1 0 0 1 {left:g} {baseline:g}",
        f"0 -1 1 0 {baseline:g} {WIDTH - left:g}",
        f"-1 0 0 -1 {WIDTH - left:g} {HEIGHT - baseline:g}",
        f"0 1 -1 0 {HEIGHT - baseline:g} {left:g}",
    )[turn]


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: Sequence[str]) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(written)
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    written += f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode()
    written += (
        f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return bytes(written)
