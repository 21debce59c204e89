"""The fuzz targets hold for inputs that Hypothesis makes; `make fuzz` runs the same ones for longer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing.targets import TARGETS

INPUTS = st.binary(max_size=60) | st.lists(st.integers(0, 255), max_size=40).map(bytes)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=25)
@given(data=INPUTS)
def test_target_holds_for_any_input(name: str, data: bytes) -> None:
    TARGETS[name](data)
