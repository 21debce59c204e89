import os
import sys
from pathlib import Path

import pytest

from qa.articles import find, read_bytes
from qa.errors import ArticleError
from tests.conftest import WriteArticle
from tests.unprivileged import run_unprivileged


def paths(*given: Path) -> list[Path]:
    return [found for found in find(list(given)) if isinstance(found, Path)]


def errors(*given: Path) -> list[ArticleError]:
    return [found for found in find(list(given)) if isinstance(found, ArticleError)]


def test_a_folders_articles_are_listed_sorted_without_hidden_files(
    write: WriteArticle, tmp_path: Path
) -> None:
    names = ["b.txt", "a.MD", "sub/c.markdown", "sub/d.text", ".hidden.txt", ".git/e.txt", "f.png", "g"]
    for name in names:
        write(name, "x")
    folder = tmp_path / "articles"
    assert [path.relative_to(folder).as_posix() for path in paths(folder)] == [
        "a.MD",
        "b.txt",
        "sub/c.markdown",
        "sub/d.text",
    ]


def test_a_file_named_twice_is_found_once(write: WriteArticle, tmp_path: Path) -> None:
    path = write("a.txt", "x")
    assert paths(path, tmp_path, path.parent / ".." / "articles" / "a.txt") == [path]


def test_paths_are_absolute(write: WriteArticle, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.txt", "x")
    monkeypatch.chdir(path.parent)
    assert paths(Path("a.txt")) == paths(Path()) == [path]


def test_links_to_folders_are_not_followed_so_that_a_ring_ends(write: WriteArticle, tmp_path: Path) -> None:
    path = write("a.txt", "x")
    (tmp_path / "articles" / "ring").symlink_to(tmp_path)
    assert paths(tmp_path) == [path]


def test_a_link_that_leads_out_of_the_folder_is_an_error(write: WriteArticle, tmp_path: Path) -> None:
    inside = write("sub/a.txt", "x")
    folder, secret = tmp_path / "articles", tmp_path / "elsewhere" / "secret.txt"
    secret.parent.mkdir()
    secret.write_text("x", encoding="utf-8")
    (folder / "inside.txt").symlink_to(inside)
    (folder / "outside.txt").symlink_to(secret)
    (folder / "outside").symlink_to(secret.parent)
    (folder / "sub" / "up.txt").symlink_to(folder.parent / "elsewhere" / ".." / "elsewhere" / "secret.txt")
    (folder / "picture.png").symlink_to("/dev/zero")
    assert paths(folder) == [folder / "inside.txt", inside]
    found = errors(folder)
    assert [error.path.relative_to(folder).as_posix() for error in found] == [
        "outside",
        "outside.txt",
        "sub/up.txt",
    ]
    assert all("leads outside the folder" in error.message and error.hint for error in found)
    assert paths(folder / "outside.txt") == [folder / "outside.txt"], "a link that is named is followed"
    assert paths(folder / "outside") == [folder / "outside" / "secret.txt"]
    assert not errors(folder, secret.parent), "the target is in another of the given folders"


def test_folders_may_be_nested_a_thousand_deep(tmp_path: Path) -> None:
    deepest = tmp_path
    made = []
    try:
        for _ in range(1_000):
            deepest /= "d"
            deepest.mkdir()
            made.append(deepest)
        (deepest / "a.txt").write_text("x", encoding="utf-8")
        (tmp_path / "d" / "b.txt").write_text("x", encoding="utf-8")
        assert paths(tmp_path) == [tmp_path / "d" / "b.txt", deepest / "a.txt"]
    finally:  # pytest's own clearing up is recursive
        for name in (deepest / "a.txt", tmp_path / "d" / "b.txt"):
            name.unlink(missing_ok=True)
        for folder in reversed(made):
            folder.rmdir()


def test_only_regular_files_are_read_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zeros.txt").symlink_to("/dev/zero")
    for name in ("pipe.txt", "zeros.txt"):
        with pytest.raises(ArticleError, match="not a regular file"):
            read_bytes(tmp_path / name, 1_000_000)
    with pytest.raises(ArticleError, match=r"This file no longer exists\.") as gone:
        read_bytes(tmp_path / "gone.txt", 1_000_000)
    assert gone.value.hint == "If it was moved, add it from its new folder."


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("nowhere", "doesn't exist", id="missing"),
        pytest.param("n" * 300, "", id="a name longer than any file may have"),
        pytest.param("dangling.txt", "doesn't exist", id="a link to nothing"),
        pytest.param("ring.txt", "", id="a link to itself"),
        pytest.param("picture.png", "Unsupported format", id="another kind of file"),
    ],
)
def test_unusable_paths_are_errors_with_a_hint(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    (tmp_path / "picture.png").touch()
    (error,) = errors(tmp_path / name)
    assert message in error.message
    assert error.path == tmp_path / name
    assert error.hint


@pytest.mark.skipif(sys.platform == "darwin", reason="file names there are always Unicode")
def test_an_undecodable_name_is_an_error_and_hides_no_other_file(write: WriteArticle, tmp_path: Path) -> None:
    good = write("good.txt", "x")
    bad = Path(os.fsdecode(os.fsencode(good.parent) + b"/caf\xe9.txt"))
    bad.write_text("x", encoding="utf-8")
    assert paths(tmp_path) == [good]
    (error,) = errors(tmp_path)
    assert error.path == bad
    assert "name" in error.message
    assert [each.path for each in errors(bad)] == [bad]


def test_a_closed_folder_is_an_error_and_the_open_ones_are_found(write: WriteArticle, tmp_path: Path) -> None:
    write("closed/a.txt", "x")
    write("open/b.txt", "x")
    folder = tmp_path / "articles"
    (folder / "closed").chmod(0)
    code = """
folder = Path(sys.argv[1])
for found in qa.articles.find([folder, folder / "closed" / "a.txt"]):
    print(getattr(found, "message", found))
"""
    output = run_unprivileged(code, folder, opened=tmp_path)
    assert output.splitlines() == [
        str(folder / "open" / "b.txt"),
        "Can't read this folder (Permission denied).",
        "Can't access this path (Permission denied).",
    ]
