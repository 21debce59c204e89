"""A fuzz target for each article format, and inputs to begin with: the documents of tests/data/formats."""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

from benchmarks.fuzzing.documents import in_container, packed
from benchmarks.fuzzing.soundness import require, require_sound
from benchmarks.fuzzing.texts import text_of
from benchmarks.fuzzing.words import FRONT_MATTER, MARKUP
from qa.articles.documents import Limits, Request
from qa.articles.formats import FORMATS, Format, format_of, suffix_of
from qa.articles.loading import load_all
from qa.errors import ArticleError

Target: TypeAlias = Callable[[bytes], None]
_SAMPLES = Path(__file__).parents[2] / "tests" / "data" / "formats"
_EXPECTED = "expected.jsonl"  # how the documents should be read
_AS_IT_IS, _OF_WORDS, _IN_CONTAINER = range(3)
_N_HEAD = 2  # bytes: how the rest becomes a file, and which of the format's suffixes it gets
_LIMITS = Limits(
    text_bytes=100_000, file_bytes=1_000_000, unpacked_bytes=4_000_000, n_members=100, n_pages=50
)
_INNER = {
    "word_documents": "word/document.xml",
    "open_document": "content.xml",
    "ebooks": ".xhtml",
    "archives": ".html",
}


def read_format(kind: Format, data: bytes) -> None:
    """Read a file of a format: the input as it is, words packed in the format, or the input in its container."""
    if len(data) < _N_HEAD:
        return
    way, rest = data[0] % 3, data[_N_HEAD:]
    name = f"file{kind.suffixes[data[1] % len(kind.suffixes)]}"
    if way == _OF_WORDS:
        rest = packed(kind.module, text_of(rest, FRONT_MATTER if kind.plain else MARKUP))
    elif way == _IN_CONTAINER:
        rest = in_container(kind.module, rest)
    for found in load_all(Path(name), rest, Request(name, _LIMITS)):
        if isinstance(found, ArticleError):
            require(found.message and found.hint, "an error says nothing")
        else:
            require_sound(found.article)


def seeds(module: str) -> Iterator[bytes]:
    """Yield inputs for the format in this module of qa.articles: whole documents, and what is in their containers."""
    for path in sorted(_SAMPLES.iterdir()):
        kind = format_of(path)
        if kind is None or kind.module != module or path.name == _EXPECTED:
            continue
        data = path.read_bytes()
        yield bytes((_AS_IT_IS, kind.suffixes.index(suffix_of(path)))) + data
        if module in _INNER and zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    if name.endswith(_INNER[module]):
                        yield bytes((_IN_CONTAINER, 0)) + archive.read(name)


FORMAT_TARGETS: dict[str, Target] = {each.module: partial(read_format, each) for each in FORMATS}
