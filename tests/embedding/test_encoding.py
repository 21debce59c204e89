import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa import Engine
from qa.embedding import Encoder, ModelFolder, find_model, open_encoder
from qa.embedding.encoder import open_encoder_ahead
from qa.embedding.onnx_model import built_model
from qa.errors import EncoderError
from tests.cli.commands import dateline
from tests.embedding.test_weights import copied

SENTENCES = [
    "The second round of talks ended without agreement on Wednesday night.",
    "Ferry crews voted to stop work from 5 am on Thursday.",
    "R.G. Kar hospital",
    "When was the second round of talks?",
    "Who counted the marchers on the bridge?",
    "Fewer than 1,100 people joined the march, the harbour police said.",
    "Correction: 21 crossings were cancelled, not 26 as first reported.",
    "Le président a déclaré « non » à l’Élysée.",
    "“It’s over,” she said – for €5 million.",
    "ok",
    "A man has been arrested after a fire destroyed two warehouses near the port, police and witnesses said.",
    "Shares of the airline fell 4.2% in early trading, their worst day since March 2020.",
    "1 2 3 4 5 6 7 8 9",
]


@pytest.fixture(scope="module")
def reference(model: ModelFolder, cache: Path) -> Encoder:
    return open_encoder(model, "fp32", cache)


def test_the_fast_form_stays_close_to_the_reference(encoder: Encoder, reference: Encoder) -> None:
    fast, full = encoder.encode(SENTENCES, "passage"), reference.encode(SENTENCES, "passage")
    cosines = (fast * full).sum(axis=1)
    assert cosines.mean() >= 0.985
    assert cosines.min() >= 0.96


def test_both_find_the_same_neighbour(encoder: Encoder, reference: Encoder) -> None:
    def nearest(each: Encoder) -> list[int]:
        vectors = each.encode(SENTENCES[:8], "passage")
        queries = each.encode(["boats on strike", "how many marched", "the figure was wrong"], "query")
        return [int(place) for place in (queries @ vectors.T).argmax(axis=1)]

    assert nearest(encoder) == nearest(reference) == [1, 5, 6]


@pytest.mark.parametrize("precision", ["encoder", "reference"])
def test_vectors_are_of_unit_length_and_of_one_shape(precision: str, request: pytest.FixtureRequest) -> None:
    opened: Encoder = request.getfixturevalue(precision)
    vectors = opened.encode([*SENTENCES, "", " "], "passage")
    assert vectors.shape == (len(SENTENCES) + 2, opened.identity.dimensions) == (15, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert opened.encode([], "query").shape == (0, 384)


def test_encoders_have_an_identity(encoder: Encoder, reference: Encoder, model: ModelFolder) -> None:
    assert (encoder.identity.precision, reference.identity.precision) == ("int8", "fp32")
    assert encoder.identity.digest == reference.identity.digest == model.digest
    assert "int8" in str(encoder.identity)


@settings(max_examples=15)
@given(st.permutations(SENTENCES))
def test_a_text_has_the_same_vector_alone_or_among_others(encoder: Encoder, order: list[str]) -> None:
    together = encoder.encode(order, "passage")
    alone = encoder.encode([order[0]], "passage")
    assert np.array_equal(together[0], alone[0])


@pytest.mark.usefixtures("models_opened")
def test_a_vector_is_the_same_the_next_time(encoder: Encoder, model: ModelFolder, cache: Path) -> None:
    again = open_encoder(model, "int8", cache)
    assert np.array_equal(again.encode(SENTENCES, "query"), encoder.encode(SENTENCES, "query"))


def test_an_over_long_text_is_cut_at_its_end(encoder: Encoder) -> None:
    long, longer = encoder.encode(["talks " * 300, "talks " * 300 + "and something else entirely"], "passage")
    assert np.array_equal(long, longer)


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_has_a_unit_vector(encoder: Encoder, text: str) -> None:
    (vector,) = encoder.encode([text], "passage")
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-4)


# The cache


def cached_model(cache: Path, model: ModelFolder) -> Path:
    path = built_model(model, cache)  # the cache can also hold what an older Dateline built
    assert path is not None
    return path.parent


def test_only_a_damaged_cache_is_rebuilt_and_without_torch_in_this_process(
    encoder: Encoder, model: ModelFolder, cache: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(cached_model(cache, model), tmp_path / cached_model(cache, model).name)
    built = []
    open_encoder(model, "int8", tmp_path, on_build=lambda: built.append("sound"))
    assert built == []
    with (folder / "model.int8.onnx").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"damage")
    assert in_a_process(
        tmp_path,
        "built = []",
        "open_encoder(find_model('all-MiniLM-L6-v2'), 'int8', cache, on_build=lambda: built.append('damaged'))",
        "print(built, 'torch' in sys.modules)",
    ) == ("['damaged'] False\n", "")
    mended = open_encoder(model, "int8", tmp_path, on_build=lambda: built.append("again"))
    assert built == []
    assert np.allclose(mended.encode(SENTENCES, "query"), encoder.encode(SENTENCES, "query"), atol=1e-5)
    assert sorted(path.name for path in folder.iterdir()) == ["model.int8.onnx", "stamp.json"]


def test_a_cache_that_cannot_be_written_says_so(model: ModelFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EncoderError) as caught:
        open_encoder(model, "int8", tmp_path / "file")
    assert "DATELINE_CACHE" in caught.value.hint


def test_a_model_by_its_folder_is_the_same_model(
    encoder: Encoder, model: ModelFolder, cache: Path, tmp_path: Path
) -> None:
    built = []
    folder = copied(model, tmp_path / "my model")
    opened = open_encoder(find_model(str(folder)), "int8", cache, on_build=lambda: built.append("built"))
    assert opened.identity.digest == encoder.identity.digest
    assert opened.identity.model == str(folder)
    assert built == []
    assert np.array_equal(opened.encode(SENTENCES, "query"), encoder.encode(SENTENCES, "query"))


@pytest.mark.usefixtures("encoder")
def test_the_fast_path_loads_no_torch(cache: Path) -> None:
    assert in_a_process(
        cache,
        "vectors = open_encoder(find_model('all-MiniLM-L6-v2'), 'int8', cache).encode(['talks'], 'query')",
        "heavy = {'torch', 'transformers', 'sentence_transformers'}",
        "print(vectors.shape, sorted(heavy & set(sys.modules)))",
    ) == ("(1, 384) []\n", "")


def in_a_process(cache: Path, *lines: str) -> tuple[str, str]:
    """Run lines of Python in another process; return what it writes to its output and to its errors."""
    imports = (
        "import sys; from pathlib import Path",
        "from qa.embedding import find_model, open_encoder",
        "cache = Path(sys.argv[1])",
    )
    command = [sys.executable, "-c", "\n".join([*imports, *lines]), str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def test_a_library_of_another_precision_is_refused(samples: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PRECISION", "fp32")
    done = dateline("ask", "When did the talks end?", "--library", samples.settings.library)
    assert done.returncode == 2
    assert "int8" in done.stderr
    assert "fp32" in done.stderr


def test_an_encoder_opened_ahead_has_the_same_vectors(
    encoder: Encoder, model: ModelFolder, cache: Path
) -> None:
    open_encoder_ahead(model, "int8", cache)
    ahead, second = (open_encoder(model, "int8", cache, n_threads=1) for _ in range(2))
    assert ahead is not second
    for each in (ahead, second):
        assert (each.encode(SENTENCES, "passage") == encoder.encode(SENTENCES, "passage")).all()
    assert ahead.identity == encoder.identity


def test_no_encoder_is_built_ahead(model: ModelFolder, tmp_path: Path) -> None:
    open_encoder_ahead(model, "int8", tmp_path / "cache")
    assert built_model(model, tmp_path / "cache") is None
    assert not (tmp_path / "cache").exists()
