"""Truncated, altered and hostile exports are refused with a message, and nothing is imported."""

import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.engine import Engine
from qa.errors import DatelineError, TransferError
from qa.history import ConversationStore
from qa.records import Filters
from qa.settings.settings import Settings
from qa.transfer import LibraryExporter, LibraryImporter

TEXT = "The bridge over the Sorrel was closed by Lena Ortiz on 3 March 2031."
Parts = dict[str, bytes]
Change = Callable[[Parts], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """An export with two articles, their files and a conversation."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "news").mkdir()
    (folder / "news" / "bridge.txt").write_text(TEXT, encoding="utf-8")
    (folder / "news" / "ferry.txt").write_text("The ferry was late. " * 30, encoding="utf-8")
    engine = Engine(Settings(library=folder / "library", cache=cache))
    engine.index([folder / "news"])
    engine.library.labels.tag([engine.articles()[0].id], ["Roads"])
    answer = engine.ask("Who closed the bridge?")
    store = ConversationStore(folder / "library")
    store.keep_question("one", "turn", answer.question, Filters())
    store.keep_answer("one", "turn", answer, [])
    store.notebook.pin("note", answer)
    store.close()
    exporter = LibraryExporter(engine, lambda _: None, lambda: False)
    exporter.run(folder / "export", conversations=True, files=True)
    engine.close()
    return folder / "export"


@pytest.fixture
def target(tmp_path: Path, cache: Path) -> Engine:
    return Engine(Settings(library=tmp_path / "deep" / "library", cache=cache))


def bring(target: Engine, path: Path, folder: Path | None = None) -> None:
    LibraryImporter(target, lambda _: None, lambda: False).run(path, folder=folder, conversations=True)


def nothing_imported(target: Engine, tmp_path: Path) -> bool:
    texts = [path for path in tmp_path.rglob("*") if path.suffix in (".txt", ".evil")]
    return not texts and (not target.library.exists or target.articles() == [])


def written(path: Path, parts: Parts, **manifest: Any) -> Path:
    """Write an export whose checksums are right, as somebody who forges one would."""
    parts = dict(parts)
    stated = json.loads(parts.pop("manifest.json")) | manifest
    stated["members"] = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in parts.items()
    } | manifest.get("members", {})
    data = json.dumps(stated).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", data)
        archive.comment = b"dateline-library sha256 " + hashlib.sha256(data).hexdigest().encode()
    return path


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def first_line(name: str, change: Callable[[Any], Any]) -> Change:
    """Change the first line of a part."""

    def changed(parts: Parts) -> None:
        first, rest = parts[name].split(b"\n", 1)
        value = json.loads(first)
        result = change(value)
        parts[name] = json.dumps(value if result is None else result).encode() + b"\n" + rest

    return changed


def article(**values: Any) -> Change:
    return first_line("articles.jsonl", lambda value: value["article"].update(values))


def text(new: str) -> Change:
    key = hashlib.sha256(new.encode()).hexdigest()[:32]

    def change(value: Any) -> None:
        value["article"].update(text=new, id=key)
        value.update(passages=[(0, len(new))], dates=[])

    return first_line("articles.jsonl", change)


def part(name: str, data: bytes) -> Change:
    return lambda parts: parts.update({name: data})


HOSTILE: dict[str, Change] = {
    "a text that its id was not made of": article(text="Another text."),
    "an id that is none": article(id="../../x"),
    "no text": article(text=None),
    "terminal escapes in a text": text("The bridge \x1b[31mwas closed."),
    "a text that hides words": text("The bri\u200bdge was closed."),
    "a text without words": text("... !"),
    "a path that climbs": article(path="files/../../../etc/passwd"),
    "an absolute path": article(path="/etc/passwd"),
    "an absolute path after the kind": article(path="files//etc/passwd"),
    "a path with a null byte": article(path="files/a\x00b"),
    "a path with an escape": article(path="files/\x1b[2J"),
    "a path of another kind": article(path="home/x"),
    "a path that is endless": article(path="files/" + "a/" * 3000 + "x"),
    "a path that is a number": article(path=7),
    "a date that is none": article(published="2031-99-99"),
    "a title that is a list": article(title=["x"]),
    "a source without end": article(source="x" * 20_000),
    "keywords that are not text": article(keywords="[[1, {}]]", sections="{}"),
    "sections outside the text": article(sections='[[99999, "page 1"]]'),
    "an escape in a section": article(sections='[[0, "\\u001b[2J"]]'),
    "passages outside the text": first_line("articles.jsonl", lambda v: v.update(passages=[(0, 10**9)])),
    "passages that leave words out": first_line("articles.jsonl", lambda v: v.update(passages=[(0, 3)])),
    "no passages": first_line("articles.jsonl", lambda v: v.update(passages=[])),
    "passages that are text": first_line("articles.jsonl", lambda v: v.update(passages="ab")),
    "a date outside the text": first_line(
        "articles.jsonl",
        lambda v: v.update(
            dates=[(5000, 5010, "date", "2031-03-03", None, "r", "certain", None, None, None)]
        ),
    ),
    "an unknown kind of date": first_line(
        "articles.jsonl",
        lambda v: v.update(dates=[(0, 3, "magic", "2031-03-03", None, "r", "certain", None, None, None)]),
    ),
    "files outside": first_line("articles.jsonl", lambda v: v.update(files={"files/../x": "1:y"})),
    "a digest with SQL": first_line("articles.jsonl", lambda v: v.update(files={"files/x": "'; DROP TABLE"})),
    "a tag with an escape": first_line("articles.jsonl", lambda v: v.update(tags=[("\x1b[2J", False)])),
    "a line that is a list": first_line("articles.jsonl", lambda _: [1, 2]),
    "a line that is no JSON": part("articles.jsonl", b"{]\n"),
    "a line without an end": part("articles.jsonl", b'{"article": {}}'),
    "infinite numbers": part("articles.jsonl", b'{"article": NaN}\n'),
    "deeply nested JSON": part("articles.jsonl", b"[" * 100_000 + b"\n"),
    "invalid UTF-8": part("articles.jsonl", b'{"article": "\xff\xfe"}\n'),
    "too few vectors": part("vectors.f32", b"\x00" * 40),
    "vectors of nothing": lambda parts: parts.update({"vectors.f32": b"\x00" * len(parts["vectors.f32"])}),
    "vectors that are not a number": lambda parts: parts.update(
        {"vectors.f32": b"\xff" * len(parts["vectors.f32"])}
    ),
    "too many vectors": lambda parts: parts.update({"vectors.f32": parts["vectors.f32"] + b"\x00" * 4}),
    "a removed article without id": part(
        "removed.jsonl", b'{"id": "x", "removed": "2031-01-01T00:00:00+00:00"}\n'
    ),
    "a moment that is none": part("removed.jsonl", b'{"id": "' + b"0" * 32 + b'", "removed": "now"}\n'),
    "a collection with an escape": part("collections.jsonl", b'{"name": "\\u001b[2J", "articles": []}\n'),
    "a file that climbs": first_line("files.jsonl", lambda v: v.update(path="files/../../climbed.evil")),
    "an absolute file": first_line("files.jsonl", lambda v: v.update(path="files//tmp/climbed.evil")),
    "a file that is another part": first_line("files.jsonl", lambda v: v.update(part="manifest.json")),
    "a file that is missing": first_line("files.jsonl", lambda v: v.update(part="files/99")),
    "an altered cited article": first_line(
        "conversations.jsonl", lambda v: v["articles"].__setitem__(0, [v["articles"][0][0], "{}"])
    ),
    "an altered answer": first_line(
        "conversations.jsonl", lambda v: v["turns"][0].__setitem__(7, '{"a": 1}')
    ),
    "a question with an escape": first_line(
        "conversations.jsonl", lambda v: v["turns"][0].__setitem__(3, "\x1b[2J")
    ),
    "a turn of another conversation": first_line(
        "conversations.jsonl", lambda v: v["turns"][0].__setitem__(0, "other")
    ),
    "a conversation with more columns": first_line(
        "conversations.jsonl", lambda v: v["conversations"][0].append("x")
    ),
    "a moment without zone": first_line(
        "conversations.jsonl", lambda v: v["conversations"][0].__setitem__(2, "2031-01-01")
    ),
    "an altered note": first_line("notes.jsonl", lambda v: v.__setitem__(3, "{}")),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_forged_contents_are_refused(good: Path, target: Engine, tmp_path: Path, change: Change) -> None:
    parts = parts_of(good)
    change(parts)
    path = written(tmp_path / "forged", parts)
    with pytest.raises(TransferError) as caught:
        bring(target, path)
    assert "\x1b" not in caught.value.message
    assert nothing_imported(target, tmp_path)


def test_the_unforged_file_is_imported(good: Path, target: Engine, tmp_path: Path) -> None:
    bring(target, written(tmp_path / "rewritten", parts_of(good)))
    assert len(target.articles()) == 2


@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.9, 0.999])
def test_truncated_files_are_refused(good: Path, target: Engine, tmp_path: Path, share: float) -> None:
    data = good.read_bytes()
    (tmp_path / "short").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(TransferError, match=r"incomplete or damaged|damaged or was altered"):
        bring(target, tmp_path / "short")
    assert nothing_imported(target, tmp_path)


def test_every_altered_byte_is_noticed_or_harmless(good: Path, target: Engine, tmp_path: Path) -> None:
    """Bytes that carry no content, such as times in the zip's directory, may change."""
    data = good.read_bytes()
    n_refused = 0
    for at in range(0, len(data), max(len(data) // 150, 1)):
        changed = bytearray(data)
        changed[at] ^= 0x10
        (tmp_path / "changed").write_bytes(changed)
        try:
            bring(target, tmp_path / "changed")
        except TransferError:
            n_refused += 1
    assert n_refused > 120
    assert all(each.n_characters in (len(TEXT), 599) for each in target.articles())


def test_a_newer_version_is_named(good: Path, target: Engine, tmp_path: Path) -> None:
    with pytest.raises(TransferError, match="version 2; this one reads 1"):
        bring(target, written(tmp_path / "newer", parts_of(good), version=2))


@pytest.mark.parametrize("version", [None, "1", 1.5, [1]])
def test_versions_that_are_none(good: Path, target: Engine, tmp_path: Path, version: Any) -> None:
    with pytest.raises(TransferError):
        bring(target, written(tmp_path / "odd", parts_of(good), version=version))


@pytest.mark.parametrize(
    "vectors",
    [{"dimensions": 0}, {"dimensions": 10**9}, {"dimensions": "x"}, {"model": 5}, {"passage_pieces": []}],
)
def test_vectors_of_no_model(good: Path, target: Engine, tmp_path: Path, vectors: dict[str, Any]) -> None:
    parts = parts_of(good)
    stated = json.loads(parts["manifest.json"])["vectors"] | vectors
    with pytest.raises(TransferError):
        bring(target, written(tmp_path / "odd", parts, vectors=stated))
    assert nothing_imported(target, tmp_path)


def test_other_parts_than_listed_are_refused(good: Path, target: Engine, tmp_path: Path) -> None:
    path = tmp_path / "more"
    shutil.copy(good, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../climbed.evil", "x")
    with pytest.raises(TransferError, match="damaged or was altered"):
        bring(target, path)
    assert nothing_imported(target, tmp_path)


def test_a_part_twice_is_refused(good: Path, target: Engine, tmp_path: Path) -> None:
    path = tmp_path / "twice"
    shutil.copy(good, path)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("articles.jsonl", "x")
    with pytest.raises(TransferError, match="damaged or was altered"):
        bring(target, path)


def test_a_bomb_is_refused_without_unpacking_it(good: Path, target: Engine, tmp_path: Path) -> None:
    parts = parts_of(good)
    parts["articles.jsonl"] = b'{"article": "' + b"a" * 60_000_000 + b'"}\n'
    path = written(tmp_path / "bomb", parts)
    assert path.stat().st_size < 200_000
    with pytest.raises(TransferError, match="like a zip bomb"):
        bring(target, path)


def test_a_folder_that_is_a_link_is_not_left(good: Path, target: Engine, tmp_path: Path) -> None:
    parts = parts_of(good)
    first_line("files.jsonl", lambda v: v.update(path="files/link/climbed.evil"))(parts)
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (inside / "link").symlink_to(outside)
    with pytest.raises(TransferError, match="through a link"):
        bring(target, written(tmp_path / "linked", parts), inside)
    assert list(outside.iterdir()) == []
    assert nothing_imported(target, tmp_path)


def test_databases_and_other_files_are_never_opened_as_exports(target: Engine, tmp_path: Path) -> None:
    path = tmp_path / "hostile.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE articles (id)")
        connection.execute("CREATE TRIGGER t AFTER INSERT ON articles BEGIN SELECT load_extension('x'); END")
    connection.close()
    for name in (path, tmp_path / "missing", tmp_path):
        with pytest.raises(DatelineError):
            bring(target, name)
    empty = tmp_path / "empty.zip"
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(TransferError, match="not a Dateline export"):
        bring(target, empty)
    assert nothing_imported(target, tmp_path)
