"""Makes the documents of this folder and `expected.jsonl`, which says how each should be read.

    python -m tests.data.formats.generate

The files were made once, with reportlab, fpdf2, python-docx, odfpy, EbookLib and Chromium. The tests don't need them.
"""

import json
from pathlib import Path

from tests.data.formats import archives, books, mails, office, pages, pdfs, tables, texts
from tests.data.formats.expected import EXPECTED, FOLDER

MAKERS = (texts, pages, pdfs, office, books, mails, tables, archives)


def main() -> None:
    for maker in MAKERS:
        maker.make()
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in EXPECTED)
    Path(FOLDER / "expected.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(EXPECTED)} articles")  # noqa: T201


if __name__ == "__main__":
    main()
