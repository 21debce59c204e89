"""The fuzz targets hold for inputs that Hypothesis makes; `make fuzz` runs the same ones for longer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing.format_targets import FORMAT_TARGETS, seeds
from benchmarks.fuzzing.targets import TARGETS

INPUTS = st.binary(max_size=60) | st.lists(st.integers(0, 255), max_size=40).map(bytes)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25)
@given(data=INPUTS)
def test_target_holds_for_any_input(name: str, data: bytes) -> None:
    TARGETS[name](data)


@st.composite
def damaged_documents(draw: st.DrawFn, module: str) -> bytes:
    """Return a document with a few bytes replaced, removed or repeated."""
    data = draw(st.sampled_from(sorted(seeds(module))))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(2, max(2, len(data) - 1)))
        length, times = draw(st.integers(0, 12)), draw(st.integers(0, 3))
        piece = draw(st.binary(max_size=6)) if times == 0 else data[start : start + length] * times
        data = data[:start] + piece + data[start + length :]
    return data


@pytest.mark.parametrize("module", FORMAT_TARGETS)
@settings(max_examples=15)
@given(data=st.data())
def test_damaged_documents_are_handled(module: str, data: st.DataObject) -> None:
    FORMAT_TARGETS[module](data.draw(damaged_documents(module)))


@pytest.mark.parametrize("module", FORMAT_TARGETS)
def test_there_are_seeds_for_every_format(module: str) -> None:
    assert len(list(seeds(module))) >= 3
