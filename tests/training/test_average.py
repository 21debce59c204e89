"""Averaging weights."""

from pathlib import Path

import pytest

from training.average import average

torch = pytest.importorskip("torch")


@pytest.mark.parametrize(("share", "expected"), [(None, 3.0), (0.75, 2.0)])
def test_the_first_file_counts_for_its_share(tmp_path: Path, share: float | None, expected: float) -> None:
    from safetensors.torch import load_file, save_file

    paths = [tmp_path / name for name in ("one", "two", "three")]
    for path, value in zip(paths, (1.0, 4.0, 4.0) if share is None else (1.0, 5.0, 5.0), strict=True):
        save_file({"weight": torch.full((2,), value)}, path)
    average(paths, tmp_path / "mean", share)
    assert load_file(tmp_path / "mean")["weight"].tolist() == [expected, expected]
