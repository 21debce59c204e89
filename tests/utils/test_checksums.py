import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.errors import WeightsError
from qa.reading.reader_model import WEIGHTS
from qa.utils.checksums import LIST_NAME, read_checksums, verify_files, write_checksums
from training.checksums import weight_files

NAMES = ("model.bin", "settings.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.bin").write_bytes(bytes(range(256)) * 64)
    (tmp_path / "settings.json").write_text("{}", encoding="utf-8")
    write_checksums(tmp_path, NAMES)
    return tmp_path


def _missing(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [_missing, _empty, _truncated, _flipped, _a_folder])
def test_any_other_file_is_named_with_what_to_do(folder: Path, harm: Callable[[Path], None]) -> None:
    verify_files(folder, NAMES)  # accepted as they are
    harm(folder / "model.bin")
    with pytest.raises(WeightsError) as caught:
        verify_files(folder, NAMES)
    assert str(folder / "model.bin") in caught.value.message
    assert caught.value.hint == "Install Dateline again."


def test_only_the_files_asked_for_are_read(folder: Path) -> None:
    (folder / "model.bin").unlink()
    verify_files(folder, ["settings.json"])
    with pytest.raises(WeightsError):
        verify_files(folder, NAMES)


def test_a_file_is_read_once_until_it_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    file_digest = hashlib.file_digest

    def counted(file: object, name: str) -> object:
        read.append(name)
        return file_digest(file, name)  # type: ignore[call-overload]

    monkeypatch.setattr(hashlib, "file_digest", counted)
    verify_files(folder, NAMES)
    verify_files(folder, NAMES)
    assert len(read) == len(NAMES)
    _truncated(folder / "model.bin")
    with pytest.raises(WeightsError):
        verify_files(folder, NAMES)


def test_a_file_that_the_list_lacks_is_refused(folder: Path) -> None:
    (folder / "extra.bin").write_bytes(b"extra")
    with pytest.raises(WeightsError, match=r"extra\.bin has no checksum"):
        verify_files(folder, ["extra.bin"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b"abc  model.bin\n", id="a digest that is too short"),
        pytest.param(b"a" * 64 + b"\n", id="no name"),
    ],
)
def test_a_list_that_cannot_be_used_is_named(folder: Path, content: bytes | None) -> None:
    (folder / LIST_NAME).unlink()
    if content is not None:
        (folder / LIST_NAME).write_bytes(content)
    with pytest.raises(WeightsError, match=LIST_NAME):
        verify_files(folder, NAMES)


def test_the_list_is_in_the_format_of_sha256sum(folder: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", LIST_NAME], cwd=folder, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    made = subprocess.run(["sha256sum", "--binary", *NAMES], cwd=folder, check=True, capture_output=True)
    (folder / LIST_NAME).write_bytes(made.stdout)
    verify_files(folder, NAMES)


def test_the_shipped_list_holds_every_file_of_weights() -> None:
    listed = read_checksums(WEIGHTS)
    assert sorted(listed) == weight_files(WEIGHTS)
    verify_files(WEIGHTS, listed)
