"""The base model whose weights come in slices."""

import hashlib
import zipfile
from pathlib import Path

import pytest

from training.bases import assemble, find_base, verify


def sliced(folder: Path, content: bytes) -> list[Path]:
    whole = folder / "whole.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("some-model/model.safetensors", content)
        archive.writestr("some-model/tokenizer.json", "{}")
    data = whole.read_bytes()
    paths = []
    for number, start in enumerate(range(0, len(data), 50)):
        paths.append(folder / f"{number}")
        paths[-1].write_bytes(data[start : start + 50])
    return paths


def test_slices_become_a_model_folder(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "base"
    assemble(sliced(tmp_path, b"weights"), folder, hashlib.sha256(b"weights").hexdigest())
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert [path.name for path in folder.parent.iterdir()] == ["base"]


def test_other_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "base"
    with pytest.raises(SystemExit, match="not the published file"):
        assemble(sliced(tmp_path, b"other weights"), folder, hashlib.sha256(b"weights").hexdigest())
    assert not folder.exists()


def test_weights_in_the_cache_are_checked_too(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"damaged")
    with pytest.raises(SystemExit, match="Delete it"):
        verify(path, hashlib.sha256(b"weights").hexdigest())


def test_missing_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.bases._PACKAGES", ("no-such-package-001",))
    with pytest.raises(SystemExit, match="no-such-package-001 is not installed"):
        find_base("mpnet", tmp_path)


def test_unknown_bases_are_refused() -> None:
    with pytest.raises(SystemExit, match="minilm, mpnet"):
        find_base("other")


def test_marks_are_those_of_the_tokenizer() -> None:
    base = find_base("minilm")
    marks, tokenizer = base.marks(), base.tokenizer()
    ids = tokenizer.encode("who came", add_special_tokens=False).ids
    other = tokenizer.encode("nobody came", add_special_tokens=False).ids
    whole = [*marks.opening, *ids, *marks.middle, *other, *marks.closing]
    assert tokenizer.encode("who came", "nobody came").ids == whole
