from pathlib import Path

import pytest

from qa.errors import WeightsError
from qa.reading.open import open_reader, open_reader_ahead
from qa.reading.reader_model import BEST, FAST, WEIGHTS
from qa.utils.onnx_sessions import open_ahead, open_session

pytestmark = pytest.mark.usefixtures("models_opened")


def test_a_session_opened_ahead_is_returned_once() -> None:
    open_ahead(WEIGHTS / FAST, lambda: None)
    first, second = open_session(WEIGHTS / FAST), open_session(WEIGHTS / FAST)
    assert first is not second
    assert [each.name for each in first.get_outputs()] == [each.name for each in second.get_outputs()]


def test_a_file_is_verified_before_it_is_opened(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"not a model")

    def refuse() -> None:
        raise WeightsError(damaged, "is damaged", "")

    open_ahead(damaged, refuse)
    with pytest.raises(WeightsError, match="is damaged"):
        open_session(damaged)


def test_damaged_weights_are_reported_as_without_opening_ahead(tmp_path: Path) -> None:
    for path in WEIGHTS.iterdir():
        (tmp_path / path.name).symlink_to(path)
    (tmp_path / BEST).unlink()
    (tmp_path / BEST).write_bytes((WEIGHTS / BEST).read_bytes()[:-1])
    open_reader_ahead("best", tmp_path)
    with pytest.raises(WeightsError, match="is damaged or was changed"):
        open_reader("best", tmp_path)
