"""`dateline questions` on a folder with files that are not articles."""

import os
import threading
from pathlib import Path

import pytest

from qa.cli.questions_command import run
from qa.engine import Engine


def test_pipes_devices_and_links_out_of_the_folder_are_skipped_and_named(
    samples: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "zeros.txt").symlink_to("/dev/zero")
    (folder / "a.txt").write_text("The ballot closed on Monday night.\n", encoding="utf-8")
    out = tmp_path / "drafts.jsonl"
    work = threading.Thread(target=run, args=(samples, [str(folder)], out), daemon=True)
    work.start()
    work.join(timeout=30)
    assert not work.is_alive()
    assert "When was it that the ballot closed?" in out.read_text(encoding="utf-8")
    reported = capsys.readouterr().err
    assert "pipe.txt: This is not a regular file." in reported
    assert "zeros.txt: This link leads outside the folder" in reported
    assert "1 article." in reported
